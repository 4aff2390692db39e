import type { v1 } from '@tongban/contracts';
import { receiptFromHeader, receiptToHeader } from '@tongban/trust';

/**
 * The first receipt of the newest submissions, by participant and digest of the exact bytes: a resend gets it again, byte for byte.
 * The same bytes of another participant are another submission, which must neither be told nor spoil what the sender is told.
 * Rebuilt at start from what the border itself stored (outbox and rejections); beyond its size the home hub answers from the case log.
 */
export class SubmissionMemory {
  /** As text: bytes would each keep the 8 KiB alive that they were cut from, and there are as many as `max`. */
  private readonly receipts = new Map<string, string>();
  constructor(private readonly max: number) {}

  firstReceipt(participant: string, digestHex: string): v1.SignedReceipt | undefined {
    const receipt = this.receipts.get(keyOf(participant, digestHex));
    return receipt === undefined ? undefined : receiptFromHeader(receipt);
  }
  /** Keeps the first receipt of these bytes; later ones are ignored. */
  remember(participant: string, digestHex: string, receipt: v1.SignedReceipt): void {
    const key = keyOf(participant, digestHex);
    if (this.receipts.has(key)) return;
    this.receipts.set(key, receiptToHeader(receipt));
    if (this.receipts.size <= this.max) return;
    const [oldest] = this.receipts.keys();
    if (oldest !== undefined) this.receipts.delete(oldest);
  }
  get size(): number {
    return this.receipts.size;
  }
}

const keyOf = (participant: string, digestHex: string): string => `${participant}:${digestHex}`;
