import { type RegionCode, alarmsToProto, encode, v1 } from '@tongban/contracts';
import { type Alarm, type AlarmRules, alarmsDue, beijingDateOf, isRaised } from '@tongban/domain';
import { Rounds } from '@tongban/messaging';
import { calendarsOf } from '../queries/case-document';
import type { CaseRecord } from '../record/case-record';
import type { CaseStore } from '../record/case-store';
import type { FlowReleases } from '../record/flow-releases';

/** A case that may have an alarm to raise, and from which day on (`YYYYMMDD`). */
export interface WaitingCase { readonly caseNo: string; readonly day: number }

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
  /** Changes whenever what alarms are decided by changes: calendars, watermarks. */
  readonly known: () => string;
  /** Business instant. */
  readonly now: () => string;
  readonly onRaised: (caseNo: string, alarm: Alarm) => void;
  readonly onError: (error: unknown) => void;
}

const LOOK_EVERY_MS = 2_000;
const AT_ONCE_MAX = 8;
/** So often in a row the view does not answer before the logs themselves are gone through. */
const VIEW_FAILURES_MAX = 5;

/**
 * Raises what the clocks of cases say, each alarm once by the append check of its log: when its day comes, when the business clock was moved, when a region has
 * vouched at last, and after a time without this hub. Whatever is missed is found in the next round, because a round asks which cases wait, and not what
 * happened. Several processes may do so side by side.
 */
export class CaseAlarms {
  private readonly rounds: Rounds;
  /** What the cases of `seen` were looked at by. */
  private asked = '';
  private readonly seen = new Map<string, number>();
  private viewFailures = 0;
  private lookedThroughFor = '';
  private stopping = false;

  constructor(private readonly ports: AlarmPorts) {
    this.rounds = new Rounds(() => this.round(), LOOK_EVERY_MS, ports.onError);
  }

  start(): void {
    this.rounds.start();
  }
  async stop(): Promise<void> {
    this.stopping = true;
    await this.rounds.stop();
  }

  /** Raises what is due in one case now. @returns how many alarms. */
  async look(caseNo: string): Promise<number> {
    const { store, now, onRaised } = this.ports;
    // As the log has it: what was registered by another process counts too.
    await store.load(caseNo);
    let raised: readonly Alarm[] = [];
    await store.append(caseNo, (record) => {
      const registeredAt = now();
      raised = this.dueIn(record, registeredAt);
      return Promise.resolve(raised.length === 0 ? undefined : encode(v1.CaseEntry, {
        logIndex: record.logIndex + 1, previousHash: record.lastHash, caseNo, registeredAt, alarmed: alarmsToProto(raised),
      }));
    });
    for (const alarm of raised) onRaised(caseNo, alarm);
    return raised.length;
  }

  /** A message was taken that shows an escalation not to hold: it need not wait for the next round. */
  async lookAfter({ caseNo, alarms }: Pick<CaseRecord, 'caseNo' | 'alarms'>): Promise<void> {
    if (alarms.some(({ annulledBy, ...one }) => annulledBy !== undefined && !isRaised(alarms, { ...one, stage: 'annulled' }))) await this.look(caseNo);
  }

  /** One round over the cases that wait; those that were looked at since anything changed are passed over. */
  async round(): Promise<void> {
    const { waiting, known, now } = this.ports;
    const day = beijingDateOf(now());
    const asked = `${day}|${known()}`;
    if (asked !== this.asked) this.seen.clear();
    this.asked = asked;
    try {
      for await (const page of waiting(day)) await this.lookAtAll(page.filter((one) => this.seen.get(one.caseNo) !== one.day));
      this.viewFailures = 0;
    } catch (cause) {
      this.viewFailures += 1;
      if (this.viewFailures < VIEW_FAILURES_MAX || this.lookedThroughFor === asked) throw cause;
      for await (const page of this.ports.everyCase()) await this.lookAtAll(page.map((caseNo) => ({ caseNo, day: 0 })));
      if (!this.stopping) this.lookedThroughFor = asked;
    }
  }

  /** A case that cannot be read holds up no other; it is looked at again. */
  private async lookAtAll(cases: readonly WaitingCase[]): Promise<void> {
    for (let at = 0; at < cases.length && !this.stopping; at += AT_ONCE_MAX) {
      await Promise.all(cases.slice(at, at + AT_ONCE_MAX).map(async ({ caseNo, day }) => {
        try {
          await this.look(caseNo);
          this.seen.set(caseNo, day);
        } catch (error) {
          this.ports.onError(error);
        }
      }));
    }
  }

  private dueIn({ opening, state, alarms }: CaseRecord, at: string): readonly Alarm[] {
    if (!opening || !state) return [];
    const { releases, rules, vouchedUntil } = this.ports;
    return alarmsDue(opening.release.flow, state, alarms, beijingDateOf(at), {
      calendars: calendarsOf(opening, releases), rules, vouchedUntil: (side) => vouchedUntil(opening.parties[side].region),
    });
  }
}
