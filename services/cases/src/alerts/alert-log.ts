import { randomUUID } from 'node:crypto';
import { type RegionCode, decode, encode, messageIds, streams, subjects, v1 } from '@tongban/contracts';
import { type AlertLogState, type AlertStep, EMPTY_ALERT_LOG, foldAlert } from '@tongban/domain';
import { type DurablePublisher, readStreamPart } from '@tongban/messaging';
import { sha256 } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { appendChained } from '../chained/append-chained';

export interface AlertLogPorts { readonly nats: NatsConnection; readonly region: RegionCode; readonly publisher: DurablePublisher }
type EntryFields = Omit<v1.AlertEntry.$Properties, 'number' | 'previousHash' | 'region' | 'at'>;

/** The newest that are kept in memory; older ones count in the state all the same. */
const ENTRIES_KEPT = 5_000;
const EVENT = v1.AlertEvent;

/** ALERTS_<R>, read on from where it was read to. What is open, in hand, over and told is what it says, and nothing else. */
export class AlertLog {
  state: AlertLogState = EMPTY_ALERT_LOG;
  /** Oldest first. */
  entries: readonly v1.AlertEntry[] = [];
  /** Numbers of entries whose hash the one after them does not have. */
  readonly broken = new Set<number>();
  private next = 1;
  private lastHash: Buffer | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly ports: AlertLogPorts) {}

  /** Reads what came since. @throws TongbanError `hub.unreachable`. */
  level(): Promise<void> {
    const mine = this.turn.then(() => this.readOn());
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** The entry that raised an alert; undefined where it is too old to be kept, or there is none. */
  raisedAs(number: number): v1.AlertEntry | undefined {
    return this.entries.find((entry) => Number(entry.number) === number && entry.event === EVENT.ALERT_EVENT_RAISED);
  }

  /**
   * Puts a step on record, if it is still one when its turn comes. @param make from the state with everything before it; undefined: there is nothing to record any more. @returns its number.
   * @throws TongbanError `log.conflict`, `hub.unreachable`.
   */
  async append(make: (state: AlertLogState) => EntryFields | undefined): Promise<number | undefined> {
    const { nats, publisher, region } = this.ports;
    const id = randomUUID();
    const log = { nats, publisher, stream: streams.alerts(region), subject: subjects.alerts(region), numberOf: (data: Uint8Array) => Number(decode(v1.AlertEntry, data).number) };
    const stored = await appendChained(log, ({ number }) => messageIds.alert(number, id), async (place) => {
      await this.level();
      const fields = make(this.state);
      return fields && encode(v1.AlertEntry, { ...fields, ...place, region, at: new Date().toISOString() });
    });
    if (stored !== undefined) await this.level();
    return stored?.number;
  }

  private async readOn(): Promise<void> {
    for (let more = true; more;) {
      const part = await readStreamPart(this.ports.nats, streams.alerts(this.ports.region), this.next);
      for (const { seq, data } of part.entries) {
        this.take(decode(v1.AlertEntry, data), data);
        this.next = seq + 1;
      }
      more = part.more;
    }
  }

  private take(entry: v1.AlertEntry, data: Uint8Array): void {
    if (this.lastHash !== undefined && !this.lastHash.equals(entry.previousHash)) this.broken.add(Number(entry.number) - 1);
    this.lastHash = Buffer.from(sha256(data));
    this.entries = [...this.entries.slice(-ENTRIES_KEPT + 1), entry];
    const step = alertStep(entry);
    if (step !== undefined) this.state = foldAlert(this.state, step);
  }
}

/** What an entry means for the state; undefined for one of a later release. */
export function alertStep(entry: v1.AlertEntry): AlertStep | undefined {
  const [number, atMs] = [Number(entry.number), Date.parse(entry.at)];
  switch (entry.event) {
    case EVENT.ALERT_EVENT_RAISED:
      return { event: 'raised', number, ruleId: entry.ruleId, about: entry.about, atMs };
    case EVENT.ALERT_EVENT_RECOVERED:
      return { event: 'recovered', number, alert: Number(entry.alert), atMs };
    case EVENT.ALERT_EVENT_ACKNOWLEDGED:
      return { event: 'acknowledged', number, alert: Number(entry.alert), atMs };
    case EVENT.ALERT_EVENT_SENDING:
      return { event: 'sending', number, channel: entry.channel, upTo: Number(entry.upTo), atMs };
    case EVENT.ALERT_EVENT_SENT:
      return { event: 'sent', number, channel: entry.channel, upTo: Number(entry.upTo), atMs };
    case EVENT.ALERT_EVENT_UNSENT:
      return { event: 'unsent', number, channel: entry.channel, upTo: Number(entry.upTo), atMs };
    default:
      return undefined;
  }
}
