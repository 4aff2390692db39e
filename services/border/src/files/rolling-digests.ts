import { type Hash, createHash } from 'node:crypto';

const KEPT_MAX = 1_000;

/**
 * Digests of files as their chunks go to disk one after the other. What was stored in one go by one process need not be read again, which would fill the server's cache with the whole
 * file; of anything else nothing is known here.
 */
export class RollingDigests {
  private readonly kept = new Map<string, { readonly hash: Hash; next: number; sequence: number }>();

  /** The chunk with this number is on disk, at this sequence, right after the one before. */
  took(fileId: string, number: number, data: Uint8Array, sequence: number): void {
    const known = number === 0 ? { hash: createHash('sha256'), next: 0, sequence } : this.kept.get(fileId);
    this.kept.delete(fileId);
    if (known?.next !== number) return;
    known.hash.update(data);
    known.next++;
    known.sequence = sequence;
    this.kept.set(fileId, known);
    if (this.kept.size > KEPT_MAX) this.kept.delete(this.kept.keys().next().value!);
  }

  /** Of a file of `count` chunks, if all of them were taken here in their order and the last one is still the one at `sequence`; asked once. */
  digest(fileId: string, count: number, sequence: number): Buffer | undefined {
    const known = this.kept.get(fileId);
    this.kept.delete(fileId);
    return known?.next === count && known.sequence === sequence ? known.hash.digest() : undefined;
  }
}
