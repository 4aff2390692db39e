import { createHash } from 'node:crypto';
import type { ErasedMessageFact, ErasureDoneFact, ErasureOrderFact, Level, MessageFact, ReceiptFact, WatermarkFact } from '../core/facts';
import { ENVIRONMENTS, hubOwner, participantOwner } from '../core/published-names';
import type { ErasedMessage, SignedErasureDone, SignedErasureOrder, SignedReceipt, StaticContract } from '../read/static-contract';
import type { PublicKeys } from './public-keys';

export const digestOf = (...parts: readonly (Uint8Array | string)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('base64');
};

export const erasedMessages = (messages: readonly ErasedMessage[]): ErasedMessageFact[] => messages.map(({ messageId, sender, digest }) => ({ messageId, sender, digest: Buffer.from(digest).toString('base64') }));

/** Values of the enum ReceiptLevel in receipt.proto. */
const LEVELS: readonly Level[] = ['UNSPECIFIED', 'RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN', 'REJECTED'];

/**
 * Reads messages and receipts and verifies each signature once, however often the same bytes turn up: a message stands in eight
 * places on its way. Verification runs beside the reading; `settle` waits for what was begun.
 */
export class Evidence {
  verified = 0;
  private readonly messages = new Map<string, MessageFact | null>();
  private readonly receipts = new Map<string, ReceiptFact>();
  private readonly checked = new Set<string>();
  private running: Promise<void>[] = [];

  constructor(private readonly contract: StaticContract, private readonly keys: PublicKeys) {}

  get distinctReceipts(): number {
    return this.receipts.size;
  }

  /** @param at business instant its key must be valid at; without one the signature is not looked at. */
  message(bytes: Uint8Array, digest: string, at?: string): MessageFact | undefined {
    const known = this.messages.get(digest);
    if (known === null) return undefined;
    if (known !== undefined && (at === undefined || this.checked.has(digest))) return known;
    const signed = this.contract.decode('SignedMessage', bytes);
    const envelope = signed && this.contract.decode('Envelope', signed.envelope);
    if (!signed || !envelope) {
      this.messages.set(digest, null);
      return undefined;
    }
    const fact: MessageFact = known ?? {
      digest, messageId: envelope.messageId, caseNo: envelope.caseNo, sender: envelope.sender?.participant ?? '', recipient: envelope.recipient?.participant ?? '', homeRegion: envelope.homeRegion,
      schema: envelope.schemaDigest,
    };
    this.messages.set(digest, fact);
    if (at === undefined) return fact;
    this.checked.add(digest);
    if (digestOf(envelope.data) !== Buffer.from(envelope.payloadDigest).toString('base64')) fact.fault = 'the payload has another digest than the envelope says';
    this.verify(fact, participantOwner(fact.sender), signed.envelope, signed.signature ?? undefined, at);
    return fact;
  }

  receipt(signed: SignedReceipt | null | undefined): ReceiptFact | undefined {
    if (!signed || signed.receipt.length === 0) return undefined;
    const { receipt: bytes, signature } = signed;
    const id = digestOf(bytes, signature?.value ?? '', `${signature?.keyId ?? ''}|${signature?.algorithm ?? 0}`);
    const known = this.receipts.get(id);
    if (known) return known;
    const receipt = this.contract.decode('Receipt', bytes);
    if (!receipt) return undefined;
    const { level, issuer, messageDigest, messageId, caseNo, sender, at, logIndex, deliveryNo, code } = receipt;
    const fact: ReceiptFact = {
      id, level: LEVELS[level] ?? 'UNSPECIFIED', issuer, about: Buffer.from(messageDigest).toString('base64'), messageId, caseNo, sender, at, logIndex, deliveryNo, ...(code && { code }),
    };
    this.receipts.set(id, fact);
    this.verify(fact, issuer, bytes, signature ?? undefined, at);
    return fact;
  }

  /** A SignedReceipt in base64, as headers carry it and clients keep it. */
  receiptOf(base64: string): ReceiptFact | undefined {
    return this.receipt(this.contract.decode('SignedReceipt', Buffer.from(base64, 'base64')));
  }

  /** What a region vouches for. */
  watermark(bytes: Uint8Array): WatermarkFact | undefined {
    const signed = this.contract.decode('SignedWatermark', bytes);
    const watermark = signed && this.contract.decode('Watermark', signed.watermark);
    if (!signed || !watermark) return undefined;
    const { region, until, issuedAt, positions } = watermark;
    const fact: WatermarkFact = { region, until, positions: positions.map(({ participant, sequence }) => ({ participant, seq: Number(sequence.toString()) })) };
    this.verify(fact, hubOwner(region), signed.watermark, signed.signature ?? undefined, issuedAt);
    return fact;
  }

  /** What its issuer orders; whether it is the home of the case, and the order what the log says, is compared later. */
  erasureOrder(signed: SignedErasureOrder | null | undefined): ErasureOrderFact | undefined {
    const order = signed && this.contract.decode('ErasureOrder', signed.order);
    if (!order) return undefined;
    const { statement, environment, issuer, actionId, caseNo, at, messages } = order;
    const fact: ErasureOrderFact = { statement, environment: ENVIRONMENTS[environment] ?? '', issuer, actionId, caseNo, messages: erasedMessages(messages) };
    this.verify(fact, issuer, signed.order, signed.signature ?? undefined, at);
    return fact;
  }

  erasureDone(signed: SignedErasureDone | null | undefined): ErasureDoneFact | undefined {
    const done = signed && this.contract.decode('ErasureDone', signed.done);
    if (!done) return undefined;
    const { statement, environment, issuer, actionId, caseNo, at, messages } = done;
    const fact: ErasureDoneFact = { id: digestOf(signed.done), statement, environment: ENVIRONMENTS[environment] ?? '', issuer, actionId, caseNo, messages };
    this.verify(fact, issuer, signed.done, signed.signature ?? undefined, at);
    return fact;
  }

  async settle(): Promise<void> {
    const { running } = this;
    this.running = [];
    await Promise.all(running);
  }

  private verify(fact: { fault?: string }, owner: string, bytes: Uint8Array, signature: Parameters<PublicKeys['fault']>[2], at: string): void {
    this.verified += 1;
    this.running.push(this.keys.fault(owner, bytes, signature, at).then((fault) => {
      if (fault !== undefined) fact.fault = fault;
    }));
  }
}
