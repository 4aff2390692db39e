import { streams } from '@tongban/contracts';
import type { RegionRuntime } from '@tongban/service-kit';
import type { CaseLogs, YearSpan } from '../dry-run/dry-run';
import type { CaseLog } from '../record/case-log';
import { LogReader } from './log-reader';
import { caseNoOfSubject } from './stream-case-log';

/** The case logs of the region, one stream for each year of opening. */
export class StreamCaseLogs implements CaseLogs {
  constructor(private readonly runtime: Pick<RegionRuntime, 'nats' | 'region'>, private readonly cases: Pick<CaseLog, 'read'>) {}

  async years(from: string): Promise<readonly YearSpan[]> {
    const { nats, region } = this.runtime;
    const jsm = await nats.jetstreamManager();
    const prefix = streams.cases(region, '');
    const found: YearSpan[] = [];
    for await (const { config, state } of jsm.streams.list()) {
      const year = config.name.slice(prefix.length);
      if (config.name.startsWith(prefix) && year >= from) found.push({ year, first: state.first_seq, last: state.last_seq });
    }
    return found.sort((a, b) => (a.year < b.year ? -1 : 1));
  }

  async part(year: string, from: number, max: number): ReturnType<CaseLogs['part']> {
    const { messages, more } = await new LogReader(this.runtime.nats, streams.cases(this.runtime.region, year)).read(from, max);
    return { entries: messages.map(({ sequence, subject, data }) => ({ sequence, caseNo: caseNoOfSubject(subject), data })), more };
  }

  log(caseNo: string, from: number): Promise<readonly { readonly data: Uint8Array }[]> {
    return this.cases.read(caseNo, from);
  }
}
