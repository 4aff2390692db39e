import { type EnvironmentCode, TongbanError, decode, encode, owners, v1 } from '@tongban/contracts';
import { type ReceiptLevelName, type TrustDirectory, readReceipt, receiptLevelName } from '@tongban/trust';
import { ENVIRONMENTS } from '@tongban/contracts';
import type { MessageReceipt } from '../options';
import type { ClientStore } from '../store/client-store';
import { type MessageRecord, rejectionKey, settledKey } from '../store/records';
import type { StoreOp } from '../store/table';
import { messageReceipt, rankOf, verified } from './verified-receipt';

export interface BookSettings {
  readonly environment: EnvironmentCode;
  readonly participant: string;
  readonly region: string;
}
/** What new receipts change: written with whatever else belongs to the step, then told. */
export interface Entered {
  readonly ops: readonly StoreOp[];
  /** Receipts about messages of which this store knows nothing, e.g. of another process of the participant. */
  readonly ignored: number;
  /** To be called when the ops are on disk. */
  readonly tell: () => void;
}
export interface Progress { readonly received: boolean; readonly verdict: boolean }

/** Keeps the receipts of own messages and wakes those who wait for them. */
export class ReceiptBook {
  private readonly listeners = new Map<string, Set<(progress: Progress) => void>>();
  private rejected: (caseNo: string) => void = () => undefined;
  constructor(private readonly store: ClientStore, private readonly trust: TrustDirectory, private readonly settings: BookSettings) {}

  /**
   * Verifies receipts and says what to write. Each must be about the exact bytes that were sent, and come from the one
   * whose claim it is. `effects` is home's word of what recipients' rejections among them did. @throws TongbanError for a
   * receipt that cannot be trusted; then none is entered.
   */
  async enter(receipts: readonly v1.SignedReceipt[], effects: readonly v1.RecipientRejection.$Properties[] = []): Promise<Entered> {
    const ops: StoreOp[] = [];
    const progress = new Map<string, Progress>();
    const rejectedCases = new Set<string>();
    let ignored = 0;
    for (const signed of receipts) {
      const receipt = await verified(this.trust, signed);
      const record = await this.store.messages.get(receipt.messageId);
      if (!record || receipt.sender !== this.settings.participant || Buffer.from(receipt.messageDigest).toString('hex') !== record.digestHex) {
        ignored++;
        continue;
      }
      const level = receiptLevelName(receipt.level);
      this.checkIssuer(receipt, level, record);
      const key = `${receipt.messageId}/${rankOf(level)}/${receipt.issuer}`;
      if (level === 'REJECTED' && receipt.issuer === owners.participant(record.recipient) && (await this.store.receipts.get(key)) === undefined) {
        ops.push(this.pendingRejection(receipt, effects));
        rejectedCases.add(receipt.caseNo);
      }
      ops.push(this.store.receipts.put(key, Buffer.from(encode(v1.SignedReceipt, signed))));
      const before = progress.get(receipt.messageId);
      const verdict = level !== 'RECEIVED';
      if (verdict && !before?.verdict) ops.push(...verdictOps(this.store, receipt.messageId, record));
      progress.set(receipt.messageId, { received: true, verdict: verdict || before?.verdict === true });
    }
    const tell = (): void => {
      progress.forEach((each, messageId) => this.tell(messageId, each));
      rejectedCases.forEach((caseNo) => this.rejected(caseNo));
    };
    return { ops, ignored, tell };
  }

  private pendingRejection({ caseNo, messageId, deliveryNo }: v1.Receipt, effects: readonly v1.RecipientRejection.$Properties[]): StoreOp {
    const effect = effects.find((one) => one.messageId === messageId && one.deliveryNo === deliveryNo)?.effect;
    const returned = effect === undefined || effect === null ? undefined : effect === v1.RejectionEffect.REJECTION_EFFECT_RETURNED;
    return this.store.rejections.put(rejectionKey(caseNo, messageId), { messageId, ...(returned !== undefined && { returned }) });
  }

  /** Enters, writes and tells. @throws TongbanError as `enter` does. */
  async take(receipts: readonly v1.SignedReceipt[], effects: readonly v1.RecipientRejection.$Properties[] = []): Promise<void> {
    const { ops, tell } = await this.enter(receipts, effects);
    await this.store.commit(ops);
    tell();
  }

  /** The hub says the message was refused but gave no receipt to prove it: good enough to stop sending, and said so. */
  async takeReported(messageId: string, code: NonNullable<MessageRecord['reportedCode']>): Promise<void> {
    const record = await this.store.messages.get(messageId);
    if (!record || record.order === '') return;
    await this.store.commit(verdictOps(this.store, messageId, { ...record, reportedCode: code }));
    this.tell(messageId, { received: true, verdict: true });
  }

  /** Calls back with each step a message comes further, until the returned function is called. */
  listen(messageId: string, hear: (progress: Progress) => void): () => void {
    const of = this.listeners.get(messageId) ?? new Set();
    this.listeners.set(messageId, of.add(hear));
    return () => {
      of.delete(hear);
      if (of.size === 0) this.listeners.delete(messageId);
    };
  }

  /** Calls back with the case of a recipient's rejection, once it is on disk. One listener. */
  onRejection(hear: (caseNo: string) => void): void {
    this.rejected = hear;
  }

  /** Messages that somebody waits for. */
  awaited(): string[] {
    return [...this.listeners.keys()];
  }

  /** Every receipt of an own message, the furthest last. */
  async of(messageId: string): Promise<MessageReceipt[]> {
    const stored = await this.store.receipts.under(`${messageId}/`);
    return stored.map(([, bytes]) => {
      const signed = decode(v1.SignedReceipt, bytes);
      return messageReceipt(signed, readReceipt(signed));
    });
  }

  private checkIssuer(receipt: v1.Receipt, level: ReceiptLevelName, record: MessageRecord): void {
    const border = owners.hub(this.settings.region);
    const home = owners.hub(record.homeRegion);
    const recipient = owners.participant(record.recipient);
    const entitled = { RECEIVED: [border], REGISTERED: [home], DELIVERED: [recipient], TAKEN: [recipient], REJECTED: [border, home, recipient] }[level];
    if (!entitled.includes(receipt.issuer)) throw new TongbanError('signature.unknown-key', `${level} by ${receipt.issuer}`);
    if (receipt.environment !== ENVIRONMENTS[this.settings.environment]) throw new TongbanError('message.wrong-environment', `${level} of another environment`);
  }

  private tell(messageId: string, progress: Progress): void {
    for (const hear of [...(this.listeners.get(messageId) ?? [])]) hear(progress);
  }
}

/** The message leaves the outbox. Its bytes and receipts stay until they are pruned. */
function verdictOps(store: ClientStore, messageId: string, record: MessageRecord): StoreOp[] {
  if (record.order === '') return [];
  return [
    store.outbox.del(record.order), store.messages.put(messageId, { ...record, order: '' }), store.settled.put(settledKey(Date.now(), messageId), ''),
  ];
}
