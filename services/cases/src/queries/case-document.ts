import type { CaseDocument, CaseEntryDocument, CaseMigrationDocument, DeadlineDocument, PartyDocument, SideName } from '@tongban/contracts';
import { TongbanError, v1 } from '@tongban/contracts';
import { type DeadlineView, type WorkCalendar, deadlinesOf, isFinished } from '@tongban/domain';
import { openMessage, readReceipt } from '@tongban/trust';
import { type CaseRecord, type EntryRecord, type Opening, receiptsOf, releaseSent } from '../record/case-record';
import type { FlowReleases } from '../record/flow-releases';
import { faultsOf, receiptDocument } from './receipt-document';
import { rejectionsAmong, rejectionsOfMessage } from './recipient-rejections';
import { responsibilityDocuments } from './responsibility-documents';
import { statesOf, trackDocuments } from './track-documents';

export interface ShowContext {
  readonly releases: FlowReleases;
  readonly region: string;
  /** Business instant. */
  readonly now: string;
  /** Beijing date of it. */
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
  const versions = context.releases.versionsOf(opening, context.now);
  const outcome = tracks[0]?.outcome;
  return {
    caseNo: record.caseNo,
    homeRegion: context.region,
    itemCode: opening.itemCode,
    item: context.releases.itemWording(opening),
    flowId: flow.id,
    flowVersion: versions.flow.version,
    schemaDigest: opening.release.types.digest,
    versions,
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
    responsibility: responsibilityDocuments(record, opening),
    entries: record.entries.map((entry) => entryDocument(entry, record, opening)),
    logIndex: record.logIndex,
    chainWhole: record.chainWhole,
    ...(opening.predecessorCaseNo && { predecessorCaseNo: opening.predecessorCaseNo }),
  };
}

function deadlineDocument(view: DeadlineView): DeadlineDocument {
  const { id, zh, en, status, responsible, side, startedOn, dueOn, daysLeft, overdue, metOn, metLate, deadlineKind, legal, confidence, basis, sourceStandardIds } = view;
  return {
    id, wording: { zh, en }, status, responsible, ...(side && side !== 'hub' && { side }), startedOn, dueOn, daysLeft, overdue, metOn, metLate,
    deadlineKind, legal, confidence, basis, sourceStandardIds,
  };
}

const migrationDocument = ({ actionId, orderedAt, fromDigest, toDigest }: v1.CaseMigrated.$Properties): CaseMigrationDocument =>
  ({ actionId: actionId ?? '', orderedAt: orderedAt ?? '', fromDigest: fromDigest ?? '', toDigest: toDigest ?? '' });

function entryDocument({ entry, message }: EntryRecord, record: CaseRecord, opening: Opening): CaseEntryDocument {
  const base = { logIndex: entry.logIndex, registeredAt: entry.registeredAt };
  if (entry.migrated) return { ...base, kind: 'migrated', states: statesOf(entry.migrated.tracks), migration: migrationDocument(entry.migrated), receipts: [] };
  const body = entry.registered ?? entry.rejected;
  if (!message || !body) return { ...base, kind: 'receipts', receipts: (entry.receipts?.receipts ?? []).map(receiptDocument), ...rejectionsAmong(record, entry.receipts ?? {}) };
  const { envelope } = openMessage(body.message ?? new Uint8Array());
  const spec = (releaseSent(opening, envelope.schemaDigest) ?? opening.release).flow.messages.get(envelope.messageType);
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
      states: statesOf(entry.registered.tracks),
      alerts: (entry.registered.alerts ?? []).map(({ ruleId, code }) => ({ ruleId: ruleId ?? '', code: code ?? '' })),
    }),
    ...rejectionsOfMessage(record, message),
    ...(message.kind === 'rejected' && { code: verdict.code, faults: faultsOf(verdict) }),
    receipts: receiptsOf(message).map(receiptDocument),
  };
}
