import type { LocalEnvironment } from '../launch/local-environment';
import type { PlannedCase } from './plan';

export interface OpenRequest extends PlannedCase { readonly caseNo: string }
type Answer = { readonly id: string; readonly opened?: { readonly caseNo: string }; readonly failed?: { readonly code: string; readonly detail: string } };

const ANSWER_WITHIN_MS = 60_000;
const IN_FLIGHT_MAX = 12;

/** Has the reference provinces open cases, as their own staff would: over the channel of the province host. */
export class Opener {
  constructor(private readonly local: LocalEnvironment) {}

  /** Opens all, a few at a time; resolves with those that could not be opened and why. */
  async openAll(requests: readonly OpenRequest[], signal: AbortSignal): Promise<{ localCaseNo: string; code: string; detail: string }[]> {
    const failures: { localCaseNo: string; code: string; detail: string }[] = [];
    const queue = [...requests];
    const worker = async (): Promise<void> => {
      for (let request = queue.shift(); request && !signal.aborted; request = queue.shift()) {
        const answer = await this.open(request);
        if (answer.failed) failures.push({ localCaseNo: request.localCaseNo, code: answer.failed.code, detail: answer.failed.detail });
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT_MAX }, worker));
    return failures;
  }

  private open({ localCaseNo, item, entry, opener, counterpart, caseNo, scenario }: OpenRequest): Promise<Answer> {
    const child = this.local.process('provinces')?.current.child;
    const id = localCaseNo;
    return new Promise((resolve) => {
      const end = (answer: Answer): void => {
        clearTimeout(timer);
        child?.off('message', onMessage);
        resolve(answer);
      };
      const onMessage = (message: unknown): void => {
        if ((message as Partial<Answer>).id === id) end(message as Answer);
      };
      const timer = setTimeout(() => end({ id, failed: { code: 'hub.unreachable', detail: 'the province host did not answer' } }), ANSWER_WITHIN_MS);
      child?.on('message', onMessage);
      const open = {
        participant: opener, item, entry, opener, counterpart, localCaseNo, caseNo, ...(scenario === 'invalid' && { invalidFirst: true }),
      };
      if (!child?.connected) return end({ id, failed: { code: 'hub.unreachable', detail: 'the province host is not running' } });
      child.setMaxListeners(IN_FLIGHT_MAX * 4);
      child.send({ id, open });
    });
  }
}
