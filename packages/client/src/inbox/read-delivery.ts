import type { CatalogueFlow } from '@tongban/catalogue';
import { type ErrorCode, type FieldFault, TongbanError, type v1 } from '@tongban/contracts';
import { openMessage, readReceipt, receiptFromHeader, wrappedKeysFromHeader } from '@tongban/trust';
import { type CaseFacts, sideOf } from '../case-facts';
import type { FlowsInForce } from '../make/flows-in-force';
import { validationContext } from '../make/message-maker';
import { openingDays } from '../opening-days';
import { waivedMaterials } from '../waived-materials';
import type { Delivery, DeliveryParty } from '../options';
import { messageReceipt } from '../receipts/verified-receipt';
import type { Seal } from '../seal';
import type { PendingDelivery } from '../store/records';
import type { CheckContext } from './check-delivery';

export type Reading =
  | { readonly kind: 'delivery'; readonly delivery: Omit<Delivery, 'attachments'> }
  /** To be rejected to its sender; no handler sees it. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly detail: string; readonly faults: readonly FieldFault[] }
  /** This SDK cannot read it yet, for want of a version or of an own sealing key; the sender is not to blame. */
  | { readonly kind: 'unreadable'; readonly wants: 'version' | 'key'; readonly code: ErrorCode; readonly detail: string };
/** What receipts about a pending delivery are made of. */
export interface PendingFacts { readonly envelope: v1.Envelope; readonly registered: v1.Receipt; readonly digest: Uint8Array; readonly own: boolean }

export function pendingFacts(pending: PendingDelivery, participant: string): PendingFacts {
  const { envelope, digest } = openMessage(Buffer.from(pending.message, 'base64'));
  return { envelope, digest, registered: readReceipt(receiptFromHeader(pending.registered)), own: envelope.sender?.participant === participant };
}

/** Decodes and judges a stored delivery by the rules its sender had: both parts, since only here both can be seen. */
export async function readDelivery(
  pending: PendingDelivery, { envelope, registered, own }: PendingFacts, facts: CaseFacts, context: CheckContext & { readonly flows: Pick<FlowsInForce, 'byDigest'>; readonly seal: Pick<Seal, 'unseal'> },
): Promise<Reading> {
  if (pending.fault) return { kind: 'refused', code: pending.fault, detail: 'the message does not verify', faults: [] };
  const flow = context.flows.byDigest(envelope.schemaDigest);
  if (!flow) return { kind: 'unreadable', wants: 'version', code: 'schema.version-unknown', detail: `schema ${envelope.schemaDigest} is not installed here` };
  const spec = flow.compiled.messages.get(envelope.messageType);
  if (!spec) return { kind: 'refused', code: 'message.unknown-type', detail: `${flow.flow.flowId} has no such message`, faults: [] };
  try {
    const fields = await decoded(flow, { envelope, wrappedKeys: wrappedKeysFromHeader(pending.wrappedKeys) }, context, registered.at, own);
    return {
      kind: 'delivery',
      delivery: {
        ...attributes(envelope), own, kind: spec.kind, wording: { zh: spec.zh, en: spec.en }, fields,
        deliveryNo: registered.deliveryNo, logIndex: registered.logIndex, side: sideOf(facts, envelope.sender?.participant ?? '') ?? 'counterpart',
        ownDivision: facts[sideOf(facts, context.participant) ?? 'counterpart'].division,
        registered: messageReceipt({ signed: receiptFromHeader(pending.registered), receipt: registered }),
      },
    };
  } catch (cause) {
    const { code, message, faults } = TongbanError.from(cause);
    if (code === 'hub.internal') throw cause;
    if (code === 'seal.key-unknown') return { kind: 'unreadable', wants: 'key', code, detail: message };
    return { kind: 'refused', code, detail: message, faults };
  }
}

async function decoded(
  flow: CatalogueFlow, { envelope: { messageId, messageType, data, caseNo, itemCode, sender }, wrappedKeys }: { readonly envelope: v1.Envelope; readonly wrappedKeys: Uint8Array },
  context: CheckContext & { readonly seal: Pick<Seal, 'unseal'> }, at: string, own: boolean,
): Promise<Delivery['fields']> {
  const { messages } = flow;
  const { fields: open, sealed } = messages.decodeOpen(messageType, data);
  const { fields: personal } = messages.decodePersonal(messageType, await context.seal.unseal(sealed, wrappedKeys, { caseNo, messageId, messageType, sender: sender?.participant ?? '' }));
  const judge = { ...validationContext(context.environment, context.catalogue, at, 'keep'), openedOn: openingDays(caseNo, at, false) };
  const asking = { caseNo, itemCode, division: sender?.division ?? '', type: messageType, fields: { ...open, ...personal }, at };
  const faults = own ? [] : [...waivedMaterials(context.profileOf, asking), ...messages.validateOpen(messageType, open, judge), ...messages.validatePersonal(messageType, personal, open, judge)];
  if (faults.length > 0) throw new TongbanError('message.invalid-fields', `${faults.length} fields are wrong`, faults);
  return { open, personal };
}

const party = (of: v1.Party.$Properties | null | undefined): DeliveryParty =>
  ({ participant: of?.participant ?? '', division: of?.division ?? '', agencyCode: of?.agencyCode ?? '' });

function attributes(envelope: v1.Envelope) {
  const { caseNo, messageId, messageType, itemCode, flowId, handlerId, correlationId, traceparent, occurredAt, sentAt } = envelope;
  const { onBehalfOf, localCaseNo, causationId, predecessorCaseNo, expiresAt } = envelope;
  return {
    caseNo, messageId, messageType, itemCode, flowId, handlerId, correlationId, traceparent, occurredAt, sentAt,
    sender: party(envelope.sender), recipient: party(envelope.recipient),
    ...(onBehalfOf && { onBehalfOf }), ...(localCaseNo && { localCaseNo }), ...(causationId && { causationId }),
    ...(predecessorCaseNo && { predecessorCaseNo }), ...(expiresAt && { expiresAt }),
  };
}
