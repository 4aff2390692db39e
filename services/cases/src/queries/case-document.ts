import type { AttachmentDocument, CaseDocument, CaseEntryDocument, CaseMigrationDocument, DeadlineDocument, PartyDocument, RegionCode, SideName, UndeterminedDocument } from '@tongban/contracts';
import { TongbanError, alarmsFromProto, v1 } from '@tongban/contracts';
import { type ActionContext, type DeadlineView, type WorkCalendar, deadlinesOf, isFinished, undeterminedWhereSilent } from '@tongban/domain';
import { digestName, openMessage, plainDigest, readAttachmentReceipt, readReceipt } from '@tongban/trust';
import { erasureOfMessage } from '../record/case-erasure';
import { lapseDocument } from '../record/case-lapse';
import { type CaseRecord, type EntryRecord, type Opening, receiptsOf, releaseSent } from '../record/case-record';
import type { FlowReleases } from '../record/flow-releases';
import { alarmAsItIsNow, alarmDocument } from './alarm-documents';
import { awaitedDocuments, standstillDocuments } from './case-situation';
import { erasureDocument } from './erasure-document';
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
  /** Business instant until which a region has vouched for what it received. Without it nobody asks, and a deadline that has passed is shown as overdue. */
  readonly vouchedUntil?: (region: RegionCode) => string | undefined;
}

export const calendarsOf = (opening: Opening, releases: Pick<FlowReleases, 'calendarOf'>) => (side: SideName): WorkCalendar =>
  releases.calendarOf(opening.parties[side].participant);

/** What actions and due dates of a case are told by, with the word of its parties' regions. */
export const actionContextOf = (opening: Opening, { releases, vouchedUntil }: Pick<ShowContext, 'releases' | 'vouchedUntil'>): ActionContext => ({
  calendars: calendarsOf(opening, releases), ...(vouchedUntil && { vouchedUntil: (side) => vouchedUntil(opening.parties[side].region) }),
});

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
      const held = context.releases.heldUntil(participant, context.now);
      return { side, participant, division, region, name: { zh, en }, ...(held !== undefined && { heldUntil: held }) };
    }),
    tracks,
    closed: isFinished(flow, state),
    ...(outcome && { outcome }),
    deadlines: deadlinesOf(flow, state, context.today, calendarsOf(opening, context.releases)).map((view) => deadlineDocument(view, opening, context)),
    responsibility: responsibilityDocuments(record, opening),
    entries: record.entries.map((entry) => entryDocument(entry, record, opening, context)),
    logIndex: record.logIndex,
    chainWhole: record.chainWhole,
    ...(opening.predecessorCaseNo && { predecessorCaseNo: opening.predecessorCaseNo, ...(opening.successorKind && { successorKind: opening.successorKind }) }),
    standstills: standstillDocuments({ record, opening, state }), awaited: awaitedDocuments({ record, opening, state }, actionContextOf(opening, context), context.today),
    ...borderDocument(opening, context),
    ...(record.erasures.length > 0 && { erasures: record.erasures.map(erasureDocument) }),
  };
}

/** What a case between a mainland side and a SAR has to say about personal data. */
function borderDocument({ itemCode, parties, legalBasis }: Opening, { releases, now }: ShowContext): Pick<CaseDocument, 'legalBasis' | 'crossBorder'> {
  const crossing = releases.crossing(itemCode, { opener: parties.opener.division, counterpart: parties.counterpart.division }, now);
  const wording = legalBasis && releases.legalBasisWording(legalBasis.code);
  return { ...(legalBasis && { legalBasis: { ...legalBasis, ...(wording && { wording }) } }), ...(crossing && { crossBorder: { personalDataOn: crossing.isOn } }) };
}

/** That a region is silent, and since when. */
export function silenceOf(region: RegionCode, { region: home, vouchedUntil }: Pick<ShowContext, 'region' | 'vouchedUntil'>): UndeterminedDocument {
  const since = vouchedUntil?.(region);
  return { reason: 'link', region, home, ...(since !== undefined && { since }) };
}

export function deadlineDocument(judged: DeadlineView, { parties }: Opening, context: ShowContext): DeadlineDocument {
  const { vouchedUntil } = context;
  const view = vouchedUntil === undefined ? judged : undeterminedWhereSilent(judged, (side) => vouchedUntil(parties[side].region));
  const { id, zh, en, status, responsible, side, startedOn, dueOn, notBefore, daysLeft, overdue, metOn, metLate, deadlineKind, legal, confidence, basis, sourceStandardIds } = view;
  return {
    id, wording: { zh, en }, status, ...(status === 'undetermined' && side && side !== 'hub' && { undetermined: silenceOf(parties[side].region, context) }), responsible, ...(side && side !== 'hub' && { side }), startedOn, dueOn, ...(notBefore !== undefined && { notBefore }), daysLeft, overdue, metOn, metLate,
    deadlineKind, legal, confidence, basis, sourceStandardIds,
  };
}

const migrationDocument = ({ actionId, orderedAt, fromDigest, toDigest }: v1.CaseMigrated.$Properties): CaseMigrationDocument =>
  ({ actionId: actionId ?? '', orderedAt: orderedAt ?? '', fromDigest: fromDigest ?? '', toDigest: toDigest ?? '' });

function attachmentDocument(signed: v1.SignedAttachmentReceipt.$Properties): AttachmentDocument {
  const { file, storedAt, keepUntil } = readAttachmentReceipt(signed);
  const { participant, fileId, size, mediaType, materialCode } = file;
  return { participant, fileId, digest: digestName(plainDigest(file)), size, mediaType, ...(materialCode && { materialCode }), storedAt, keepUntil };
}

function entryDocument({ entry, message }: EntryRecord, record: CaseRecord, opening: Opening, context: ShowContext): CaseEntryDocument {
  const { releases, now } = context;
  const base = { logIndex: entry.logIndex, registeredAt: entry.registeredAt };
  if (entry.migrated) return { ...base, kind: 'migrated', states: statesOf(entry.migrated.tracks), migration: migrationDocument(entry.migrated), receipts: [] };
  if (entry.alarmed) return { ...base, kind: 'alarmed', alarms: alarmsFromProto(entry.alarmed).map((alarm) => alarmDocument(alarmAsItIsNow(record, alarm, { calendars: calendarsOf(opening, releases), today: context.today }), opening)), receipts: [] };
  if (entry.lapsed) return { ...base, kind: 'lapsed', states: statesOf(entry.lapsed.tracks), lapse: lapseDocument(entry.lapsed, record, record.lapseAnnulledBy.get(entry.logIndex)), receipts: [] };
  if (entry.erased || entry.erasureConfirmed) {
    const erasure = record.erasures.find(({ actionId }) => actionId === (entry.erased ?? entry.erasureConfirmed)?.actionId);
    const shown = { ...base, ...(erasure && { erasure: erasureDocument(erasure) }), receipts: [] };
    return entry.erased ? { ...shown, kind: 'erased' } : { ...shown, kind: 'erasure-confirmed', region: entry.erasureConfirmed?.region ?? '' };
  }
  const body = entry.registered ?? entry.rejected;
  if (!message || !body) return { ...base, kind: 'receipts', receipts: (entry.receipts?.receipts ?? []).map(receiptDocument), ...rejectionsAmong(record, entry.receipts ?? {}) };
  const { envelope } = openMessage(body.message ?? new Uint8Array());
  const spec = (releaseSent(opening, envelope.schemaDigest) ?? opening.release).flow.messages.get(envelope.messageType);
  const verdict = readReceipt(message.verdict);
  const at = (level: v1.ReceiptLevel): string | undefined => message.later.map(readReceipt).find((receipt) => receipt.level === level)?.at;
  const deliveredAt = at(v1.ReceiptLevel.RECEIPT_LEVEL_DELIVERED);
  const recipient = opening.parties[record.sideOf(message.sender) === 'opener' ? 'counterpart' : 'opener'].participant;
  const erasure = message.kind === 'registered' ? erasureOfMessage(record, message.digestHex) : undefined;
  const held = message.kind === 'registered' && deliveredAt === undefined ? releases.heldUntil(recipient, now) : undefined;
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
    deliveredAt,
    ...(held !== undefined && { heldUntil: held }),
    ...(erasure && { erasedBy: erasure.actionId }),
    takenAt: at(v1.ReceiptLevel.RECEIPT_LEVEL_TAKEN),
    ...(entry.registered && {
      deliveryNo: message.deliveryNo,
      transitionId: entry.registered.transitionId ?? '',
      states: statesOf(entry.registered.tracks),
      // Of a rejected message nobody knows what its claims are.
      ...(envelope.attachments.length > 0 && { attachments: envelope.attachments.map(attachmentDocument) }),
      alerts: (entry.registered.alerts ?? []).map(({ ruleId, code }) => ({ ruleId: ruleId ?? '', code: code ?? '' })),
    }),
    ...rejectionsOfMessage(record, message),
    ...(message.kind === 'rejected' && { code: verdict.code, faults: faultsOf(verdict) }),
    receipts: receiptsOf(message).map(receiptDocument),
  };
}
