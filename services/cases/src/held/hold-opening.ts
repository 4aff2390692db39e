import type { HeldPlace } from '@tongban/contracts';
import { parseCaseNumber } from '@tongban/domain';
import type { CaseRecord } from '../record/case-record';
import type { AskedCase, FlowReleases } from '../record/flow-releases';
import type { Judgement, Refused } from '../record/judge-message';
import type { IncomingMessage } from '../register-message';
import type { HeldPort } from './held-port';

/** Where a first message is to be kept, or nothing when it goes on. */
export interface HoldPorts { readonly releases: FlowReleases; readonly held: HeldPort }
export interface AskedHold {
  readonly asked: AskedCase;
  readonly record: CaseRecord;
  readonly receivedAt: string;
  /** Business instant of the decision. */
  readonly decidedAt: string;
}

/** Whether a message would begin its case: nothing but that is ever held, so that running cases finish. */
export const wouldBegin = ({ record, asked }: Pick<AskedHold, 'record' | 'asked'>): boolean =>
  record.opening === undefined && parseCaseNumber(record.caseNo)?.participant === asked.opener;

/**
 * Whatever its opener sends after a held first message is kept behind it, so that the case keeps its order. The stream is asked only where a switch
 * ever held such cases: without switches an opening costs no more than before.
 */
export async function heldAhead({ releases, held }: HoldPorts, { asked, record, decidedAt }: AskedHold): Promise<HeldPlace | undefined> {
  return releases.heldBy(asked, decidedAt) === undefined ? undefined : held.firstOf(record.caseNo);
}

/** Only what would be registered is held: who made a mistake learns it at once, and not weeks later. */
export function heldNow({ releases }: HoldPorts, { asked, record, receivedAt }: AskedHold, judgement: Judgement): HeldPlace | undefined {
  if (judgement.verdict !== 'registered' || releases.switched(asked, receivedAt)?.position !== 'hold') return undefined;
  return { caseNo: record.caseNo, ...asked };
}

/** Keeps it, once. @returns the refusal when there is no room: the same bytes may come again. */
export async function keepBack(held: HeldPort, incoming: IncomingMessage, place: HeldPlace, digestHex: string): Promise<Refused | undefined> {
  const kept = await held.keep(incoming, place, digestHex);
  if (kept === 'full') return { verdict: 'rejected', code: 'item.hold-full', detail: 'the hub holds as many new cases as it may', faults: [], inCaseLog: false, passes: true };
  if (kept === 'known') await held.answerAgain(incoming, place);
  return undefined;
}
