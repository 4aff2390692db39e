import type { Redis } from 'ioredis';
import { type AlarmRow, CASE_LIST_LIMIT_MAX, type CaseRow, type CheckDocument, TongbanError, streams } from '@tongban/contracts';
import type { RegionRuntime } from '@tongban/service-kit';
import { readCaseEntry } from '@tongban/trust';
import { type CaseChange, CaseViews, ViewFeeder } from '@tongban/views';
import { alarmDayOf } from '../alarms/alarm-day';
import { calendarsOf } from '../queries/case-document';
import type { CaseRecord } from '../record/case-record';
import type { CaseStore } from '../record/case-store';
import type { FlowReleases } from '../record/flow-releases';
import { caseReferences, caseRow, claimReference, rejectionReferences } from '../views/case-projection';
import { openAlarms } from '../views/open-alarms';
import { LogReader, type StreamMessage } from './log-reader';
import { caseNoOfSubject, yearOf } from './stream-case-log';

const LEVEL_WITHIN_MS = 3000;

/** The list and search of one region: a view of its case logs and of its rejections, kept level by one feeder per stream. */
export class RegionViews {
  readonly views: CaseViews;
  private readonly feeders = new Map<string, ViewFeeder<StreamMessage>>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly runtime: RegionRuntime, redis: Redis, private readonly store: CaseStore, private readonly releases: FlowReleases) {
    this.views = new CaseViews(redis, runtime.region);
  }

  feedRejections(): void {
    const stream = streams.rejected(this.runtime.region);
    this.feed(stream, (message) => ({ references: rejectionReferences(message.data, { region: this.runtime.region, stream, sequence: message.sequence }) }));
  }
  feedCases(stream: string): void {
    this.feed(stream, (message) => this.projectCase(message));
  }
  /** There is something new in a stream: do not wait for the next look. */
  wake(stream: string): void {
    this.feeders.get(stream)?.wake();
    for (const listener of [...this.listeners]) listener();
  }
  /** Resolves when a stream is said to have something new, and after `ms` at the latest. */
  appended(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const heard = (): void => {
        clearTimeout(timer);
        this.listeners.delete(heard);
        resolve();
      };
      const timer = setTimeout(heard, ms);
      this.listeners.add(heard);
    });
  }
  async stop(): Promise<void> {
    await Promise.all([...this.feeders.values()].map((feeder) => feeder.stop()));
  }

  /** Cases that used a value under a rule; none when the view cannot answer, because the rule then is no more than an alarm missed. */
  async valueUsers(ruleId: string, participant: string, value: string): Promise<readonly string[]> {
    try {
      const matches = await this.views.find(claimReference(ruleId, participant, value));
      return matches.flatMap(({ caseNo }) => caseNo ?? []);
    } catch (error) {
      this.runtime.log.warn({ ruleId, error: error instanceof Error ? error.name : 'unknown' }, 'a rule over all cases could not be checked');
      return [];
    }
  }

  /** Waits until the views hold what the streams held when asked, so that a list shows what was acknowledged before; false when they do not within a moment. */
  async level(): Promise<boolean> {
    const level = await Promise.all([...this.feeders].map(async ([stream, feeder]) => {
      const { lastSequence } = await new LogReader(this.runtime.nats, stream).position();
      return feeder.caughtUp(lastSequence, LEVEL_WITHIN_MS);
    }));
    return level.every(Boolean);
  }

  /** Drops what the region's lists and search are made of; the feeders make it anew from the logs. Whoever asks meanwhile is told that it is under way. */
  async rebuild(): Promise<void> {
    await this.views.drop();
    for (const feeder of this.feeders.values()) feeder.wake();
  }

  /** Numbers of the running cases of a flow, page by page, as far as the view has them. */
  async *running(flowId: string): AsyncGenerator<readonly string[]> {
    let after: string | undefined;
    do {
      const { rows, next } = await this.views.list({ flow: flowId, closed: false }, CASE_LIST_LIMIT_MAX, after);
      yield rows.map(({ caseNo }) => caseNo);
      after = next;
    } while (after !== undefined);
  }

  async check(): Promise<CheckDocument & { lag: number; detail?: string }> {
    const lags = await Promise.all([...this.feeders.values()].map((feeder) => feeder.lag().catch(() => -1)));
    const problem = [...this.feeders.values()].map((feeder) => feeder.problem).find((one) => one);
    const lag = lags.reduce((sum, one) => sum + Math.max(0, one), 0);
    const ok = !problem && lags.every((one) => one >= 0);
    return { ok, lag, wording: ok ? { zh: '视图与日志一致或正在跟进', en: 'views follow the logs' } : { zh: '视图落后，数据仍在日志中', en: 'views are behind; the logs are complete' }, ...(problem && { detail: problem.message }) };
  }

  /** A calendar came: the rows of cases whose due date lay beyond the one before are made anew, for nothing is appended to their logs. */
  async refreshBeyondCalendar(): Promise<void> {
    for await (const page of this.views.beyondCalendar()) {
      for (const caseNo of page) {
        const found = this.rowOf(await this.store.load(caseNo));
        // Refused when a feeder was quicker or the view is dropped: the next round does it.
        if (found && !(await this.views.refresh(streams.cases(this.runtime.region, yearOf(caseNo)), found)).applied) throw new TongbanError('hub.starting', 'the view moved meanwhile');
      }
    }
  }

  private async projectCase(message: StreamMessage): Promise<CaseChange> {
    const { logIndex } = readCaseEntry(message.data);
    const record = await this.store.follow(caseNoOfSubject(message.subject), message);
    return { ...this.rowOf(record), references: caseReferences(record, this.runtime.region, logIndex) };
  }

  private rowOf(record: CaseRecord): { readonly row: CaseRow; readonly alarms: readonly AlarmRow[] } | undefined {
    const row = caseRow(record, this.runtime.region, (opening) => calendarsOf(opening, this.releases));
    const alarmOn = row && alarmDayOf(record, this.releases, this.runtime.catalogue.alarmRules);
    return row && { row: { ...row, ...(alarmOn && { alarmOn }) }, alarms: openAlarms(record, this.runtime.region, (opening) => calendarsOf(opening, this.releases)) };
  }

  private feed(stream: string, project: (message: StreamMessage) => CaseChange | Promise<CaseChange>): void {
    if (this.feeders.has(stream)) return;
    const feeder = new ViewFeeder<StreamMessage>({
      views: this.views, stream, reader: new LogReader(this.runtime.nats, stream), project,
      onProblem: ({ error, skipped }) => this.runtime.log.warn({ stream, code: error.code, skipped }, 'view feeder'),
    });
    this.feeders.set(stream, feeder);
    feeder.start();
  }
}
