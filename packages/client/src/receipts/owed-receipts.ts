import { decode, v1 } from '@tongban/contracts';
import type { TraceHeaders } from '@tongban/telemetry';
import type { ClientStore } from '../store/client-store';
import type { StoreOp } from '../store/table';

/** A signed receipt, and how it is written. */
export interface Owed {
  readonly caseNo: string;
  /** Sorts the receipts of a case by delivery and level. */
  readonly key: string;
  readonly signed: v1.SignedReceipt;
  readonly op: StoreOp;
  /** The trace in which it came true; not on disk. */
  readonly trace?: TraceHeaders;
}

/** About a kilobyte each. */
const HELD_MAX = 1_024;

/**
 * The receipts on disk that the region does not have yet. Those of this process are also held in memory, so that sending
 * them reads nothing; a case of which that would be too many, or that a predecessor left, is read from disk.
 */
export class OwedReceipts {
  private readonly held = new Map<string, Map<string, v1.SignedReceipt>>();
  private readonly onDisk = new Set<string>();
  private heldCount = 0;
  constructor(private readonly store: ClientStore, private readonly heldMax = HELD_MAX) {}

  /** What the case owes has to be read. */
  leftOnDisk(caseNo: string): void {
    this.onDisk.add(caseNo);
  }

  /** The receipt is on disk. */
  add({ caseNo, key, signed }: Owed): void {
    if (this.onDisk.has(caseNo)) return;
    if (this.heldCount >= this.heldMax) this.onDisk.add(caseNo);
    else this.hold(caseNo, key, signed);
  }

  /** The first receipts of the case by key. */
  async of(caseNo: string, limit: number): Promise<(readonly [key: string, signed: v1.SignedReceipt])[]> {
    if (this.onDisk.has(caseNo)) {
      // What is added while it is read is held, or says again that the case has to be read.
      this.onDisk.delete(caseNo);
      const read = (await this.store.owed.under(`${caseNo}/`, limit)).map(([key, bytes]) => [key, decode(v1.SignedReceipt, bytes)] as const);
      if (read.length === limit || this.heldCount + read.length > this.heldMax) {
        this.onDisk.add(caseNo);
        return read;
      }
      for (const [key, signed] of read) this.hold(caseNo, key, signed);
    }
    return [...(this.held.get(caseNo) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, limit);
  }

  /** The region has them. Lost with a crash they are only sent again, and home takes each receipt once. */
  async forget(caseNo: string, keys: readonly string[]): Promise<void> {
    const of = this.held.get(caseNo);
    for (const key of keys) if (of?.delete(key)) this.heldCount--;
    if (of?.size === 0) this.held.delete(caseNo);
    await this.store.note(keys.map((key) => this.store.owed.del(key)));
  }

  private hold(caseNo: string, key: string, signed: v1.SignedReceipt): void {
    const of = this.held.get(caseNo) ?? new Map<string, v1.SignedReceipt>();
    this.held.set(caseNo, of);
    if (!of.has(key)) this.heldCount++;
    of.set(key, signed);
  }
}
