import { type LinkReportDocument, type LinkStandingDocument, TongbanError, type Wording, decode, isRegionCode, streams, subjects, v1 } from '@tongban/contracts';
import { addDays, beijingDateOf, isDate } from '@tongban/domain';
import { Rounds, othersOf } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';
import type { CaseRecord } from '../record/case-record';
import { linkRecord, standingOf } from './findings';
import { LinkComparison } from './link-comparison';
import { LinkDays } from './link-days';
import { heldMessages } from './link-messages';
import { ReconciliationLog } from './reconciliation-log';
import { daySpan, firstStoredSince, inboxStateOf } from './stored-day';

const LOOK_EVERY_MS = 15_000;
const AGAIN_AFTER_FAILURE_MS = 30_000;
const HELD_AT_ONCE = 2_048;
const ANSWER_WITHIN_MS = 15_000;

export interface ReconcilerPorts {
  readonly runtime: RegionRuntime;
  readonly load: (caseNo: string) => Promise<CaseRecord>;
}

/**
 * The reading end of this region's links (T5-C3): compares each with the hub that sends on it, in a cycle and on request; keeps what is found and what is repaired on record; counts
 * each day when it is over. Every process of the region may run one: the records say how far the link was compared, and the same record is stored once.
 */
export class Reconciler {
  private readonly log: ReconciliationLog;
  private readonly days: LinkDays;
  private readonly rounds: Rounds;
  private readonly dueAtMs = new Map<string, number>();
  private readonly standings = new Map<string, LinkStandingDocument>();
  private countedDay = '';
  private comparing: Promise<unknown> = Promise.resolve();

  constructor(private readonly ports: ReconcilerPorts) {
    const { runtime } = ports;
    this.log = new ReconciliationLog({ nats: runtime.nats, publisher: runtime.publisher, region: runtime.region, now: () => new Date().toISOString() });
    this.days = new LinkDays({ runtime, load: ports.load, stuckAfterMs: runtime.config.TONGBAN_RECONCILE_STUCK_MINUTES * 60_000, realMs: () => Date.now() });
    this.rounds = new Rounds(() => this.look(), LOOK_EVERY_MS, (error) => runtime.log.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'links could not be reconciled'));
  }

  start(): void {
    this.rounds.start();
  }
  async stop(): Promise<void> {
    await this.rounds.stop();
    await this.comparing;
  }

  /** How every link stood when it was last compared, for a status. */
  known(): LinkStandingDocument[] {
    return [...this.standings.values()];
  }

  /** A LinkReportQuery. @throws TongbanError `query.invalid`. */
  async report(bytes: Uint8Array): Promise<LinkReportDocument> {
    const { date: asked, compare, otherRegion } = decode(v1.LinkReportQuery, bytes);
    const { region, topology } = this.ports.runtime;
    const today = beijingDateOf(new Date().toISOString());
    const date = asked || today;
    if (!isDate(date) || date > today) throw new TongbanError('query.invalid', `${date} is no day that has begun`);
    if (otherRegion && (!isRegionCode(otherRegion) || otherRegion === region)) throw new TongbanError('query.invalid', `${otherRegion} is no other region`);
    const others = othersOf(topology).filter((other) => otherRegion === '' || other === otherRegion);
    if (compare) for (const other of others) await this.compare(other, sinceOf(date));
    const recorded = date < today ? await this.recorded(date) : undefined;
    return {
      region, date, ...(recorded && { recordedAt: recorded.at }),
      days: recorded ? recorded.days.filter((day) => others.includes(day.otherRegion)) : await this.days.count(date, others),
      standings: await Promise.all(others.map(async (other) => standingOf(other, await linkRecord(this.log, other), this.standings.get(other)?.blind))),
    };
  }

  private async look(): Promise<void> {
    const everyMs = this.ports.runtime.config.TONGBAN_RECONCILE_EVERY_MINUTES * 60_000;
    for (const other of othersOf(this.ports.runtime.topology)) {
      if (Date.now() < (this.dueAtMs.get(other) ?? 0)) continue;
      const compared = await this.compare(other);
      this.dueAtMs.set(other, Date.now() + (compared ? everyMs : AGAIN_AFTER_FAILURE_MS));
    }
    await this.countYesterday();
  }

  /** One link, one comparison at a time: what is new, or all since an instant. @returns whether it came to its end. */
  private compare(from: string, sinceMs?: number): Promise<boolean> {
    const mine = this.comparing.then(async () => {
      let blind: Wording | undefined;
      try {
        await this.comparisonOf(from).round(sinceMs);
      } catch (cause) {
        const { code, message } = TongbanError.from(cause);
        this.ports.runtime.log.warn({ other: from, code, detail: message }, 'a link could not be compared with its sender');
        blind = { zh: `与${from}的比对未能完成（${code}）`, en: `the comparison with ${from} did not come to its end (${code})` };
      }
      this.standings.set(from, standingOf(from, await linkRecord(this.log, from), blind));
      return blind === undefined;
    });
    this.comparing = mine.catch(() => undefined);
    return mine;
  }

  private comparisonOf(from: string): LinkComparison {
    const { environment, region, nats, trust, queries, log } = this.ports.runtime;
    const inbox = streams.inbox(region);
    return new LinkComparison({
      environment, region, trust, log: this.log,
      held: (sender, inboxSequence) => heldMessages(nats, inbox, subjects.exchangeToRegion(environment, sender, region), Math.max(1, inboxSequence), HELD_AT_ONCE),
      inboxSince: (instantMs) => firstStoredSince(nats, inbox, instantMs),
      inboxState: () => inboxStateOf(nats, inbox),
      ask: (sender, name, bytes) => queries.request(subjects.service(environment, sender, name), bytes, { timeoutMs: ANSWER_WITHIN_MS }),
      onGap: (sender, differences) => log.error({ code: 'link.gap', other: sender, messages: differences.length, first: differences[0]?.message.sequence, kinds: [...new Set(differences.map(({ kind }) => kind))] }, 'the two ends of a link do not hold the same'),
      onSetBack: (sender, place) => log.error({ code: 'link.gap', other: sender, ...place }, 'the sender of a link was set back'),
      onRepaired: (sender, sequences) => log.info({ other: sender, messages: sequences.length }, 'messages that were lacking have come'),
    }, from);
  }

  /** Once per day and region: what is already on record is not counted again. */
  private async countYesterday(): Promise<void> {
    const { region } = this.ports.runtime;
    const date = addDays(beijingDateOf(new Date().toISOString()), -1);
    if (this.countedDay === date) return;
    if ((await this.recorded(date)) === undefined) {
      for (const other of othersOf(this.ports.runtime.topology)) await this.compare(other, sinceOf(date));
      const rows = (await this.days.count(date)).map(({ stuckDeliveries: _named, ...row }) => row);
      await this.log.add(region, 'day', date, { day: { date, rows } });
    }
    this.countedDay = date;
  }

  private async recorded(date: string): Promise<{ at: string; days: LinkReportDocument['days'] } | undefined> {
    const found = (await this.log.all(this.ports.runtime.region, 'day')).find(({ day }) => day?.date === date);
    return found && { at: found.at, days: (found.day?.rows ?? []).map(dayOf) };
  }
}

/** A little before the day: what was taken out at its begin shows by what came before. */
const sinceOf = (date: string): number => daySpan(date).fromMs - 3_600_000;

const dayOf = ({ otherRegion, sent, received, owed, acknowledged, stuck }: v1.LinkDayRow.$Properties): LinkReportDocument['days'][number] =>
  ({ otherRegion: otherRegion ?? '', sent: Number(sent ?? 0), received: Number(received ?? 0), owed: Number(owed ?? 0), acknowledged: Number(acknowledged ?? 0), stuck: Number(stuck ?? 0) });

