import { type CaseLog, LogConflict, type LogRecord } from '../src/record/case-log';

/** The log of one case in memory, with the rule of the append. It stands for the port, not for JetStream. */
export class OneLog implements CaseLog {
  readonly entries: LogRecord[] = [];
  reads = 0;
  async read(_caseNo: string, fromSequence: number): Promise<readonly LogRecord[]> {
    this.reads++;
    return this.entries.filter(({ sequence }) => sequence >= fromSequence);
  }
  async append(_caseNo: string, data: Uint8Array, expectedSequence: number): Promise<number> {
    if ((this.entries.at(-1)?.sequence ?? 0) !== expectedSequence) throw new LogConflict('another writer');
    const sequence = expectedSequence + 10;
    this.entries.push({ sequence, data });
    return sequence;
  }
}
