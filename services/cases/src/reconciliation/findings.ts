import { type LinkFindingDocument, type LinkStandingDocument, v1 } from '@tongban/contracts';
import type { Difference } from '@tongban/domain';
import { linkMessageFromProto, linkMessageToProto } from './link-messages';
import type { ReconciliationLog, Recorded } from './reconciliation-log';

const { LINK_DIFFERENCE_MISSING, LINK_DIFFERENCE_CHANGED, LINK_DIFFERENCE_SURPLUS } = v1.LinkDifference;
const DIFFERENCES: Readonly<Record<Difference['kind'], v1.LinkDifference>> = { missing: LINK_DIFFERENCE_MISSING, changed: LINK_DIFFERENCE_CHANGED, surplus: LINK_DIFFERENCE_SURPLUS };
const KINDS = new Map(Object.entries(DIFFERENCES).map(([kind, difference]) => [difference, kind as Difference['kind']]));
const SHOWN_MAX = 100;

export const findingToProto = ({ kind, message }: Difference): v1.LinkFinding.$Properties => ({ difference: DIFFERENCES[kind], message: linkMessageToProto(message) });

/** A finding with the id of its message: numbers are used anew where an OUTBOX was set back. */
export type RecordedFinding = LinkFindingDocument & { readonly messageId: string };

/** What is on record about one link. */
export interface LinkRecord {
  readonly checked: Recorded | undefined;
  readonly findings: readonly RecordedFinding[];
  readonly setBacks: LinkStandingDocument['setBacks'];
}

/** What is on record needs no second record, whether it has come again or not. */
export function unrecorded(differences: readonly Difference[], { findings }: LinkRecord): Difference[] {
  const known = new Set(findings.map(({ difference, sequence, messageId }) => `${difference} ${sequence} ${messageId}`));
  return differences.filter(({ kind, message }) => !known.has(`${kind} ${message.sequence} ${message.messageId}`));
}

/** Sequences of the sender's OUTBOX that are to come again. */
export const openSequences = ({ findings }: LinkRecord): number[] =>
  findings.filter(({ difference, repairedAt }) => difference !== 'surplus' && repairedAt === undefined).map(({ sequence }) => sequence);

export async function linkRecord(log: ReconciliationLog, from: string): Promise<LinkRecord> {
  const [checked, gaps, repaired, setBacks] = await Promise.all([log.last(from, 'checked'), log.all(from, 'gap'), log.all(from, 'repaired'), log.all(from, 'set-back')]);
  const repairs = new Map(repaired.map(({ at, repaired: body }) => [Number(body?.sequence ?? 0), { repairedAt: at, inboxSequence: Number(body?.inboxSequence ?? 0) }]));
  const findings = gaps.flatMap(({ at, gap }) => (gap?.findings ?? []).map(({ difference, message }): RecordedFinding => {
    const { sequence, messageId, caseNo } = linkMessageFromProto(message ?? {});
    const kind = KINDS.get(difference ?? LINK_DIFFERENCE_MISSING) ?? 'missing';
    const repair = kind === 'surplus' ? undefined : repairs.get(sequence);
    return { difference: kind, sequence, messageId, ...(caseNo && { caseNo }), foundAt: at, ...(repair && repair.repairedAt >= at && repair) };
  }));
  return { checked, findings, setBacks: setBacks.map(({ at, setBack }) => ({ at, readThrough: Number(setBack?.readThrough ?? 0), lastSequence: Number(setBack?.lastSequence ?? 0) })) };
}

export function standingOf(from: string, record: LinkRecord, blind?: LinkStandingDocument['blind']): LinkStandingDocument {
  const { checked, findings, setBacks } = record;
  return {
    fromRegion: from, ...(checked && { comparedThrough: Number(checked.checked?.sequence ?? 0), comparedAt: checked.at }),
    open: openSequences(record).length, findings: [...findings].reverse().slice(0, SHOWN_MAX).map(({ messageId: _id, ...shown }) => shown), setBacks: setBacks.slice(-SHOWN_MAX), ...(blind && { blind }),
  };
}
