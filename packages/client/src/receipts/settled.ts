import { TongbanError } from '@tongban/contracts';
import type { ReceiptLevelName } from '@tongban/trust';
import type { MessageReceipt } from '../options';
import type { ClientStore } from '../store/client-store';
import type { ReceiptBook } from './receipt-book';
import { passingRefusal } from './passing-refusal';
import { type VerifiedReceipt, messageReceipt, rankOf } from './verified-receipt';

export interface SettledOptions { readonly timeoutMs?: number; readonly signal?: AbortSignal }
const TIMEOUT_MS = 30_000;
/** The longest a timer can wait: 24 days. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/**
 * Waits until a message has come at least as far as `level`. @throws TongbanError `find.nothing` for a message this store
 * never sent, the code and faults of a rejection, `client.closed`; after the time the code of a refusal that passes, or `receipt.pending`: then the
 * message stays in the outbox.
 */
export async function settled(
  store: ClientStore, book: ReceiptBook, messageId: string, level: Exclude<ReceiptLevelName, 'REJECTED'>, { timeoutMs = TIMEOUT_MS, signal }: SettledOptions = {},
): Promise<MessageReceipt> {
  const ear = new Ear();
  const stopListening = book.listen(messageId, ({ receipts }) => ear.hear(receipts));
  const end = (): void => ear.wake();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    ear.wake();
  }, Math.min(timeoutMs, TIMER_MS_MAX));
  signal?.addEventListener('abort', end);
  try {
    // Looked at after listening has begun, so that nothing falls between; what comes later is heard.
    for (let reached = await lookedUp(store, book, messageId, level); ; ) {
      if (reached) return reached;
      if (signal?.aborted) throw new TongbanError('client.closed', `closed while waiting for ${level} of ${messageId}`);
      if (isLate) throw await whyPending(store, messageId, `no ${level} of ${messageId} within ${timeoutMs} ms`);
      const { receipts, lookAgain } = await ear.news();
      reached = judged(receipts, level) ?? (lookAgain ? await lookedUp(store, book, messageId, level) : undefined);
    }
  } finally {
    stopListening();
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

/** Keeps what is heard until it is asked for. */
class Ear {
  private heard: VerifiedReceipt[] = [];
  private isAwake = false;
  private lookAgain = false;
  private onWake: (() => void) | undefined;

  hear(receipts: readonly VerifiedReceipt[]): void {
    this.heard.push(...receipts);
    // A rejection that the hub only reported is in the store.
    this.wake(receipts.length === 0);
  }
  wake(lookAgain = true): void {
    this.lookAgain ||= lookAgain;
    this.isAwake = true;
    this.onWake?.();
  }
  /** What was heard since the last call, and whether there may be more than that. */
  async news(): Promise<{ readonly receipts: readonly MessageReceipt[]; readonly lookAgain: boolean }> {
    if (!this.isAwake) await new Promise<void>((resolve) => (this.onWake = resolve));
    const { lookAgain } = this;
    this.isAwake = false;
    this.lookAgain = false;
    return { receipts: this.heard.splice(0).map(messageReceipt), lookAgain };
  }
}

async function lookedUp(store: ClientStore, book: ReceiptBook, messageId: string, level: ReceiptLevelName): Promise<MessageReceipt | undefined> {
  const reached = judged(await book.of(messageId), level);
  if (reached) return reached;
  const record = await store.messages.get(messageId);
  if (!record) throw new TongbanError('find.nothing', `no message ${messageId} was sent from this store`);
  if (record.reportedCode) throw new TongbanError(record.reportedCode, 'rejected; the receipt was not seen from here');
  return undefined;
}

async function whyPending(store: ClientStore, messageId: string, detail: string): Promise<TongbanError> {
  const refusedCode = (await store.messages.get(messageId))?.refusedCode;
  return new TongbanError(refusedCode ?? 'receipt.pending', refusedCode === undefined ? detail : `${detail}; refused so far, and sent again from the outbox`);
}

/** The first receipt at the level or beyond. @throws TongbanError the code and faults of a rejection. */
function judged(receipts: readonly MessageReceipt[], level: ReceiptLevelName): MessageReceipt | undefined {
  const reached = receipts.filter((receipt) => rankOf(receipt.level) >= rankOf(level)).sort((a, b) => rankOf(a.level) - rankOf(b.level))[0];
  if (reached) return reached;
  const rejected = receipts.findLast((receipt) => receipt.level === 'REJECTED' && passingRefusal(receipt) === undefined);
  if (rejected) throw new TongbanError(rejected.code ?? 'recipient.rejected', rejected.detail ?? '', rejected.faults);
  return undefined;
}
