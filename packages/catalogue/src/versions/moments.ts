/** Moments added one by one until they are put in order with the rest: looked through at every question. */
const UNORDERED_MAX = 512;

/**
 * Moments at which something changes, in milliseconds; immutable. One with more shares the ordered ones with the one before, so that a registry of many versions
 * neither costs a look at all of them at every question nor a copy of all of them at every publication.
 */
export class Moments {
  static readonly NONE = new Moments(new Float64Array(), []);

  private constructor(private readonly ordered: Float64Array, private readonly unordered: readonly number[]) {}

  with(moments: Iterable<number>): Moments {
    const unordered = [...new Set([...this.unordered, ...moments])];
    if (unordered.length <= UNORDERED_MAX) return new Moments(this.ordered, unordered);
    return new Moments(Float64Array.from(new Set([...this.ordered, ...unordered])).sort(), []);
  }

  /** The span without a change around a moment: from `from` to before `to`. */
  spanAround(at: number): { readonly from: number; readonly to: number } {
    const after = this.firstAfter(at);
    let from = this.ordered[after - 1] ?? Number.NEGATIVE_INFINITY;
    let to = this.ordered[after] ?? Number.POSITIVE_INFINITY;
    for (const moment of this.unordered) {
      if (moment <= at) from = Math.max(from, moment);
      else to = Math.min(to, moment);
    }
    return { from, to };
  }

  /** Place of the first ordered one after a moment. */
  private firstAfter(at: number): number {
    let [low, high] = [0, this.ordered.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ordered[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
