import type { CaseDocument } from '@tongban/contracts';
import type { TestEnvironment } from '../../harness/test-environment';
import type { PlayedCase } from './case-book';

const AT_ONCE = 8;

export interface CaseEnds {
  readonly closed: number;
  /** By why they are open, how many. */
  readonly open: Readonly<Record<string, number>>;
  /** By code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Cases of which nobody can say why they are open. */
  readonly unexplained: readonly string[];
}

/**
 * Where every case ended. One that is open is explained when its home names who holds it and what it waits for, and that is somebody of whom the year knows why nothing came: a
 * system that went silent, a clerk who never came back, or the end of the year.
 */
export async function caseEnds(environment: TestEnvironment, cases: readonly PlayedCase[], isOpen: (participant: string) => boolean): Promise<CaseEnds> {
  let closed = 0;
  const [open, refused]: Record<string, number>[] = [{}, {}];
  const unexplained: string[] = [];
  const count = (into: Record<string, number>, key: string): void => void (into[key] = (into[key] ?? 0) + 1);
  for (let at = 0; at < cases.length; at += AT_ONCE) {
    await Promise.all(cases.slice(at, at + AT_ONCE).map(async (played) => {
      if (played.messages.length === 0) return count(refused!, played.refusal ?? 'nothing was sent');
      const shown = await environment.show(played.home, played.caseNo);
      if (shown.closed) closed += 1;
      else {
        const why = whyOpen(shown, played, isOpen);
        if (why === undefined) unexplained.push(`${played.caseNo} ${shown.flowId} ${shown.tracks.map(({ state }) => state).join('+')} ${played.refusal ?? ''}`);
        else count(open!, why);
      }
    }));
  }
  return { closed, open: open!, refused: refused!, unexplained };
}

function whyOpen({ awaited = [], chainWhole }: CaseDocument, played: PlayedCase, isOpen: (participant: string) => boolean): string | undefined {
  if (!chainWhole || awaited.length === 0 || awaited.some(({ messages, participant }) => messages.length === 0 || !Object.values(played.participants).includes(participant))) return undefined;
  if (awaited.some(({ participant }) => !isOpen(participant))) return 'a participant is silent';
  // Off unless two persons turn it on: what a mainland side would have to say to a SAR stays unsaid.
  if (played.refusal === 'personal-data.cross-border') return played.refusal;
  if (played.isAbandoned) return 'its clerk never came back';
  return played.nextOn === undefined && played.yearIsOver !== true ? undefined : 'the year was over';
}
