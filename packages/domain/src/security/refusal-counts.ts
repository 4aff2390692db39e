/** What tells one series of refusals from another. */
export interface Refusal { readonly kind: string; readonly by: string; readonly seenBy: string; readonly code?: string; readonly credential?: string }
/** So many of the same between two instants (milliseconds of the epoch). */
export interface RefusalSeries<R extends Refusal> { readonly refusal: R; readonly firstMs: number; readonly lastMs: number; readonly count: number; readonly atLeast: boolean }

/** Series that are counted at a time: who invents credentials must not fill the memory. */
const SERIES_MAX = 1_000;

/**
 * A flood is counted, not listed one by one: the first refusal of a series is told at once, the others within a while are told as one number at its end. A while that brings no other ends
 * the series, so that the next is told at once again.
 */
export class RefusalCounts<R extends Refusal> {
  private readonly series = new Map<string, { refusal: R; beganMs: number; firstMs: number; lastMs: number; count: number; atLeast: boolean }>();

  constructor(private readonly whileMs: number, private readonly seriesMax: number = SERIES_MAX) {}

  /** @returns what is to be told at once. */
  note(refusal: R, atMs: number, { count = 1, atLeast = false }: { readonly count?: number; readonly atLeast?: boolean } = {}): RefusalSeries<R> | undefined {
    const key = JSON.stringify([refusal.kind, refusal.by, refusal.seenBy, refusal.code ?? '', refusal.credential ?? '']);
    const known = this.series.get(key);
    if (known) {
      if (known.count === 0) known.firstMs = atMs;
      Object.assign(known, { lastMs: atMs, count: known.count + count, atLeast: known.atLeast || atLeast });
      return undefined;
    }
    if (this.series.size >= this.seriesMax) {
      // Credentials can be invented without end; kinds and participants cannot.
      if (refusal.credential !== undefined) return this.note({ ...refusal, credential: undefined }, atMs, { count, atLeast });
      return { refusal, firstMs: atMs, lastMs: atMs, count, atLeast: true };
    }
    this.series.set(key, { refusal, beganMs: atMs, firstMs: atMs, lastMs: atMs, count: 0, atLeast: false });
    return { refusal, firstMs: atMs, lastMs: atMs, count, atLeast };
  }

  /** What is to be told now: of every series whose while is over, or of all. */
  due(nowMs: number, all = false): RefusalSeries<R>[] {
    const told: RefusalSeries<R>[] = [];
    for (const [key, one] of this.series) {
      if (!all && nowMs - one.beganMs < this.whileMs) continue;
      if (one.count === 0) this.series.delete(key);
      else {
        const { refusal, firstMs, lastMs, count, atLeast } = one;
        told.push({ refusal, firstMs, lastMs, count, atLeast });
        Object.assign(one, { beganMs: nowMs, count: 0, atLeast: false });
      }
    }
    return told;
  }
}
