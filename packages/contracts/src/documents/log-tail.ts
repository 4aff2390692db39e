/** Asked of `cases.tail`, as the JSON of a JsonDocument: what the case logs of a region have after the given places. */
export interface LogTailQuery {
  /** By year of the log: sequence of the last entry that is known, 0 for none. A year that is not named is read from its beginning. */
  readonly after: Readonly<Record<string, number>>;
  /** Entries at most, 1 to LOG_TAIL_MAX. */
  readonly limit: number;
  /** How long to wait for the first of them, in milliseconds, LOG_TAIL_WAIT_MS_MAX at most. */
  readonly waitMs: number;
}
export const LOG_TAIL_MAX = 1_000;
export const LOG_TAIL_WAIT_MS_MAX = 5_000;

export interface LogTailDocument {
  readonly region: string;
  /** Oldest first within a year. */
  readonly entries: readonly LogTailEntry[];
  /** By year: where the log ends, and which log it is (when its stream was made). One that ends before what the asker knows is another log. */
  readonly logs: Readonly<Record<string, { readonly lastSequence: number; readonly created: string }>>;
  /** There are more than the limit. */
  readonly more: boolean;
}
/** One entry of a case log, without anything of its message but who sent what to whom. */
export interface LogTailEntry {
  readonly year: string;
  readonly sequence: number;
  readonly caseNo: string;
  readonly logIndex: number;
  readonly kind: 'registered' | 'rejected' | 'receipts' | 'migrated' | 'alarmed' | 'lapsed' | 'erased' | 'erasure-confirmed';
  /** Business instant of the append. */
  readonly at: string;
  /** Real instant at which the stream stored it. */
  readonly storedAt: string;
  /** Of a registered or rejected message. */
  readonly message?: {
    readonly id: string;
    readonly type: string;
    readonly sender: string;
    readonly recipient: string;
    /** Real milliseconds from the sender's `sentAt` to `storedAt`. */
    readonly tookMs: number;
    /** Of a rejected one. */
    readonly code?: string;
  };
}
