import { subjects, streams } from '@tongban/contracts';
import type { JetStreamManager, NatsConnection, StreamInfo } from 'nats';
import { readLast } from '../case-log';

/** How the backbone last saw the streams of a region: what its copies cannot tell of. */
export interface SeenRegion {
  readonly region: string;
  /** Real time, RFC 3339. */
  readonly at: string;
  readonly streams: Readonly<Record<string, SeenStreamEnd>>;
}
export interface SeenStreamEnd {
  readonly lastSequence: number;
  /** By consumer: everything up to this sequence is settled. A rebuilt one begins after it; what was settled since comes again, which is harmless. */
  readonly settled: Readonly<Record<string, number>>;
}

/** Keeps on the backbone how far the streams of each region and their consumers were: so a rebuilt region can say what its copies lack, and begins where it was. */
export class SeenRegions {
  private readonly known = new Map<string, { readonly seen: SeenRegion; readonly consumersAtMs: number }>();

  /** @param consumersEveryMs how often consumers are asked where they are: one request for each stream. */
  constructor(private readonly nc: NatsConnection, private readonly consumersEveryMs: number) {}

  /** @param manager of the region. What is not among `originals` is kept as it was. Nothing is written when nothing moved. */
  async note(region: string, originals: readonly StreamInfo[], manager: JetStreamManager): Promise<void> {
    const before = this.known.get(region) ?? { seen: (await readSeenRegion(this.nc, region)) ?? { region, at: '', streams: {} }, consumersAtMs: 0 };
    const isDue = Date.now() - before.consumersAtMs >= this.consumersEveryMs;
    const next: Record<string, SeenStreamEnd> = {};
    for (const { config: { name }, state } of originals) {
      const was = before.seen.streams[name];
      next[name] = { lastSequence: state.last_seq, settled: isDue ? await settledOf(manager, name) : was?.settled ?? {} };
    }
    const seen: SeenRegion = { region, at: new Date().toISOString(), streams: { ...before.seen.streams, ...next } };
    if (JSON.stringify(seen.streams) !== JSON.stringify(before.seen.streams)) await this.nc.jetstream().publish(subjects.seenRegion(region), JSON.stringify(seen));
    this.known.set(region, { seen, consumersAtMs: isDue ? Date.now() : before.consumersAtMs });
  }
}

/** Undefined when the backbone never saw the region. @throws TongbanError `hub.unreachable`. */
export async function readSeenRegion(nc: NatsConnection, region: string): Promise<SeenRegion | undefined> {
  const last = await readLast(nc, streams.seenRegions, subjects.seenRegion(region));
  return last && (JSON.parse(Buffer.from(last.data).toString('utf8')) as SeenRegion);
}

/** Push consumers are those of other streams, which know themselves where they are. */
export async function settledOf(manager: JetStreamManager, stream: string): Promise<Record<string, number>> {
  const settled: Record<string, number> = {};
  for await (const { name, config, ack_floor } of manager.consumers.list(stream)) if (config.deliver_subject === undefined) settled[name] = ack_floor.stream_seq;
  return settled;
}
