import { decode, v1 } from '@tongban/contracts';
import { type ReceiptLevelName, readReceipt, receiptLevelName } from '@tongban/trust';
import { ClientStore } from '../store/client-store';

/** A receipt about an own message as the store of a participant has it, with what it sent: enough for others to judge it. JSON. */
export interface HeldReceipt {
  /** Who holds it: the sender of the message. */
  readonly participant: string;
  readonly caseNo: string;
  readonly messageId: string;
  /** Participant the message was for. */
  readonly recipient: string;
  /** SHA-256 of the exact SignedMessage bytes that were sent, hex. */
  readonly digest: string;
  /** For whoever reads the list; the receipt itself says it under its signature. */
  readonly level: ReceiptLevelName;
  /** SignedReceipt, base64. */
  readonly receipt: string;
  /** These bytes, base64; only where they were asked for, since personal fields are in them. */
  readonly message?: string;
}
export interface HeldReceiptsOptions {
  /** Of one case alone. */
  readonly caseNo?: string;
  /** The messages' bytes as well, sealed as they were sent. */
  readonly messages?: boolean;
}

const BATCH = 200;

/** Every receipt that a store holds about its participant's own messages, by message; they were verified when they came, and stay until they are pruned. */
export async function* heldReceipts(store: ClientStore, participant: string, { caseNo, messages = false }: HeldReceiptsOptions = {}): AsyncGenerator<HeldReceipt> {
  for (let after = ''; ;) {
    const page = await store.receipts.after(after, BATCH);
    for (const [, bytes] of page) {
      const { messageId, level } = readReceipt(decode(v1.SignedReceipt, bytes));
      const sent = await store.messages.get(messageId);
      if (sent === undefined || (caseNo !== undefined && sent.caseNo !== caseNo)) continue;
      const message = messages ? await store.bytes.get(messageId) : undefined;
      yield {
        participant, caseNo: sent.caseNo, messageId, recipient: sent.recipient, digest: sent.digestHex, level: receiptLevelName(level), receipt: bytes.toString('base64'),
        ...(message && { message: message.toString('base64') }),
      };
    }
    if (page.length < BATCH) return;
    after = page.at(-1)![0];
  }
}

/** The same of a store that no process has open. @throws TongbanError `store.in-use`, `store.unusable`. */
export async function* heldReceiptsIn(directory: string, participant: string, options: HeldReceiptsOptions = {}): AsyncGenerator<HeldReceipt> {
  const store = await ClientStore.open(directory);
  try {
    yield* heldReceipts(store, participant, options);
  } finally {
    await store.close();
  }
}
