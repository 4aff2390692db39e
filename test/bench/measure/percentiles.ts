/** The value below which a share of the sample lies (nearest rank); NaN of nothing. Exact: every value is kept. */
export function percentile(ascending: readonly number[], share: number): number {
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? Number.NaN;
}

export interface Latency { readonly p50: number; readonly p99: number; readonly max: number; readonly count: number }
export function latencyOf(milliseconds: readonly number[]): Latency {
  const ascending = Float64Array.from(milliseconds).sort();
  const at = (share: number): number => percentile(ascending as unknown as readonly number[], share);
  return { p50: at(0.5), p99: at(0.99), max: at(1), count: ascending.length };
}

/** What several rounds gave: the middle one, and how far they lie apart. */
export interface Spread { readonly median: number; readonly min: number; readonly max: number }
export function spreadOf(values: readonly number[]): Spread {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = (ascending.length - 1) / 2;
  const median = ((ascending[Math.floor(middle)] ?? Number.NaN) + (ascending[Math.ceil(middle)] ?? Number.NaN)) / 2;
  return { median, min: ascending[0] ?? Number.NaN, max: ascending.at(-1) ?? Number.NaN };
}
