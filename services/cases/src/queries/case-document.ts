import type { CaseDocument, CaseEntryDocument, DeadlineDocument, PartyDocument, ReceiptDocument, SideName, TrackDocument } from '@tongban/contracts';
import { TongbanError, isErrorCode, v1 } from '@tongban/contracts';
import { type DeadlineView, type WorkCalendar, deadlinesOf, holderOf, isFinished, sideOfActor } from '@tongban/domain';
import { openMessage, readReceipt, receiptLevelName } from '@tongban/trust';
import type { CaseRecord, EntryRecord, MessageRecord, Opening } from '../record/case-record';
import type { FlowReleases } from '../record/flow-releases';

export interface ShowContext {
  readonly releases: FlowReleases;
  readonly region: string;
  /** Beijing business date. */
  readonly today: string;
}

export const calendarsOf = (opening: Opening, releases: FlowReleases) => (side: SideName): WorkCalendar =>
  releases.calendarOf(opening.parties[side].participant);

/** The case as people see it. @throws TongbanError `case.unknown` when nothing was ever registered. */
export function caseDocument(record: CaseRecord, context: ShowContext): CaseDocument {
  const { opening, state } = record;
  if (!opening || !state) throw new TongbanError('case.unknown', `${record.caseNo} was never opened`);
  const { flow } = opening.release;
  const tracks = trackDocuments(record);
  const outcome = tracks[0]?.outcome;
  return {
    caseNo: record.caseNo,
    homeRegion: context.region,
    itemCode: opening.itemCode,
    item: context.releases.itemWording(opening.itemCode),
    flowId: flow.id,
    flowVersion: opening.release.version,
    entryId: state.entryId,
    openedAt: opening.openedAt,
    parties: (['opener', 'counterpart'] as const).map((side): PartyDocument => {
      const { participant, division, region, zh, en } = opening.parties[side];
      return { side, participant, division, region, name: { zh, en } };
    }),
    tracks,
    closed: isFinished(flow, state),
    ...(outcome && { outcome }),
    deadlines: deadlinesOf(flow, state, context.today, calendarsOf(opening, context.releases)).map(deadlineDocument),
    entries: record.entries.map((entry) => entryDocument(entry, opening)),
    logIndex: record.logIndex,
    chainWhole: record.chainWhole,
    ...(opening.predecessorCaseNo && { predecessorCaseNo: opening.predecessorCaseNo }),
  };
}

/** Every started track, main first. */
export function trackDocuments(record: CaseRecord): TrackDocument[] {
  const { opening, state } = record;
  if (!opening || !state) return [];
  const { flow } = opening.release;
  const entry = flow.entries.get(state.entryId);
  return holderOf(flow, state).map(({ track, state: current, actor }) => {
    const side = actor && entry && sideOfActor(flow, entry, actor.id);
    return {
      track, state: current.id, wording: { zh: current.zh, en: current.en }, terminal: current.terminal,
      ...(current.outcome && { outcome: current.outcome }),
      ...(actor && side && side !== 'hub' && { holder: { actor: actor.id, wording: { zh: actor.zh, en: actor.en }, side } }),
    };
  });
}

function deadlineDocument(view: DeadlineView): DeadlineDocument {
  const { id, zh, en, status, responsible, side, startedOn, dueOn, daysLeft, overdue, metOn, metLate, deadlineKind, legal, confidence, basis, sourceStandardIds } = view;
  return {
    id, wording: { zh, en }, status, responsible, ...(side && side !== 'hub' && { side }), startedOn, dueOn, daysLeft, overdue, metOn, metLate,
    deadlineKind, legal, confidence, basis, sourceStandardIds,
  };
}

function entryDocument({ entry, message }: EntryRecord, opening: Opening): CaseEntryDocument {
  const base = { logIndex: entry.logIndex, registeredAt: entry.registeredAt };
  const body = entry.registered ?? entry.rejected;
  if (!message || !body) return { ...base, kind: 'receipts', receipts: (entry.receipts?.receipts ?? []).map(receiptDocument) };
  const { envelope } = openMessage(body.message ?? new Uint8Array());
  const spec = opening.release.flow.messages.get(envelope.messageType);
  const verdict = readReceipt(message.verdict);
  const at = (level: v1.ReceiptLevel): string | undefined => message.later.map(readReceipt).find((receipt) => receipt.level === level)?.at;
  return {
    ...base,
    kind: message.kind,
    messageId: envelope.messageId,
    messageType: envelope.messageType,
    ...(spec && { messageKind: spec.kind, wording: { zh: spec.zh, en: spec.en } }),
    sender: envelope.sender?.participant ?? '',
    senderDivision: envelope.sender?.division ?? '',
    ...(envelope.onBehalfOf && { onBehalfOf: envelope.onBehalfOf }),
    ...(envelope.localCaseNo && { localCaseNo: envelope.localCaseNo }),
    occurredAt: envelope.occurredAt,
    receivedAt: readReceipt(message.received).at,
    deliveredAt: at(v1.ReceiptLevel.RECEIPT_LEVEL_DELIVERED),
    takenAt: at(v1.ReceiptLevel.RECEIPT_LEVEL_TAKEN),
    ...(entry.registered && {
      deliveryNo: message.deliveryNo,
      transitionId: entry.registered.transitionId ?? '',
      states: Object.fromEntries((entry.registered.tracks ?? []).map(({ track, state }) => [track ?? '', state ?? ''])),
      alerts: (entry.registered.alerts ?? []).map(({ ruleId, code }) => ({ ruleId: ruleId ?? '', code: code ?? '' })),
    }),
    ...(message.kind === 'rejected' && { code: verdict.code, faults: faultsOf(verdict) }),
    receipts: receiptsOf(message),
  };
}

const receiptsOf = (message: MessageRecord): ReceiptDocument[] => [message.received, message.verdict, ...message.later].map(receiptDocument);

export function receiptDocument(signed: v1.SignedReceipt.$Properties): ReceiptDocument {
  const receipt = readReceipt(signed);
  return {
    level: receiptLevelName(receipt.level), at: receipt.at, issuer: receipt.issuer, keyId: signed.signature?.keyId ?? '',
    ...(receipt.code && { code: receipt.code, detail: receipt.detail, faults: faultsOf(receipt) }),
  };
}

const faultsOf = (receipt: v1.Receipt) => receipt.faults.map(({ path, code, zh, en }) => ({
  path: path ?? '', code: code && isErrorCode(code) ? code : ('hub.internal' as const), zh: zh ?? '', en: en ?? '',
}));
