/** Sequences of a stream from `from` to `to`, both included. */
export interface SequenceRange {
  readonly from: number;
  readonly to: number;
}

/** What `given` (ascending) lacks of `from`…`to`. Memory follows the holes, not the length. */
export function rangesMissing(given: readonly number[], from: number, to: number): SequenceRange[] {
  const missing: SequenceRange[] = [];
  let next = from;
  for (const sequence of given) {
    if (sequence > to) break;
    if (sequence > next) missing.push({ from: next, to: sequence - 1 });
    next = Math.max(next, sequence + 1);
  }
  if (next <= to) missing.push({ from: next, to });
  return missing;
}

/** `ranges` without the sequences in `known`. */
export function rangesWithout(ranges: readonly SequenceRange[], known: ReadonlySet<number>): SequenceRange[] {
  if (known.size === 0) return [...ranges];
  return ranges.flatMap(({ from, to }) => {
    const within: number[] = [];
    // Whichever is shorter is walked: a range may span a whole stream, and so may the set.
    if (to - from < known.size) for (let sequence = from; sequence <= to; sequence++) { if (known.has(sequence)) within.push(sequence); }
    else for (const sequence of known) if (sequence >= from && sequence <= to) within.push(sequence);
    return rangesMissing(within.sort((a, b) => a - b), from, to);
  });
}

/** `ranges` from a sequence on. */
export const rangesFrom = (ranges: readonly SequenceRange[], first: number): SequenceRange[] =>
  ranges.filter(({ to }) => to >= first).map(({ from, to }) => ({ from: Math.max(from, first), to }));

export const countOfRanges = (ranges: readonly SequenceRange[]): number => ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);

const NAMED_MAX = 5;

/** `353, 400–412`; of many ranges the first five, and how many sequences there are more. */
export function rangesInWords(ranges: readonly SequenceRange[]): string {
  const named = ranges.slice(0, NAMED_MAX).map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
  const more = countOfRanges(ranges.slice(NAMED_MAX));
  return more > 0 ? `${named} (+${more})` : named;
}
