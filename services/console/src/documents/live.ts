/**
 * `GET /api/v1/live`, server-sent events. `log` has an id: what it tells up to is in it, and `Last-Event-ID` goes on from there without loss, from the logs themselves where the console
 * keeps no more of it. `now` is a NowDocument and has none. A comment line comes every 15 s.
 */
export interface LiveLogEvent {
  /** Entries of case logs that this event stands for. */
  readonly entries: number;
  /** Entries since the beginning of all logs, after this event: equal to what the logs hold. */
  readonly total: number;
  readonly byRegion: Readonly<Record<string, number>>;
  /** Cases that changed, newest last; at most 500. */
  readonly changed: readonly ChangedCase[];
  /** More changed than are named: lists are to be asked anew. */
  readonly more: boolean;
}
export interface ChangedCase { readonly caseNo: string; readonly logIndex: number; readonly kind: string; readonly at: string }
