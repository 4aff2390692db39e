import { HUB, type LinkDayDocument, NOBODY, type StuckDelivery, headers, streams, subjects } from '@tongban/contracts';
import { type LogEntry, othersOf, readSubjectPart } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';
import { readReceipt } from '@tongban/trust';
import type { CaseRecord } from '../record/case-record';
import { daySpan, firstStoredSince } from './stored-day';

export interface LinkDaysPorts {
  readonly runtime: Pick<RegionRuntime, 'environment' | 'region' | 'topology' | 'nats'>;
  readonly load: (caseNo: string) => Promise<CaseRecord>;
  /** A delivery without a receipt is stuck after this long (real time). */
  readonly stuckAfterMs: number;
  readonly realMs: () => number;
}

const STUCK_NAMED_MAX = 100;

/**
 * Counts a region's links of one day (T5-C3): what it sent to each other region, from its OUTBOX; what it received, from its INBOX; which deliveries are acknowledged by
 * their recipients, from the logs of the cases. Days are Beijing dates of real time, as the streams stored.
 */
export class LinkDays {
  constructor(private readonly ports: LinkDaysPorts) {}

  async count(date: string, others: readonly string[] = othersOf(this.ports.runtime.topology)): Promise<LinkDayDocument[]> {
    const { region, environment } = this.ports.runtime;
    const days: LinkDayDocument[] = [];
    for (const otherRegion of others) {
      const counted = { sent: 0, received: 0, owed: 0, acknowledged: 0, stuck: 0 };
      const stuckDeliveries: StuckDelivery[] = [];
      for await (const _entry of this.stored(streams.inbox(region), subjects.exchangeToRegion(environment, otherRegion, region), date)) counted.received++;
      for await (const entry of this.stored(streams.outbox(region), subjects.exchangeToRegion(environment, region, otherRegion), date)) {
        counted.sent++;
        const delivery = deliveryOf(entry);
        const answered = delivery && (await this.isAnswered(delivery));
        if (delivery === undefined || answered === undefined) continue;
        counted.owed++;
        if (answered) counted.acknowledged++;
        else if (Date.parse(entry.time) <= this.ports.realMs() - this.ports.stuckAfterMs) {
          counted.stuck++;
          if (stuckDeliveries.length < STUCK_NAMED_MAX) stuckDeliveries.push({ ...delivery, sentAt: entry.time });
        }
      }
      days.push({ otherRegion, ...counted, stuckDeliveries });
    }
    return days;
  }

  /** Undefined where nobody owes a receipt: the copy that tells a sender that its message is registered. */
  private async isAnswered({ caseNo, participant, logIndex }: Delivery): Promise<boolean | undefined> {
    const message = (await this.ports.load(caseNo)).registeredMessages.find((one) => one.logIndex === logIndex);
    if (message === undefined || message.sender === participant) return undefined;
    return message.later.some((receipt) => readReceipt(receipt).issuer.endsWith(`:${participant}`));
  }

  private async *stored(stream: string, subject: string, date: string): AsyncGenerator<LogEntry> {
    const { nats } = this.ports.runtime;
    const { fromMs, toMs } = daySpan(date);
    for (let next = await firstStoredSince(nats, stream, fromMs); ;) {
      const { entries, more } = await readSubjectPart(nats, stream, subject, next);
      for (const entry of entries) {
        if (Date.parse(entry.time) >= toMs) return;
        yield entry;
      }
      if (!more) return;
      next = entries.at(-1)!.seq + 1;
    }
  }
}

type Delivery = Pick<StuckDelivery, 'caseNo' | 'participant' | 'logIndex'>;

/** xr.<env>.<region>.<from>.<toRegion>.<to>.<shard>.<kind>. What was sent again is no other delivery. */
function deliveryOf({ subject, headers: stored }: LogEntry): Delivery | undefined {
  const [, , , from, , to = '', , kind] = subject.split('.');
  const [caseNo = '', logIndex = 0] = [stored[headers.ceSubject], Number(stored[headers.logIndex])];
  return kind === 'delivery' && from === HUB && to !== HUB && to !== NOBODY && caseNo !== '' && stored[headers.repairs] === undefined ? { caseNo, participant: to, logIndex } : undefined;
}
