/** Numbers in [0, 1) that follow from a seed (mulberry32), so that a drill can be run again as it was. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
/** A whole number from 0 to below `bound`. */
export const below = (random: () => number, bound: number): number => Math.floor(random() * bound);

/** At most `count` of the values, in their order. */
export function sampleOf<T>(random: () => number, values: readonly T[], count: number): T[] {
  const left = values.map((_, index) => index);
  const chosen = Array.from({ length: Math.min(count, values.length) }, () => left.splice(below(random, left.length), 1)[0]!);
  return chosen.sort((a, b) => a - b).map((index) => values[index]!);
}
