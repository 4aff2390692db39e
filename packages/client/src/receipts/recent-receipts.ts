import { receiptLevelName } from '@tongban/trust';
import { type VerifiedReceipt, rankOf } from './verified-receipt';

/** About two kilobytes each; of older messages the store is asked. */
const MESSAGES_MAX = 256;

/** All receipts of the messages that this process sent last, so that those who wait for one need not ask the disk. */
export class RecentReceipts {
  /** By message id, the oldest first; then by level and issuer. */
  private readonly messages = new Map<string, Map<string, VerifiedReceipt>>();

  /** Of a message that has none yet. */
  begin(messageId: string): void {
    const [oldest] = this.messages.keys();
    if (oldest !== undefined && this.messages.size >= MESSAGES_MAX) this.messages.delete(oldest);
    this.messages.set(messageId, new Map());
  }

  /** Receipts that are on disk. */
  add(messageId: string, receipts: readonly VerifiedReceipt[]): void {
    const of = this.messages.get(messageId);
    for (const one of receipts) of?.set(keyOf(one), one);
  }

  /** The furthest last; undefined when the store has to be asked. */
  of(messageId: string): VerifiedReceipt[] | undefined {
    const of = this.messages.get(messageId);
    return of && [...of].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  }
}

const keyOf = ({ receipt: { level, issuer } }: VerifiedReceipt): string => `${rankOf(receiptLevelName(level))}/${issuer}`;
