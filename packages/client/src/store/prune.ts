import type { ClientStore } from './client-store';
import type { StoreOp } from './table';

/** How long settled messages and their receipts are kept: the case log has them for good. */
export interface Keep { readonly days: number; readonly messagesMax: number }
export const KEEP: Keep = { days: 30, messagesMax: 100_000 };

const DAY_MS = 86_400_000;
const BATCH = 200;

/** Forgets own messages settled longer ago than `days`, or beyond the newest `messagesMax`. Returns how many. */
export async function prune(store: ClientStore, nowMs: number, { days, messagesMax }: Keep = KEEP): Promise<number> {
  const keys = await store.settled.keysUnder('');
  const excess = keys.length - messagesMax;
  const old = keys.filter((key, index) => index < excess || Number(key.slice(0, key.indexOf('/'))) < nowMs - days * DAY_MS);
  for (let from = 0; from < old.length; from += BATCH) {
    const ops: StoreOp[] = [];
    for (const key of old.slice(from, from + BATCH)) {
      const messageId = key.slice(key.indexOf('/') + 1);
      const receipts = await store.receipts.keysUnder(`${messageId}/`);
      ops.push(store.settled.del(key), store.messages.del(messageId), store.bytes.del(messageId), ...receipts.map((receipt) => store.receipts.del(receipt)));
    }
    await store.note(ops);
  }
  // An application that does not ask for rejections leaves them here.
  for (const [key, { messageId }] of await store.rejections.under('')) if ((await store.messages.get(messageId)) === undefined) await store.note([store.rejections.del(key)]);
  return old.length;
}
