/** A sample is taken of the newest so many messages of a stream. */
const RECENT = 10_000;

/** The newest sequences of a stream, oldest first. */
export function sequencesOf({ first, last }: { readonly first: number; readonly last: number }): number[] {
  const from = Math.max(first, last - RECENT + 1);
  return Array.from({ length: Math.max(0, last - from + 1) }, (_, index) => from + index);
}
