/** Sent to `cases.counts` as the JSON of a JsonDocument: one count for each set of filters, by the names and in the text form of a case list. */
export interface CaseCountsQuery { readonly counts: readonly Readonly<Record<string, string>>[] }
/** Sets of filters in one question. */
export const CASE_COUNTS_MAX = 500;

/** Cases whose home the answering hub is. */
export interface CaseCount {
  readonly cases: number;
  readonly closed: number;
  /** Ended with every duty met in time. */
  readonly onTime: number;
  /** Ended with a duty met late, or past its due date. */
  readonly late: number;
}
export interface CaseCountsDocument {
  readonly region: string;
  /** In the order asked. */
  readonly counts: readonly CaseCount[];
}
