import { type DurablePublisher, SequenceConflict, appendExpecting, readLast } from '@tongban/messaging';
import { sha256 } from '@tongban/trust';
import type { NatsConnection } from 'nats';

export interface ChainedLog {
  readonly nats: NatsConnection;
  readonly publisher: DurablePublisher;
  readonly stream: string;
  readonly subject: string;
  /** Of the bytes of an entry. */
  readonly numberOf: (data: Uint8Array) => number;
}
/** What the entry before decides of the next one. */
export interface ChainPlace { readonly number: number; readonly previousHash: Uint8Array }

const ATTEMPTS_MAX = 30;

/**
 * Appends an entry that carries its number and the hash of the one before, under the expected sequence: nobody can take one out or put one in without its showing. @param make the bytes for a place; undefined where nothing is to be appended any
 * more. @returns where it is stored; undefined when `make` gave nothing. @throws TongbanError `log.conflict` when others kept coming first, `hub.storage-full`, `hub.unreachable`.
 */
export async function appendChained(log: ChainedLog, msgId: (place: ChainPlace) => string, make: (place: ChainPlace) => Promise<Uint8Array | undefined> | Uint8Array | undefined): Promise<{ readonly sequence: number; readonly number: number; readonly duplicate: boolean } | undefined> {
  for (let attempt = 1; ; attempt++) {
    const last = await readLast(log.nats, log.stream, log.subject);
    const place: ChainPlace = last === undefined ? { number: 1, previousHash: new Uint8Array() } : { number: log.numberOf(last.data) + 1, previousHash: sha256(last.data) };
    const data = await make(place);
    if (data === undefined) return undefined;
    try {
      const { sequence, duplicate } = await appendExpecting(log.nats, log.publisher, log.stream, { subject: log.subject, data, expected: last?.seq ?? 0, msgId: msgId(place) });
      return { sequence, number: place.number, duplicate };
    } catch (error) {
      if (!(error instanceof SequenceConflict) || attempt >= ATTEMPTS_MAX) throw error;
    }
  }
}
