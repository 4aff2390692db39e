import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENVIRONMENTS, cloudEventHeaders, decode, encode, headers, owners, sealedBytesOf, v1 } from '@tongban/contracts';
import type { Fields } from '@tongban/domain';
import { checkAttachmentClaims, issueReceipt, openMessage, readCaseEntry, readReceipt, receiptFromHeader, receiptLevelName, receiptToHeader, sha256, signMessage, verifyAttachmentLeave, verifyAttachmentPull, verifyReceipt, verifyWatermark, verifyLinkDigest, signWatermark, signLinkDigest, signAttachmentLeave, signAttachmentPull, signAttachmentReceipt, readAttachmentDeletion, signAttachmentDeletion } from '@tongban/trust';
import { checkDelivery } from '../../../packages/client/src/inbox/check-delivery';
import { HOME, NOW, OPENER, OTHER, catalogue, flows, openingMessage, signerOf, trust } from '../../../packages/client/test/sdk-lab';
import { type AdmissionContext, admit } from '../../../services/border/src/admission';
import { type Decoder, text, utf8 } from './decoder';

const ARRIVED = '2026-03-02T09:31:00+08:00';
const border: AdmissionContext = { environment: 'sandbox' as const, takesUnsealed: true, participant: OPENER, homeRegion: HOME, receivedAt: ARRIVED, divisions: catalogue.divisions, trust, crossingOn: () => false };
const judging = { environment: 'sandbox', syntheticOnly: true, divisions: catalogue.divisions, todayDate: '2026-03-02' };

interface Walk { readonly messages: readonly { readonly message: string; readonly open: Fields; readonly personal: Fields }[] }
const EXAMPLES = join(__dirname, '../../../packages/catalogue/data/examples');
const WALKS = ['F-ARC', 'F-PEN-RES', 'F-UNE'];
const NO_SEAL = { algorithm: 0, recipients: [], nonce: new Uint8Array(), ciphertext: new Uint8Array([8, 1]), digest: new Uint8Array(32), keysDigest: new Uint8Array() };

/** Every message of a walk of some flows, with the bytes of its two parts. */
const flowMessages = WALKS.flatMap((flowId) => {
  const flow = flows.get(flowId)!;
  const { messages } = JSON.parse(readFileSync(join(EXAMPLES, `${flowId}.normal.json`), 'utf8')) as Walk;
  return messages.map(({ message, open, personal }) => ({ flow, type: message, open: flow.messages.encodeOpen(message, open, NO_SEAL), personal: flow.messages.encodePersonal(message, personal) }));
});

/** What comes from participants: as the border admits it, and as a home and a recipient read it. */
export async function messageDecoders(): Promise<readonly Decoder[]> {
  const { bytes, messageId, caseNo } = await openingMessage();
  const { envelope, envelopeBytes } = openMessage(bytes);
  const signer = signerOf(owners.participant(OPENER));
  const hub = signerOf(owners.hub(HOME));
  const about = { environment: v1.Environment.ENVIRONMENT_SANDBOX, messageId, caseNo, messageDigest: sha256(bytes), sender: OPENER, issuer: owners.hub(HOME), at: NOW };
  const registered = await issueReceipt(hub, { ...about, level: 'REGISTERED', logIndex: 1, deliveryNo: 1 });
  const file = { fileId: 'a'.repeat(32), participant: OPENER, recipient: OTHER, caseNo, itemCode: envelope.itemCode, digest: new Uint8Array(32), size: 10, chunkBytes: 5, mediaType: 'application/pdf' };
  const stored = await signAttachmentReceipt(hub, { region: HOME, environment: 'sandbox', file, storedAt: NOW });
  const leave = await signAttachmentLeave(hub, { region: HOME, environment: 'sandbox', file, issuedAt: NOW, expiresAt: '2026-03-03T09:00:00+08:00' });
  const pull = await signAttachmentPull(hub, { region: HOME, environment: 'sandbox', issuedAt: NOW });
  const watermark = await signWatermark(hub, { environment: 'sandbox', region: HOME, until: NOW, issuedAt: NOW });
  const link = { environment: ENVIRONMENTS.sandbox, fromRegion: HOME, toRegion: 'nat', at: NOW };
  const entry = encode(v1.CaseEntry, { logIndex: 1, caseNo, registeredAt: NOW, previousHash: new Uint8Array(32), registered: { message: bytes, receivedAt: NOW } as object });
  const signed = async (inner: Uint8Array): Promise<Uint8Array> => encode(v1.SignedMessage, { envelope: inner, signature: await signer.sign(inner) });
  return [
    { name: 'message', form: 'protobuf', samples: [bytes], read: (given) => admit(given, border) },
    // The sender is a participant that means harm: it signs what it likes.
    { name: 'envelope', form: 'protobuf', samples: [envelopeBytes], read: async (given) => {
      const admission = await admit(await signed(given), border);
      if (admission.message) cloudEventHeaders(admission.message.envelope);
      return admission;
    } },
    { name: 'envelope-with-digest', form: 'protobuf', samples: [envelope.data], share: 0.5, read: async (data) => admit(await signMessage(signer, { ...envelope, data, recipient: { participant: '810000', division: '810000' } }), border) },
    { name: 'sealed-part', form: 'protobuf', samples: flowMessages.map(({ open }) => open), read: sealedBytesOf },
    ...flowMessages.filter((_, index) => index % 3 === 0).flatMap(({ flow: { flow, messages }, type, open, personal }, index): Decoder[] => [
      { name: `flow-open-${flow.flowId}-${index}`, form: 'protobuf', samples: [open], share: 0.25, read: (given) => messages.validateOpen(type, messages.decodeOpen(type, given).fields, judging) },
      { name: `flow-personal-${flow.flowId}-${index}`, form: 'protobuf', samples: [personal], share: 0.25, read: (given) => messages.validatePersonal(type, messages.decodePersonal(type, given).fields, {}, judging) },
    ]),
    { name: 'fields-file', form: 'json', samples: flowMessages.map(({ flow, type }) => utf8(JSON.stringify(walkFields(flow.flow.flowId, type)))), read: (given) => {
      const fields = jsonOrNothing(given);
      for (const { flow: { messages }, type } of flowMessages.slice(0, 3)) {
        const { open, personal } = messages.splitFields(type, fields);
        const faults = [...messages.validateOpen(type, open, { ...judging, unknownFields: 'refuse' }), ...messages.validatePersonal(type, personal, open, { ...judging, unknownFields: 'refuse' })];
        if (faults.length === 0) return [messages.encodeOpen(type, open, NO_SEAL), messages.encodePersonal(type, personal)];
      }
      return undefined;
    } },
    { name: 'delivery-headers', form: 'text', samples: [utf8(receiptToHeader(registered))], read: (given) =>
      checkDelivery(bytes, { [headers.registered]: text(given), [headers.received]: text(given) }, { environment: 'sandbox', participant: OTHER, catalogue, trust }, () => Promise.resolve(false)) },
    { name: 'receipt-header', form: 'text', samples: [utf8(receiptToHeader(registered))], read: (given) => verifyReceipt(trust, receiptFromHeader(text(given))) },
    { name: 'receipt', form: 'protobuf', samples: [registered.receipt], read: async (receipt) => {
      const verdict = await verifyReceipt(trust, v1.SignedReceipt.create({ receipt, signature: await hub.sign(receipt) }));
      return [receiptLevelName(verdict.receipt.level), readReceipt({ receipt })];
    } },
    { name: 'receipt-batch', form: 'protobuf', samples: [encode(v1.ReceiptBatch, { caseNo, receipts: [registered, registered] })], read: async (given) => {
      const batch = decode(v1.ReceiptBatch, given);
      for (const one of batch.receipts) await verifyReceipt(trust, v1.SignedReceipt.create(one));
    } },
    { name: 'attachment-claims', form: 'protobuf', samples: [encode(v1.Envelope, { ...envelope, attachments: [stored, stored] })], read: (given) => checkAttachmentClaims(trust, decode(v1.Envelope, given), { environment: 'sandbox', region: HOME }) },
    { name: 'attachment-leave', form: 'protobuf', samples: [leave.leave], read: async (inner) =>
      verifyAttachmentLeave(trust, { leave: inner, signature: await hub.sign(inner) }, { environment: 'sandbox', region: HOME, participant: OPENER, at: NOW }) },
    { name: 'attachment-pull', form: 'protobuf', samples: [pull.pull], read: async (inner) => verifyAttachmentPull(trust, { pull: inner, signature: await hub.sign(inner) }, { environment: 'sandbox', at: NOW, withinMs: 60_000 }) },
    { name: 'attachment-deletion', form: 'protobuf', samples: [await signAttachmentDeletion(hub, { region: HOME, environment: 'sandbox', file, deletedAt: NOW } as never)], read: readAttachmentDeletion },
    { name: 'watermark', form: 'protobuf', samples: [watermark.watermark], read: async (inner) => verifyWatermark(trust, { watermark: inner, signature: await hub.sign(inner) }, { environment: 'sandbox', region: HOME }) },
    { name: 'link-digest', form: 'protobuf', samples: [await signLinkDigest(hub, link)], read: (given) => verifyLinkDigest(trust, given, { environment: 'sandbox', from: HOME, to: 'nat' }) },
    { name: 'case-entry', form: 'protobuf', samples: [entry], read: readCaseEntry },
  ];
}

const walkFields = (flowId: string, type: string): Fields => {
  const { messages } = JSON.parse(readFileSync(join(EXAMPLES, `${flowId}.normal.json`), 'utf8')) as Walk;
  const { open, personal } = messages.find(({ message }) => message === type)!;
  return { ...open, ...personal };
};

/** As the command line reads a file of fields. */
function jsonOrNothing(given: Uint8Array): Fields {
  try {
    const value: unknown = JSON.parse(text(given));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
  } catch {
    return {};
  }
}
