import { type EnvironmentCode, HUB, type RegionCode, cloudEventHeaders, encode, headers, messageIds, subjects, v1 } from '@tongban/contracts';
import { shardOf } from '@tongban/domain';
import type { Outgoing } from '@tongban/service-kit';
import { openMessage, readCaseEntry, readReceipt, receiptToHeader, wrappedKeysToHeader } from '@tongban/trust';
import { type CaseRecord, type MessageRecord, receiptsOf, rejectionsOf } from './record/case-record';
import type { FlowReleases } from './record/flow-releases';

export interface DispatchContext {
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  readonly releases: FlowReleases;
}

/**
 * What a log entry sends, derived from the log alone: a registered message to both sides (the sender learns REGISTERED from its own
 * copy), a rejection and later receipts to the sender they are about, that the case follows another version from here on or ended by
 * itself to both, that its content was erased to both and to every region that keeps something of it, and alarms to those they are for. `wrappedKeys`: of the registered message, from where they are kept; a
 * message whose keys were destroyed goes without.
 */
export function dispatchEntry(bytes: Uint8Array, context: DispatchContext, record: CaseRecord, wrappedKeys?: Uint8Array): readonly Outgoing[] {
  const entry = readCaseEntry(bytes);
  if (entry.registered) return deliveries(entry, entry.registered, context, record, wrappedKeys);
  if (entry.rejected?.rejected) {
    const sender = readReceipt(entry.rejected.rejected).sender;
    return [receiptsTo(sender, entry.caseNo, [entry.rejected.rejected], messageIds.delivery(entry.caseNo, entry.logIndex, sender), context)];
  }
  if (entry.migrated) return notices(entry, { [headers.caseSchema]: entry.migrated.toDigest ?? '' }, context, record);
  if (entry.alarmed) return alarmNotices(entry, entry.alarmed, context, record);
  if (entry.lapsed) return notices(entry, { [headers.lapsed]: Buffer.from(encode(v1.CaseLapsed, entry.lapsed)).toString('base64') }, context, record);
  if (entry.erased) return [...orders(entry, entry.erased, context), ...notices(entry, { [headers.erased]: Buffer.from(encode(v1.CaseErased, entry.erased)).toString('base64') }, context, record)];
  const bySender = new Map<string, v1.SignedReceipt.$Properties[]>();
  for (const signed of entry.receipts?.receipts ?? []) {
    const { sender } = readReceipt(signed);
    bySender.set(sender, [...(bySender.get(sender) ?? []), signed]);
  }
  return [...bySender].map(([sender, receipts]) => {
    const rejections = (entry.receipts?.rejections ?? []).filter((rejection) => rejection.sender === sender);
    return receiptsTo(sender, entry.caseNo, receipts, messageIds.delivery(entry.caseNo, entry.logIndex, sender), context, rejections);
  });
}

function deliveries(entry: v1.CaseEntry, body: v1.MessageRegistered.$Properties, context: DispatchContext, record: CaseRecord, wrappedKeys: Uint8Array | undefined): Outgoing[] {
  const data = body.message ?? new Uint8Array();
  const { envelope } = openMessage(data);
  const { environment, region } = context;
  const shard = shardOf(entry.caseNo);
  const common = {
    ...cloudEventHeaders(envelope),
    [headers.received]: receiptToHeader(body.received ?? {}),
    [headers.registered]: receiptToHeader(body.registered ?? {}),
    [headers.deliveryNo]: String(body.deliveryNo ?? 0),
    [headers.logIndex]: String(entry.logIndex),
    ...(wrappedKeys && { [headers.wrappedKeys]: wrappedKeysToHeader(wrappedKeys) }),
  };
  return Object.values(record.opening?.parties ?? {}).map((party) => ({
    subject: subjects.exchange(environment, region, HUB, party.region, party.participant, shard, 'delivery'),
    data, headers: common, msgId: messageIds.delivery(entry.caseNo, entry.logIndex, party.participant),
  }));
}

/** Each region concerned, this one included, destroys what it keeps, and answers. */
function orders({ caseNo, logIndex }: v1.CaseEntry, { order, regions }: v1.CaseErased.$Properties, { environment, region }: DispatchContext): Outgoing[] {
  return (regions ?? []).map((to) => ({
    subject: subjects.exchange(environment, region, HUB, to, HUB, shardOf(caseNo), 'erasure'), data: encode(v1.SignedErasureOrder, order ?? {}), headers: { [headers.ceSubject]: caseNo }, msgId: messageIds.erasure(caseNo, logIndex, to),
  }));
}

/** A batch without a receipt: what it says is in its headers, and whoever does not know them loses nothing but a hint. */
function notices(entry: v1.CaseEntry, said: Readonly<Record<string, string>>, context: DispatchContext, record: CaseRecord): Outgoing[] {
  return Object.values(record.opening?.parties ?? {}).map(({ participant }) => {
    const batch = receiptsTo(participant, entry.caseNo, [], messageIds.delivery(entry.caseNo, entry.logIndex, participant), context);
    return { ...batch, headers: { ...batch.headers, ...said, [headers.logIndex]: String(entry.logIndex) } };
  });
}

/** As above: each party is told what is for its side, in a header that an SDK may pass over. What is for the hub's duty desk is in its log. */
function alarmNotices(entry: v1.CaseEntry, { alarms = [] }: v1.AlarmsRaised.$Properties, context: DispatchContext, record: CaseRecord): Outgoing[] {
  return Object.entries(record.opening?.parties ?? {}).flatMap(([side, { participant }]) => {
    const own = (alarms ?? []).filter(({ to }) => to?.includes(side));
    if (own.length === 0) return [];
    const batch = receiptsTo(participant, entry.caseNo, [], messageIds.delivery(entry.caseNo, entry.logIndex, participant), context);
    return [{ ...batch, headers: { ...batch.headers, [headers.alarms]: Buffer.from(encode(v1.AlarmsRaised, { alarms: own })).toString('base64'), [headers.logIndex]: String(entry.logIndex) } }];
  });
}

/** Receipts of one case for one participant, with what rejections by recipients among them did to the case. */
export function receiptsTo(
  participant: string, caseNo: string, receipts: readonly v1.SignedReceipt.$Properties[], msgId: string, { environment, region, releases }: DispatchContext,
  rejections: readonly v1.RecipientRejection.$Properties[] = [],
): Outgoing {
  const party = releases.partyOf({ participant, division: participant });
  return {
    subject: subjects.exchange(environment, region, HUB, party.region, participant, shardOf(caseNo), 'receipts'),
    data: encode(v1.ReceiptBatch, { caseNo, receipts: [...receipts], rejections: [...rejections] }), headers: { [headers.ceSubject]: caseNo }, msgId,
  };
}

/** The original receipts of a message that was sent again. */
export const repeatTo = (sender: string, caseNo: string, message: MessageRecord, inboxSequence: number, context: DispatchContext): Outgoing =>
  receiptsTo(sender, caseNo, receiptsOf(message), messageIds.repeat(inboxSequence, sender), context, rejectionsOf(message));
