import type { KeptProcess } from '@tongban/local';
import type { CaseDocument, RegionCode } from '@tongban/contracts';
import { eventually } from '../../harness/eventually';
import type { TestEnvironment } from '../../harness/test-environment';

interface Asked { readonly item: string; readonly opener: string; readonly counterpart: string; readonly localCaseNo: string; readonly fields?: object }
type Answer = { readonly id: string; readonly opened?: { readonly caseNo: string }; readonly failed?: { readonly code: string; readonly detail: string; readonly faults?: unknown } };

const ANSWER_WITHIN_MS = 60_000;

/** The reference provinces of a set-up, which know no flow: asked over their channel to open a case, as their own staff would. */
export class ReferenceProvinces {
  private constructor(private readonly environment: TestEnvironment, private readonly kept: KeptProcess) {}

  static async start(environment: TestEnvironment, participants?: readonly string[]): Promise<ReferenceProvinces> {
    return new ReferenceProvinces(environment, await environment.local.startProvinces(participants));
  }

  /** Case number, or the code it could not be opened with. */
  async open({ localCaseNo, ...asked }: Asked): Promise<{ caseNo?: string; code?: string; detail?: string }> {
    const { child } = this.kept.current;
    const answered = new Promise<Answer>((resolve, reject) => {
      const listen = (message: unknown): void => {
        if ((message as Answer).id !== localCaseNo) return;
        child.off('message', listen);
        clearTimeout(timer);
        resolve(message as Answer);
      };
      const timer = setTimeout(() => reject(new Error(`no answer about ${localCaseNo}`)), ANSWER_WITHIN_MS);
      child.on('message', listen);
    });
    child.send({ id: localCaseNo, open: { ...asked, participant: `${asked.opener.slice(0, 2)}0000`, localCaseNo } });
    const { opened, failed } = await answered;
    return opened ?? { code: failed!.code, detail: failed!.detail };
  }

  /** Opens it and waits until both sides have brought it to its end. */
  async play(asked: Asked): Promise<CaseDocument> {
    const { caseNo, code, detail } = await this.open(asked);
    if (caseNo === undefined) throw new Error(`${asked.localCaseNo} was not opened: ${code} ${detail}`);
    return eventually(`${caseNo} ends`, async () => {
      const document = await this.environment.show(this.homeOf(asked.opener), caseNo);
      return document.closed ? document : undefined;
    }, { withinMs: 90_000, everyMs: 250, tolerate: true });
  }

  homeOf(division: string): RegionCode {
    return this.environment.catalogue.divisions.regionOf(`${division.slice(0, 2)}0000`);
  }
}
