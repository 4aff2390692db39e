import { TongbanError } from '@tongban/contracts';
import type { ReceiptLevelName } from '@tongban/trust';
import type { MessageReceipt } from '../options';
import type { ClientStore } from '../store/client-store';
import type { ReceiptBook } from './receipt-book';
import { rankOf } from './verified-receipt';

export interface SettledOptions { readonly timeoutMs?: number; readonly signal?: AbortSignal }
const TIMEOUT_MS = 30_000;

/**
 * Waits until a message has come at least as far as `level`. @throws TongbanError `find.nothing` for a message this store
 * never sent, the code and faults of a rejection, `receipt.pending` after the time, `client.closed`.
 */
export async function settled(
  store: ClientStore, book: ReceiptBook, messageId: string, level: Exclude<ReceiptLevelName, 'REJECTED'>, { timeoutMs = TIMEOUT_MS, signal }: SettledOptions = {},
): Promise<MessageReceipt> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let wake!: () => void;
    const news = new Promise<void>((resolve) => (wake = resolve));
    const stopListening = book.listen(messageId, wake);
    const timer = setTimeout(wake, Math.max(0, deadline - Date.now()));
    signal?.addEventListener('abort', wake);
    try {
      // Looked at after listening has begun, so that nothing falls between.
      const reached = await reachedLevel(store, book, messageId, level);
      if (reached) return reached;
      if (signal?.aborted) throw new TongbanError('client.closed', `closed while waiting for ${level} of ${messageId}`);
      if (Date.now() >= deadline) throw new TongbanError('receipt.pending', `no ${level} of ${messageId} within ${timeoutMs} ms`);
      await news;
    } finally {
      stopListening();
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
    }
  }
}

async function reachedLevel(store: ClientStore, book: ReceiptBook, messageId: string, level: ReceiptLevelName): Promise<MessageReceipt | undefined> {
  const receipts = await book.of(messageId);
  const reached = receipts.find((receipt) => rankOf(receipt.level) >= rankOf(level));
  if (reached) return reached;
  const rejected = receipts.find((receipt) => receipt.level === 'REJECTED');
  if (rejected) throw new TongbanError(rejected.code ?? 'recipient.rejected', rejected.detail ?? '', rejected.faults);
  const record = await store.messages.get(messageId);
  if (!record) throw new TongbanError('find.nothing', `no message ${messageId} was sent from this store`);
  if (record.reportedCode) throw new TongbanError(record.reportedCode, 'rejected; the receipt was not seen from here');
  return undefined;
}
