import { type EnvironmentCode, type ErrorCode, TongbanError, decode, encode, errorTraits, owners, v1 } from '@tongban/contracts';
import { type ReceiptLevelName, type TrustDirectory, readReceipt, receiptLevelName } from '@tongban/trust';
import { ENVIRONMENTS } from '@tongban/contracts';
import type { MessageReceipt } from '../options';
import type { ClientStore } from '../store/client-store';
import { type MessageRecord, rejectionKey, settledKey } from '../store/records';
import type { StoreOp } from '../store/table';
import { passingRefusal } from './passing-refusal';
import { RecentReceipts } from './recent-receipts';
import { type VerifiedReceipt, messageReceipt, rankOf, verified } from './verified-receipt';

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
export interface Progress {
  readonly received: boolean;
  readonly verdict: boolean;
  /** The hub refused it for a reason that passes: no verdict, the same bytes are to be sent again. */
  readonly refused: boolean;
  /** What has come, in no order; none when the hub reported a rejection without a receipt. */
  readonly receipts: readonly VerifiedReceipt[];
}

/** Why a home refuses a message of a case that follows another version now. */
const OTHER_VERSION: ErrorCode = 'schema.version-unknown';

/** The next message of the case is made under the version that its home names then. */
async function doubtOps(store: ClientStore, caseNo: string): Promise<StoreOp[]> {
  const known = await store.cases.get(caseNo);
  return known === undefined ? [] : [store.cases.put(caseNo, { ...known, schemaDoubted: true })];
}

/** Keeps the receipts of own messages and wakes those who wait for them. */
export class ReceiptBook {
  private readonly recent = new RecentReceipts();
  private readonly listeners = new Map<string, Set<(progress: Progress) => void>>();
  private rejected: (caseNo: string) => void = () => undefined;
  constructor(private readonly store: ClientStore, private readonly trust: TrustDirectory, private readonly settings: BookSettings) {}

  /**
   * Verifies receipts and says what to write. Each must be about the exact bytes that were sent, and come from the one
   * whose claim it is. `effects` is home's word of what recipients' rejections among them did; of `known` the caller has
   * verified the signatures. @throws TongbanError for a receipt that cannot be trusted; then none is entered.
   */
  async enter(
    receipts: readonly v1.SignedReceipt[], effects: readonly v1.RecipientRejection.$Properties[] = [], known: readonly VerifiedReceipt[] = [],
  ): Promise<Entered> {
    const ops: StoreOp[] = [];
    const progress = new Map<string, Progress>();
    const rejectedCases = new Set<string>();
    let ignored = 0;
    const claims = receipts.map((signed): VerifiedReceipt => ({ signed, receipt: readReceipt(signed) }));
    for (const claim of [...claims, ...known]) {
      const { signed, receipt } = claim;
      const verify = async (): Promise<void> => void (known.includes(claim) || (await verified(this.trust, signed, receipt)));
      const record = await this.recordOf(receipt);
      if (!record) {
        await verify();
        ignored++;
        continue;
      }
      const level = receiptLevelName(receipt.level);
      const key = `${receipt.messageId}/${rankOf(level)}/${receipt.issuer}`;
      const bytes = Buffer.from(encode(v1.SignedReceipt, signed));
      const kept = await this.store.receipts.get(key);
      // What is kept was verified then: of the same bytes nothing is left to be done.
      const isRepeat = kept?.equals(bytes) === true;
      if (!isRepeat) await verify();
      this.checkIssuer(receipt, level, record);
      const before = progress.get(receipt.messageId);
      const refusedCode = level === 'REJECTED' ? passingRefusal(receipt) : undefined;
      // Of a message with a verdict it is told late and says nothing any more.
      if (refusedCode && (record.order === '' || before?.verdict)) continue;
      if (level === 'REJECTED' && receipt.issuer === owners.participant(record.recipient) && !kept) {
        ops.push(this.pendingRejection(receipt, effects));
        rejectedCases.add(receipt.caseNo);
      }
      if (!isRepeat) ops.push(this.store.receipts.put(key, bytes));
      if (refusedCode) ops.push(this.store.messages.put(receipt.messageId, { ...record, refusedCode }));
      if (!isRepeat && level === 'REJECTED' && receipt.code === OTHER_VERSION) ops.push(...(await doubtOps(this.store, receipt.caseNo)));
      const verdict = level !== 'RECEIVED' && !refusedCode;
      if (verdict && !before?.verdict) ops.push(...verdictOps(this.store, receipt.messageId, record));
      progress.set(receipt.messageId, {
        received: true, verdict: verdict || before?.verdict === true, refused: (refusedCode !== undefined && !isRepeat) || before?.refused === true, receipts: [...(before?.receipts ?? []), claim],
      });
    }
    const tell = (): void => {
      progress.forEach((each, messageId) => {
        this.recent.add(messageId, each.receipts);
        this.tell(messageId, each);
      });
      rejectedCases.forEach((caseNo) => this.rejected(caseNo));
    };
    return { ops, ignored, tell };
  }

  /** The own message that a receipt is about, if these are its exact bytes. */
  private async recordOf({ messageId, sender, messageDigest }: v1.Receipt): Promise<MessageRecord | undefined> {
    const record = await this.store.messages.get(messageId);
    return sender === this.settings.participant && record?.digestHex === Buffer.from(messageDigest).toString('hex') ? record : undefined;
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
    const refused = errorTraits(code).retryable;
    await this.store.commit(refused ? [this.store.messages.put(messageId, { ...record, refusedCode: code })] : verdictOps(this.store, messageId, { ...record, reportedCode: code }));
    this.tell(messageId, { received: true, verdict: !refused, refused, receipts: [] });
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

  /** A message is in the outbox that was never there: it has no receipts yet. */
  began(messageId: string): void {
    this.recent.begin(messageId);
  }

  /** Every receipt of an own message, the furthest last. */
  async of(messageId: string): Promise<MessageReceipt[]> {
    const recent = this.recent.of(messageId);
    if (recent) return recent.map(messageReceipt);
    const stored = await this.store.receipts.under(`${messageId}/`);
    return stored.map(([, bytes]) => {
      const signed = decode(v1.SignedReceipt, bytes);
      return messageReceipt({ signed, receipt: readReceipt(signed) });
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
function verdictOps(store: ClientStore, messageId: string, { refusedCode: _past, ...record }: MessageRecord): StoreOp[] {
  if (record.order === '') return [];
  return [
    store.outbox.del(record.order), store.messages.put(messageId, { ...record, order: '' }), store.settled.put(settledKey(Date.now(), messageId), ''),
  ];
}
