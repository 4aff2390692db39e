import { type ReconciliationKind, type RegionCode, decode, encode, messageIds, streams, subjects, v1 } from '@tongban/contracts';
import { type DurablePublisher, apiErrorCode, readSubject } from '@tongban/messaging';
import type { NatsConnection } from 'nats';

export interface ReconciliationPorts {
  readonly nats: NatsConnection;
  readonly publisher: DurablePublisher;
  readonly region: RegionCode;
  /** Real instant, RFC 3339. */
  readonly now: () => string;
}
type Body = Omit<v1.ReconciliationRecord.$Properties, 'region' | 'fromRegion' | 'at'>;
export type Recorded = v1.ReconciliationRecord;

const NO_SUCH_MESSAGE = 10037;
const RECORDS_MAX = 50_000;

/** The stream of a region that keeps what comparing its links showed. Nothing of it is held in memory: whichever process of the region compares next goes on from it. */
export class ReconciliationLog {
  private readonly stream: string;

  constructor(private readonly ports: ReconciliationPorts) {
    this.stream = streams.reconciliation(ports.region);
  }

  /** @param what tells this record from others of its kind: the same found twice is one record. */
  async add(from: string, kind: ReconciliationKind, what: string, body: Body): Promise<void> {
    const { region, publisher, now } = this.ports;
    await publisher.publish(subjects.reconciled(region, from, kind), encode(v1.ReconciliationRecord, { region, fromRegion: from, at: now(), ...body }), { msgId: messageIds.reconciled(from, kind, what) });
  }

  /** The newest of a kind. */
  async last(from: string, kind: ReconciliationKind): Promise<Recorded | undefined> {
    const jsm = await this.ports.nats.jetstreamManager({ checkAPI: false });
    try {
      const stored = await jsm.streams.getMessage(this.stream, { last_by_subj: subjects.reconciled(this.ports.region, from, kind) });
      return decode(v1.ReconciliationRecord, stored.data);
    } catch (error) {
      if (apiErrorCode(error) === NO_SUCH_MESSAGE) return undefined;
      throw error;
    }
  }

  /** All of a kind, oldest first. */
  async all(from: string, kind: ReconciliationKind): Promise<Recorded[]> {
    const entries = await readSubject(this.ports.nats, this.stream, subjects.reconciled(this.ports.region, from, kind), 1, { entriesMax: RECORDS_MAX });
    return entries.map(({ data }) => decode(v1.ReconciliationRecord, data));
  }
}
