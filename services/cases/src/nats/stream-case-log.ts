import { streams, subjects } from '@tongban/contracts';
import { shardOf } from '@tongban/domain';
import { SequenceConflict, appendExpecting, readSubject } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';
import { sha256Hex } from '@tongban/trust';
import { type CaseLog, LogConflict, type LogRecord } from '../record/case-log';
import type { YearStreams } from './year-streams';

/** The log of a case: one subject of the stream of its year of opening. */
export class StreamCaseLog implements CaseLog {
  constructor(private readonly runtime: RegionRuntime, private readonly years: YearStreams) {}

  async read(caseNo: string, fromSequence: number): Promise<readonly LogRecord[]> {
    const year = yearOf(caseNo);
    if (!(await this.years.has(year))) return [];
    const entries = await readSubject(this.runtime.nats, streams.cases(this.runtime.region, year), this.subject(caseNo), fromSequence);
    return entries.map(({ seq, data }) => ({ sequence: seq, data }));
  }

  async append(caseNo: string, entry: Uint8Array, expectedSequence: number): Promise<number> {
    const stream = await this.years.ensure(yearOf(caseNo));
    try {
      const stored = await appendExpecting(this.runtime.nats, this.runtime.publisher, stream, {
        subject: this.subject(caseNo), data: entry, expected: expectedSequence, msgId: `log:${caseNo}:${sha256Hex(entry).slice(0, 32)}`,
      });
      return stored.sequence;
    } catch (error) {
      if (error instanceof SequenceConflict) throw new LogConflict(error.message, { cause: error });
      throw error;
    }
  }

  private subject(caseNo: string): string {
    return subjects.caseLog(this.runtime.region, yearOf(caseNo), shardOf(caseNo), caseNo);
  }
}

/** The year of opening stands in the number: DIVISION-YYYYMMDD-RANDOM-CHECK. */
export const yearOf = (caseNo: string): string => caseNo.slice(7, 11);
export const caseNoOfSubject = (subject: string): string => subject.split('.').at(-1) ?? '';
