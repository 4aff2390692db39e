/** The log of cases as the service needs it; the adapter is in nats/. */
export interface LogRecord {
  /** Sequence in the stream; what an append after it must expect. */
  readonly sequence: number;
  readonly data: Uint8Array;
}
export interface CaseLog {
  /** Every entry of the case from a stream sequence on, oldest first. */
  read(caseNo: string, fromSequence: number): Promise<readonly LogRecord[]>;
  /**
   * Appends if the newest entry of the case still has the expected stream sequence (0 for none). @throws `LogConflict`
   * when somebody appended in between.
   */
  append(caseNo: string, entry: Uint8Array, expectedSequence: number): Promise<number>;
}
/** Another writer was faster: read again and decide again. */
export class LogConflict extends Error {
  override readonly name = 'LogConflict';
}
