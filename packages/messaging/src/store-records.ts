import { decode, encode, messageIds, streams, subjects, v1 } from '@tongban/contracts';
import type { NatsConnection } from 'nats';
import { readSubject } from './case-log';
import { DurablePublisher } from './publish';

type Body = Pick<v1.StoreRecord.$Properties, 'rebuilt' | 'settled'>;

const RECORDS_MAX = 50_000;

/** What is on record about the store of a region, beside what comparing its links showed and in the same stream. */
export class StoreRecords {
  constructor(private readonly nc: NatsConnection, private readonly region: string) {}

  /** @param what tells this record from others: the same is recorded once. */
  async add(what: string, body: Body): Promise<void> {
    const kind = body.rebuilt ? 'rebuilt' : 'settled';
    const record = encode(v1.StoreRecord, { region: this.region, at: new Date().toISOString(), ...body });
    await new DurablePublisher(this.nc).publish(subjects.reconciled(this.region, this.region, kind), record, { msgId: messageIds.storeRecord(this.region, kind, what) });
  }

  /** Oldest first. @throws TongbanError `hub.unreachable`, also where the region has no such stream. */
  async all(kind: 'rebuilt' | 'settled'): Promise<v1.StoreRecord[]> {
    const entries = await readSubject(this.nc, streams.reconciliation(this.region), subjects.reconciled(this.region, this.region, kind), 1, { entriesMax: RECORDS_MAX });
    return entries.map(({ data }) => decode(v1.StoreRecord, data));
  }

  /** When the server made each stream that was rebuilt: of a stream that was rebuilt twice, the last time. */
  async rebuilt(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.all('rebuilt')).flatMap(({ rebuilt }) => (rebuilt?.streams ?? []).map(({ stream, created }): [string, string] => [stream ?? '', created ?? ''])));
  }
}
