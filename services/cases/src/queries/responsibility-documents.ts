import { HANDLER_UNNAMED, type ResponsibilityActDocument, type ResponsibilityDocument, v1 } from '@tongban/contracts';
import { type CaseStep, type Responsibility, responsibilitiesOf } from '@tongban/domain';
import { openMessage, readReceipt } from '@tongban/trust';
import { type CaseRecord, type EntryRecord, type Opening, releaseSent } from '../record/case-record';

/** The chain of responsibility of a case, from its log alone (T6-C4). */
export function responsibilityDocuments(record: CaseRecord, opening: Opening): ResponsibilityDocument[] {
  let entryId = '';
  let digest = record.entries.find(({ entry }) => entry.migrated)?.entry.migrated?.fromDigest ?? opening.release.types.digest;
  const steps = record.entries.flatMap((one): CaseStep[] => {
    const { entry } = one;
    entryId = entry.registered?.entryId || entryId;
    digest = entry.migrated?.toDigest ?? digest;
    const at = instantOf(one);
    const { flow } = releaseSent(opening, digest) ?? opening.release;
    return at === undefined ? [] : [{ at, logIndex: entry.logIndex, flow, entryId, active: Object.fromEntries(tracksOf(one).map(({ track, state }) => [track ?? '', state ?? ''])) }];
  });
  return responsibilitiesOf(steps).map((one) => documentOf(one, record, opening));
}

/** When the case moved: at the receipt of a message by its border, or when a rejection was recorded that sent the case back, or a move to another version of its flow, or when it ended by itself. */
function instantOf({ entry, message }: EntryRecord): string | undefined {
  if (entry.migrated ?? entry.lapsed) return entry.registeredAt;
  if (entry.registered && message) return readReceipt(message.received).at;
  return (entry.receipts?.rejections ?? []).some(({ effect }) => effect === v1.RejectionEffect.REJECTION_EFFECT_RETURNED) ? entry.registeredAt : undefined;
}

const tracksOf = ({ entry }: EntryRecord): readonly v1.TrackState.$Properties[] => entry.registered?.tracks ?? entry.receipts?.tracks ?? entry.migrated?.tracks ?? entry.lapsed?.tracks ?? [];

function documentOf({ track, state, holder, agency, role, side, from, to, begunBy, endedBy, handedOver }: Responsibility, record: CaseRecord, opening: Opening): ResponsibilityDocument {
  const { participant, division } = opening.parties[side];
  return {
    track, ...(state && { state: state.id, wording: { zh: state.zh, en: state.en } }), holder: { actor: holder.id, wording: { zh: holder.zh, en: holder.en } },
    agency: { actor: agency.id, wording: { zh: agency.zh, en: agency.en } }, ...(role !== undefined && { role }), side, participant, division, from, ...(to !== undefined && { to }),
    begunBy: actOf(begunBy, record, opening), ...(endedBy !== undefined && { endedBy: actOf(endedBy, record, opening) }), ...(handedOver && { handedOver: handoverOf(handedOver, record, opening) }),
  };
}

function actOf(logIndex: number, record: CaseRecord, opening: Opening): ResponsibilityActDocument {
  const bytes = entryOf(record, logIndex)?.entry.registered?.message;
  if (!bytes) return { logIndex };
  const { messageType, schemaDigest, sender, handlerId, onBehalfOf } = openMessage(bytes).envelope;
  const spec = (releaseSent(opening, schemaDigest) ?? opening.release).flow.messages.get(messageType);
  return {
    logIndex, messageType, ...(spec && { messageKind: spec.kind, wording: { zh: spec.zh, en: spec.en } }), participant: sender?.participant ?? '',
    ...(sender?.agencyCode && { agencyCode: sender.agencyCode }), ...(handlerId && handlerId !== HANDLER_UNNAMED && { handlerId }), ...(onBehalfOf && { onBehalfOf }),
  };
}

function handoverOf({ by, logIndex }: NonNullable<Responsibility['handedOver']>, record: CaseRecord, { parties }: Opening): NonNullable<ResponsibilityDocument['handedOver']> {
  const one = entryOf(record, logIndex);
  const delivered = one?.message?.later.map(readReceipt).find(({ level }) => level === v1.ReceiptLevel.RECEIPT_LEVEL_DELIVERED)?.at;
  return { by, participant: parties[by].participant, at: (one && instantOf(one)) ?? '', logIndex, ...(delivered !== undefined && { deliveredAt: delivered }) };
}

const entryOf = (record: CaseRecord, logIndex: number): EntryRecord | undefined => record.entries[logIndex - 1];
