import { TongbanError, decode, encode, owners, v1 } from '@tongban/contracts';
import type { CaseState } from '@tongban/domain';
import type { BusinessClock } from '@tongban/service-kit';
import { type TrustDirectory, readReceipt, verifyReceipt } from '@tongban/trust';
import type { CaseRecord } from './record/case-record';
import type { CaseStore } from './record/case-store';
import { EFFECTS, takeReceipt } from './record/recipient-receipts';

/** A recipient gives at most DELIVERED and one of TAKEN or REJECTED for one message. */
const RECEIPTS_PER_BATCH_MAX = 64;
const BY_RECIPIENT: ReadonlySet<v1.ReceiptLevel> = new Set([
  v1.ReceiptLevel.RECEIPT_LEVEL_DELIVERED, v1.ReceiptLevel.RECEIPT_LEVEL_TAKEN, v1.ReceiptLevel.RECEIPT_LEVEL_REJECTED,
]);

export interface ReceiptPorts {
  readonly store: CaseStore;
  readonly trust: TrustDirectory;
  readonly clock: BusinessClock;
}

/**
 * Takes recipients' receipts into the case log, each once. Receipts of the other side's messages only, signed by the
 * recipient, about exact bytes the log has. A REJECTED may send the case back as a return does; the entry says what it did,
 * so that readers need no flow. @throws TongbanError for a batch that no honest SDK sends; it is kept as failed.
 */
export async function recordReceipts(ports: ReceiptPorts, bytes: Uint8Array, participant: string): Promise<void> {
  const batch = decode(v1.ReceiptBatch, bytes);
  if (batch.receipts.length > RECEIPTS_PER_BATCH_MAX) throw new TongbanError('message.too-large', `${batch.receipts.length} receipts in a batch`);
  const issuer = owners.participant(participant);
  const verified: v1.SignedReceipt[] = [];
  for (const signed of batch.receipts.map((one) => v1.SignedReceipt.create(one))) {
    const { receipt, fault } = await verifyReceipt(ports.trust, signed);
    if (fault) throw new TongbanError(fault, 'a receipt does not verify');
    if (receipt.issuer !== issuer || !BY_RECIPIENT.has(receipt.level)) throw new TongbanError('sender.not-itself', `a receipt by ${receipt.issuer} from ${participant}`);
    if (receipt.caseNo !== batch.caseNo) throw new TongbanError('envelope.invalid', 'a receipt is about another case than its batch');
    verified.push(signed);
  }
  await ports.store.append(batch.caseNo, async (record) => {
    if (!record.sideOf(participant)) throw new TongbanError('sender.not-party', `${participant} is no party of the case`);
    const fresh = verified.filter((signed) => isNew(record, readReceipt(signed), participant));
    if (fresh.length === 0) return undefined;
    const registeredAt = ports.clock.now();
    return encode(v1.CaseEntry, {
      logIndex: record.logIndex + 1, previousHash: record.lastHash, caseNo: record.caseNo, registeredAt,
      receipts: { receipts: fresh, ...effectsOf(record, fresh, participant, registeredAt) },
    });
  });
}

/** What the rejections among new receipts do, one after the other; the record itself takes them with the entry. */
function effectsOf(record: CaseRecord, fresh: readonly v1.SignedReceipt[], participant: string, recordedAt: string): Omit<v1.ReceiptsRecorded.$Properties, 'receipts'> {
  const side = record.sideOf(participant);
  let state: CaseState | undefined = record.state;
  const rejections: v1.RecipientRejection.$Properties[] = [];
  const sooner: v1.Receipt[] = [];
  for (const receipt of fresh.map(readReceipt)) {
    const message = record.repeatOf(digestOf(receipt));
    if (!state || !side || !message) continue;
    const before = [...message.later.map(readReceipt), ...sooner.filter((other) => digestOf(other) === message.digestHex)];
    const taken = takeReceipt(state, { receipt, deliveryNo: message.deliveryNo, side, before }, recordedAt);
    state = taken.state;
    sooner.push(receipt);
    if (taken.effect) rejections.push({ messageId: message.messageId, sender: message.sender, deliveryNo: message.deliveryNo, effect: EFFECTS[taken.effect] });
  }
  const returned = rejections.some(({ effect }) => effect === EFFECTS.returned);
  return { rejections, ...(returned && state && { tracks: Object.entries(state.active).map(([track, id]) => ({ track, state: id })) }) };
}

const digestOf = (receipt: v1.Receipt): string => Buffer.from(receipt.messageDigest).toString('hex');

function isNew(record: CaseRecord, receipt: v1.Receipt, participant: string): boolean {
  const message = record.repeatOf(digestOf(receipt));
  if (!message || message.kind !== 'registered' || message.sender === participant) return false;
  return !message.later.some((known) => {
    const { level, issuer } = readReceipt(known);
    return level === receipt.level && issuer === receipt.issuer;
  });
}
