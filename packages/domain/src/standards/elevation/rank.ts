import type { ElevationCandidate } from './candidates';

/** Cases of a candidate's items in which its participants took part, as one home hub counted them. */
export interface CountedCases {
  /** Hub that is the home of these cases: no two hubs count the same one. */
  readonly hub: string;
  readonly cases: number;
  /** Ended with every duty met in time. */
  readonly onTime: number;
  /** Ended with a duty met late, or past its due date. */
  readonly late: number;
}
export interface ElevationRow extends ElevationCandidate {
  /** From 1; those that nothing but their id tells apart share one. */
  readonly rank: number;
  readonly cases: number;
  /** 0 to 1, of the cases that can be judged; null while there is none. */
  readonly onTimeRate: number | null;
  /** Evaluations are not collected yet: never a number that nobody gave. */
  readonly rating: null;
  readonly counted: readonly CountedCases[];
}
export interface Counted { readonly candidate: ElevationCandidate; readonly counted: readonly CountedCases[] }

/**
 * Candidates in the order of how many adopted them, how many cases ran, and the share of those that ended in time; then by id. No weights and
 * no threshold: what is declared and counted alone decides, so the same inputs give the same list in whatever order they come (T3-C4). Which tier a standard is lifted to,
 * and whether, is for people to decide.
 */
export function rankCandidates(inputs: readonly Counted[]): readonly ElevationRow[] {
  const rows = inputs.map(rowOf).sort((a, b) => compare(a, b) || (a.standardId < b.standardId ? -1 : 1));
  const ranked: ElevationRow[] = [];
  for (const [at, row] of rows.entries()) {
    const before = ranked[at - 1];
    ranked.push({ ...row, rank: before !== undefined && compare(before, row) === 0 ? before.rank : at + 1 });
  }
  return ranked;
}

function rowOf({ candidate, counted }: Counted): ElevationRow {
  const sum = (of: (one: CountedCases) => number): number => counted.reduce((total, one) => total + of(one), 0);
  const [onTime, late] = [sum((one) => one.onTime), sum((one) => one.late)];
  return {
    ...candidate, rank: 0, cases: sum((one) => one.cases), onTimeRate: onTimeRate(onTime, late), rating: null,
    counted: [...counted].sort((a, b) => (a.hub < b.hub ? -1 : 1)),
  };
}

/** Null while no case can be judged: none is neither good nor bad. */
export const onTimeRate = (onTime: number, late: number): number | null => (onTime + late === 0 ? null : onTime / (onTime + late));

/** Without a judged case it comes after those that have one. */
const compare = (a: ElevationRow, b: ElevationRow): number =>
  b.adopters.length - a.adopters.length || b.cases - a.cases || (b.onTimeRate ?? -1) - (a.onTimeRate ?? -1);
