import { type RegionCode, alarmsToProto, encode, v1 } from '@tongban/contracts';
import { type Alarm, type AlarmRules, alarmsDue, beijingDateOf } from '@tongban/domain';
import { Rounds } from '@tongban/messaging';
import { calendarsOf } from '../queries/case-document';
import { lapseEntry } from '../record/case-lapse';
import type { CaseRecord } from '../record/case-record';
import type { CaseStore } from '../record/case-store';
import type { FlowReleases } from '../record/flow-releases';
import { alarmDayOf } from './alarm-day';
import type { CaseTimers } from './case-timers';

/** A case that may have an alarm to raise, and how far of its log was known when that was said. */
export interface WaitingCase { readonly caseNo: string; readonly logIndex: number }

/** Why a case was looked at: its timer rang, its log went on, something that alarms are decided by changed, or it was found by the sweep that misses nothing. */
export type WokenBy = 'timer' | 'entry' | 'news' | 'sweep';

export interface AlarmPorts {
  readonly store: Pick<CaseStore, 'load' | 'append'>;
  readonly releases: Pick<FlowReleases, 'calendarOf'>;
  readonly rules: AlarmRules;
  /** Business instant until which a region has vouched for what it received. */
  readonly vouchedUntil: (region: RegionCode) => string | undefined;
  /** Cases that may have an alarm to raise until a day, page by page; from a view. */
  readonly waiting: (day: string) => AsyncIterable<readonly WaitingCase[]>;
  /** Every case there is, page by page; from the logs, for when no view answers. */
  readonly everyCase: () => AsyncIterable<readonly string[]>;
  /** Changes whenever what alarms are decided by changes: the setting of the clock, calendars, watermarks. */
  readonly known: () => string;
  /** Business instant. */
  readonly now: () => string;
  readonly onRaised: (caseNo: string, alarm: Alarm, wokenBy: WokenBy) => void;
  /** Absent where nobody rings: then a case waits for the next sweep. */
  readonly timers?: Pick<CaseTimers, 'follow' | 'again' | 'doubt'>;
  /** From the end of a sweep without news to the next, in real milliseconds. Default 45 s. */
  readonly sweepEveryMs?: number;
  readonly onError: (error: unknown) => void;
}

/** Whether there is news is seen in memory, without asking anybody. */
const NEWS_EVERY_MS = 500;
const SWEEP_EVERY_MS = 45_000;
const AFTER_FAILURE_MS = 2_000;
const AT_ONCE_MAX = 8;
/** So often in a row the view does not answer before the logs themselves are gone through. */
const VIEW_FAILURES_MAX = 5;

/**
 * Raises what the clocks of cases say, each alarm once by the append check of its log: when the timer of the case rings, when its log goes on, and in rounds over the cases
 * that wait where the business clock was moved, a region has vouched at last or a calendar came. A slow sweep finds whatever was missed, and at the start what came due without
 * this hub, because a round asks which cases wait, and not what happened. Several processes may do so side by side.
 */
export class CaseAlarms {
  private readonly rounds: Rounds;
  /** What the cases of `seen` were looked at by. */
  private asked = '';
  /** How far their logs were: one that has gone on since may have something new to raise, although its first day is the same. */
  private readonly seen = new Map<string, number>();
  private viewFailures = 0;
  private lookedThroughFor = '';
  private stopping = false;
  /** What was known in the round before; undefined before the first. */
  private heard: string | undefined;
  private nextAtMs = 0;
  /** Business instant at which the last round began that looked at every case that waits. */
  private begunAt: string | undefined;

  constructor(private readonly ports: AlarmPorts) {
    this.rounds = new Rounds(() => this.roundIfNeeded(), NEWS_EVERY_MS, ports.onError);
  }

  start(): void {
    this.rounds.start();
  }
  /** What alarms are decided by has changed. */
  soon(): void {
    this.rounds.soon();
  }
  async stop(): Promise<void> {
    this.stopping = true;
    await this.rounds.stop();
  }

  /** Everything that was due then, by what was known and shown then, is raised; undefined before the first whole round. */
  get lookedAt(): string | undefined {
    return this.begunAt;
  }

  /** Raises what is due in one case now, and ends it where its flow says so after an escalation. @returns how many alarms. */
  async look(caseNo: string, wokenBy: WokenBy = 'sweep'): Promise<number> {
    return (await this.raise(caseNo, wokenBy)).raised;
  }

  /** An entry of its log was read: an alarm that may be due now is looked for, and the timer of the case set to the day of its next. */
  async lookAfter(record: CaseRecord, entryIndex: number = record.logIndex): Promise<void> {
    const { releases, rules, now, timers } = this.ports;
    const on = alarmDayOf(record, releases, rules);
    await timers?.follow(record, entryIndex, on);
    if (on !== undefined && on <= beijingDateOf(now())) await this.look(record.caseNo, 'entry');
  }

  /** The timer of the case rang. */
  async rung(caseNo: string): Promise<void> {
    const { releases, rules, timers } = this.ports;
    const { raised, record } = await this.raise(caseNo, 'timer');
    const on = raised === 0 ? alarmDayOf(record, releases, rules) : undefined;
    if (on !== undefined) await timers?.again(caseNo, on);
  }

  private async raise(caseNo: string, wokenBy: WokenBy): Promise<{ raised: number; record: CaseRecord }> {
    const { store, now, onRaised } = this.ports;
    // As the log has it: what was registered by another process counts too.
    await store.load(caseNo);
    let raised: readonly Alarm[] = [];
    await store.append(caseNo, (known) => {
      const registeredAt = now();
      raised = this.dueIn(known, registeredAt);
      return Promise.resolve(raised.length === 0 ? undefined : encode(v1.CaseEntry, {
        logIndex: known.logIndex + 1, previousHash: known.lastHash, caseNo, registeredAt, alarmed: alarmsToProto(raised),
      }));
    });
    for (const alarm of raised) onRaised(caseNo, alarm, wokenBy);
    return { raised: raised.length, record: await store.append(caseNo, (known) => Promise.resolve(lapseEntry(known, this.ports, now()))) };
  }

  /** A round where there is news, else a sweep now and then; what failed is tried again soon. */
  private async roundIfNeeded(): Promise<void> {
    const heard = this.ports.known();
    const isNews = this.heard !== undefined && heard !== this.heard;
    if (Date.now() < this.nextAtMs && !(isNews && this.viewFailures === 0)) return;
    try {
      const raised = await this.round(isNews ? 'news' : 'sweep');
      if (!isNews && raised > 0) this.ports.timers?.doubt();
      this.heard = heard;
      this.nextAtMs = Date.now() + (this.ports.sweepEveryMs ?? SWEEP_EVERY_MS);
    } catch (error) {
      this.nextAtMs = Date.now() + AFTER_FAILURE_MS;
      throw error;
    }
  }

  /** One round over the cases that wait; those that were looked at since anything changed are passed over. @returns how many alarms were raised. */
  async round(wokenBy: WokenBy = 'sweep'): Promise<number> {
    const { waiting, known, now } = this.ports;
    const begunAt = now();
    const day = beijingDateOf(begunAt);
    const asked = `${day}|${known()}`;
    if (asked !== this.asked) this.seen.clear();
    this.asked = asked;
    let raised = 0;
    try {
      let isWhole = true;
      for await (const page of waiting(day)) {
        const looked = await this.lookAtAll(page.filter((one) => this.seen.get(one.caseNo) !== one.logIndex), wokenBy);
        raised += looked.raised;
        isWhole &&= looked.isWhole;
      }
      this.viewFailures = 0;
      if (isWhole) this.begunAt = begunAt;
    } catch (cause) {
      this.viewFailures += 1;
      if (this.viewFailures < VIEW_FAILURES_MAX || this.lookedThroughFor === asked) throw cause;
      for await (const page of this.ports.everyCase()) raised += (await this.lookAtAll(page.map((caseNo) => ({ caseNo, logIndex: 0 })), wokenBy)).raised;
      if (!this.stopping) this.lookedThroughFor = asked;
    }
    return raised;
  }

  /** A case that cannot be read holds up no other; it is looked at again. `isWhole`: every one was looked at. */
  private async lookAtAll(cases: readonly WaitingCase[], wokenBy: WokenBy): Promise<{ readonly raised: number; readonly isWhole: boolean }> {
    let [raised, looked] = [0, 0];
    for (let at = 0; at < cases.length && !this.stopping; at += AT_ONCE_MAX) {
      await Promise.all(cases.slice(at, at + AT_ONCE_MAX).map(async ({ caseNo, logIndex }) => {
        try {
          raised += await this.look(caseNo, wokenBy);
          this.seen.set(caseNo, logIndex);
          looked += 1;
        } catch (error) {
          this.ports.onError(error);
        }
      }));
    }
    return { raised, isWhole: looked === cases.length };
  }

  private dueIn({ opening, state, alarms }: CaseRecord, at: string): readonly Alarm[] {
    if (!opening || !state) return [];
    const { releases, rules, vouchedUntil } = this.ports;
    return alarmsDue(opening.release.flow, state, alarms, beijingDateOf(at), {
      calendars: calendarsOf(opening, releases), rules, vouchedUntil: (side) => vouchedUntil(opening.parties[side].region),
    });
  }
}
