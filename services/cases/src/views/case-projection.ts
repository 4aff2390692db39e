import type { BySide, CaseRow, FindMatch } from '@tongban/contracts';
import { RETURNED_TO_OPENER, v1 } from '@tongban/contracts';
import { type CalendarOfSide, MAIN_TRACK, hasBegun, isFinished } from '@tongban/domain';
import { openMessage, traceIdOf } from '@tongban/trust';
import type { CaseRecord, EntryRecord, Opening } from '../record/case-record';
import { trackDocuments } from '../queries/track-documents';
import { dueInRow } from './next-due';
import { timelinessOf } from './timeliness';

/** Search value under which the use of a number by a sender is found again (hub rule of one use per sender). */
export const claimReference = (ruleId: string, participant: string, value: string): string => `claim|${ruleId}|${participant}|${value}`;

/** Search value under which the cases that follow another one are found again. */
export const successorReference = (predecessorCaseNo: string): string => `successor|${predecessorCaseNo}`;

export interface Reference { readonly value: string; readonly match: FindMatch }

/** The list row of a case; undefined while nothing is registered. */
export function caseRow(record: CaseRecord, region: string, calendarsOf: (opening: Opening) => CalendarOfSide): CaseRow | undefined {
  const { opening, state } = record;
  if (!opening || !state) return undefined;
  const { flow } = opening.release;
  const returned = record.registeredMessages.filter(({ rejection }) => rejection === 'returned').length;
  const calendars = calendarsOf(opening);
  const timeliness = timelinessOf(flow, state, record.updatedAt, calendars, record.alarms);
  const holders = trackDocuments(record).flatMap(({ track, holder }) => (holder ? [{ track, actor: holder.actor, side: holder.side }] : []));
  const { agencies, handlers, ownNumbers } = record.desks;
  const main = Object.values(state.active).map((id) => flow.states.get(id)).find((one) => one?.track === 'main');
  return {
    caseNo: record.caseNo, homeRegion: region, itemCode: opening.itemCode, flowId: flow.id, openedAt: opening.openedAt,
    opener: opening.parties.opener.participant, openerDivision: opening.parties.opener.division, openerRegion: opening.parties.opener.region,
    counterpart: opening.parties.counterpart.participant, counterpartDivision: opening.parties.counterpart.division,
    counterpartRegion: opening.parties.counterpart.region,
    states: hasBegun(state) ? state.active : { [MAIN_TRACK]: RETURNED_TO_OPENER },
    closed: isFinished(flow, state), outcome: main?.outcome ?? '', logIndex: record.logIndex,
    messages: record.registeredMessages.length, rejected: record.rejectedCount, ...(returned > 0 && { returned }),
    localCaseNo: opening.localCaseNo, ...(ownNumbers.counterpart && { counterpartLocalCaseNo: ownNumbers.counterpart }), updatedAt: record.updatedAt, ...(timeliness && { timeliness }),
    ...(holders.length > 0 && { holders }), ...dueInRow(flow, state, record.updatedAt, calendars), ...(named(agencies) && { agencies: { ...agencies } }), ...(named(handlers) && { handlers: { ...handlers } }),
  };
}

const named = (bySide: BySide): boolean => Object.keys(bySide).length > 0;

/**
 * Everything a person may have at hand to find a case by: its number, its messages, provinces' own numbers, traces. Only
 * what entries from `fromLogIndex` on brought; earlier ones were taken with their own entry.
 */
export function caseReferences(record: CaseRecord, region: string, fromLogIndex = 1): Reference[] {
  const references: Reference[] = [];
  if (record.opening) references.push({ value: record.caseNo, match: { kind: 'case', region, caseNo: record.caseNo } });
  for (const entry of record.entries.slice(fromLogIndex - 1)) references.push(...messageReferences(record, entry, region));
  const predecessor = record.opening?.predecessorCaseNo;
  if (predecessor) references.push({ value: successorReference(predecessor), match: { kind: 'case', region, caseNo: record.caseNo } });
  for (const claim of record.state?.claims ?? [])
    references.push({ value: claimReference(claim.ruleId, claim.participant, claim.value), match: { kind: 'case', region, caseNo: record.caseNo } });
  return references;
}

function messageReferences(record: CaseRecord, { entry, message }: EntryRecord, region: string): Reference[] {
  const bytes = entry.registered?.message ?? entry.rejected?.message;
  if (!message || !bytes) return [];
  const { envelope } = openMessage(bytes);
  const rejected = entry.rejected?.rejected ? v1.Receipt.decode(entry.rejected.rejected.receipt ?? new Uint8Array()) : undefined;
  const match: FindMatch = {
    kind: message.kind === 'registered' ? 'message' : 'rejected', region, caseNo: record.caseNo, logIndex: entry.logIndex,
    messageId: message.messageId, participant: message.sender, at: entry.registeredAt, digest: message.digestHex,
    ...(rejected && { code: rejected.code }),
  };
  const values = [message.messageId, envelope.localCaseNo, traceIdOf(envelope), ...(record.opening ? [] : [record.caseNo])];
  return values.filter((value) => value !== '').map((value) => ({ value, match }));
}

/** A message no case log took, found by whatever could be read of it. */
export function rejectionReferences(bytes: Uint8Array, at: { region: string; stream: string; sequence: number }): Reference[] {
  const rejection = v1.RejectedMessage.decode(bytes);
  const receipt = v1.Receipt.decode(rejection.rejected?.receipt ?? new Uint8Array());
  const digest = Buffer.from(receipt.messageDigest).toString('hex');
  const match: FindMatch = {
    kind: 'rejected', region: at.region, participant: rejection.submittedBy, code: receipt.code, at: receipt.at, digest,
    stream: at.stream, streamSequence: at.sequence,
    ...(receipt.messageId && { messageId: receipt.messageId }), ...(receipt.caseNo && { caseNo: receipt.caseNo }),
  };
  return [receipt.messageId, receipt.caseNo, digest, rejection.localCaseNo, rejection.traceId]
    .filter((value) => value !== '').map((value) => ({ value, match }));
}
