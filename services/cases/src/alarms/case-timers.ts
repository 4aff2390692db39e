import { type ClockSettingData, beijingDateOf, businessInstant, realMsOf, startOfDay } from '@tongban/domain';
import { Rounds, type Timers } from '@tongban/messaging';

/** A case that may have an alarm to raise, and from which day on (`YYYYMMDD`). */
export interface TimedCase { readonly caseNo: string; readonly day: number }

export interface TimerPorts {
  readonly timers: Pick<Timers, 'set' | 'cancel' | 'pending'>;
  /** The business clock as it is set now. */
  readonly setting: () => ClockSettingData;
  /** Cases that may have an alarm to raise, now or later, page by page; from a view. */
  readonly waiting: () => AsyncIterable<readonly TimedCase[]>;
  /** Cases whose timer is remembered; one more write for a case that was forgotten. */
  readonly rememberedMax: number;
  readonly onError: (error: unknown) => void;
}

/** What is known of the timer of a case: of which entry of its log, the day it rings, and when it was set (real milliseconds). */
interface Remembered { readonly logIndex: number; readonly on: string | undefined; readonly setAtMs: number }

const LOOK_EVERY_MS = 1_000;
/** What the server had not on disk when it died was acknowledged within this time before. */
const UNSYNCED_MAX_MS = 5_000;
/** A server whose clock is ahead rings early: not more often than this. */
const AGAIN_AFTER_MS = 1_000;
const AT_ONCE_MAX = 64;

/**
 * Sees to it that the server rings when the next alarm of a case may be due: at the real moment at which that business day begins. The timers follow the case logs, at most
 * one write per entry and none where the day stays; they decide nothing, and whoever is rung looks at the log. Business days are turned into real moments when a
 * timer is set, so where the clock is set anew all timers are: only a sandbox does that, and a timer that is left where it was would ring days late. Everything is set
 * again that a server may have lost which does not sync timers, or that could not be set, and rings at once where its day has come; what is missed all the same, the sweep of
 * `CaseAlarms` finds.
 */
export class CaseTimers {
  private readonly remembered = new Map<string, Remembered>();
  private readonly rounds: Rounds;
  /** Some timer may be missing: at the start all of them, because nobody knows what happened before. */
  private doubtful = true;
  /** Of the setting that the timers were set by; real time before. */
  private revision = 0;
  /** Cases that may have an earlier timer instead of theirs. */
  private readonly unset = new Set<string>();
  private lostAtMs: number | undefined;

  constructor(private readonly ports: TimerPorts) {
    this.rounds = new Rounds(() => this.round(), LOOK_EVERY_MS, ports.onError);
  }
  start(): void {
    this.rounds.start();
  }
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /**
   * After an entry of a log was read. `on`: the first day on which the case as it is at `logIndex` may have an alarm to raise; a day that has come needs no timer.
   * Never rejects: a timer that cannot be set must not hold up what follows from the entry.
   */
  async follow({ caseNo, logIndex }: { readonly caseNo: string; readonly logIndex: number }, entryIndex: number, on: string | undefined): Promise<void> {
    const before = this.remembered.get(caseNo);
    // Otherwise another process may have followed the log in between, and set another day.
    const isFollowed = before === undefined ? entryIndex === 1 : before.logIndex >= entryIndex - 1;
    const same = isFollowed && before?.on === on;
    this.remember(caseNo, { logIndex, on, setAtMs: same ? before?.setAtMs ?? 0 : Date.now() });
    if (same || (on !== undefined && !this.isLater(on))) return;
    await this.orDoubt(caseNo, () => (on === undefined ? this.ports.timers.cancel(caseNo) : this.set(caseNo, on)));
  }

  /** The timer of a case rang before its day: the clock was set back in speed, or the server's is ahead. */
  async again(caseNo: string, on: string): Promise<void> {
    if (this.isLater(on)) await this.orDoubt(caseNo, () => this.set(caseNo, on, Date.now() + AGAIN_AFTER_MS));
  }

  /** Somebody found an alarm due that no timer had told of. */
  doubt(): void {
    this.doubtful = true;
  }
  /** The server went away, and came back: it may have been killed. */
  disconnected(): void {
    this.lostAtMs ??= Date.now();
  }
  reconnected(): void {
    this.doubtful = true;
  }

  /** Nothing to do in most of them. */
  async round(): Promise<void> {
    const { revision } = this.ports.setting();
    if (revision === this.revision && !this.doubtful) return;
    const { lostAtMs } = this;
    this.doubtful = false;
    try {
      const pending = revision === this.revision ? await this.ports.timers.pending() : new Set<string>();
      await this.setWhere((caseNo) => !pending.has(caseNo) || this.unset.has(caseNo) || this.mayBeUnsynced(caseNo, lostAtMs));
    } catch (error) {
      this.doubtful = true;
      throw error;
    }
    this.revision = revision;
    if (this.lostAtMs === lostAtMs) this.lostAtMs = undefined;
  }

  private async setWhere(isWanted: (caseNo: string) => boolean): Promise<void> {
    for await (const page of this.ports.waiting()) {
      const wanted = page.flatMap(({ caseNo, day }) => {
        // The view is a moment behind what this process has followed.
        const known = this.remembered.get(caseNo);
        const on = known === undefined ? dayOf(day) : known.on;
        return on !== undefined && isWanted(caseNo) ? [{ caseNo, on }] : [];
      });
      for (let at = 0; at < wanted.length; at += AT_ONCE_MAX) await Promise.all(wanted.slice(at, at + AT_ONCE_MAX).map(({ caseNo, on }) => this.set(caseNo, on)));
    }
  }

  private mayBeUnsynced(caseNo: string, lostAtMs: number | undefined): boolean {
    return lostAtMs !== undefined && (this.remembered.get(caseNo)?.setAtMs ?? 0) > lostAtMs - UNSYNCED_MAX_MS;
  }

  private async set(caseNo: string, on: string, notBeforeMs = 0): Promise<void> {
    await this.ports.timers.set(caseNo, Math.max(notBeforeMs, Math.ceil(realMsOf(this.ports.setting(), startOfDay(on)))));
    this.unset.delete(caseNo);
  }

  private async orDoubt(caseNo: string, write: () => Promise<void>): Promise<void> {
    await write().catch((error: unknown) => {
      this.doubtful = true;
      this.unset.add(caseNo);
      this.ports.onError(error);
    });
  }

  private remember(caseNo: string, what: Remembered): void {
    this.remembered.delete(caseNo);
    this.remembered.set(caseNo, what);
    for (const oldest of this.remembered.keys()) {
      if (this.remembered.size <= this.ports.rememberedMax) return;
      this.remembered.delete(oldest);
    }
  }

  private isLater(day: string): boolean {
    return day > this.today();
  }
  private today(): string {
    return beijingDateOf(businessInstant(this.ports.setting(), Date.now()));
  }
}

/** `20260302` as `2026-03-02`. */
const dayOf = (day: number): string => String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
