import type { v1 } from '@tongban/contracts';

/**
 * The first receipt of the newest submissions, by digest of the exact bytes: a resend gets it again, byte for byte. Rebuilt at
 * start from what the border itself stored (outbox and rejections); beyond its size the home hub answers from the case log.
 */
export class SubmissionMemory {
  private readonly receipts = new Map<string, v1.SignedReceipt>();
  constructor(private readonly max: number) {}

  firstReceipt(digestHex: string): v1.SignedReceipt | undefined {
    return this.receipts.get(digestHex);
  }
  /** Keeps the first receipt of these bytes; later ones are ignored. */
  remember(digestHex: string, receipt: v1.SignedReceipt): void {
    if (this.receipts.has(digestHex)) return;
    this.receipts.set(digestHex, receipt);
    if (this.receipts.size <= this.max) return;
    const [oldest] = this.receipts.keys();
    if (oldest !== undefined) this.receipts.delete(oldest);
  }
  get size(): number {
    return this.receipts.size;
  }
}
