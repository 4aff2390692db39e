import { setTimeout as delay } from 'node:timers/promises';
import { TongbanError, consumers, streams, subjects } from '@tongban/contracts';
import type { JetStreamManager, StreamConfig, StreamInfo } from 'nats';
import { apiErrorCode } from './ensure';
import { type RegionTopology, inboxStream, othersOf } from './stream-shapes';

const NO_SUCH_STREAM = 10059;
const NO_SUCH_CONSUMER = 10014;
const DRAINED_WITHIN_MS = 120_000;
const LOOK_AGAIN_MS = 200;

/**
 * Streams of an earlier version took what stays inside a region through its OUTBOX. Where that is still so, the OUTBOX
 * lets go of it, the INBOX catches up, then takes the subjects over; publishers meet silence for that moment and repeat. A crash at any point, or
 * another process that does the same, leaves something this goes on with. @throws TongbanError `hub.unreachable` when the INBOX does not catch up.
 */
export async function releaseOwnRegion(jsm: JetStreamManager, topology: RegionTopology): Promise<void> {
  const [outbox, inbox] = await Promise.all([streamOf(jsm, streams.outbox(topology.region)), streamOf(jsm, streams.inbox(topology.region))]);
  const isSourced = inbox?.config.sources?.some(({ name }) => name === streams.outbox(topology.region)) ?? false;
  if (!outbox) return;
  if (isSourced) await handOver(jsm, topology, outbox, inbox!);
  // Also what a crash right after the change left behind: nobody reads it any more.
  await jsm.consumers.delete(outbox.config.name, consumers.source(topology.region)).catch(unless(NO_SUCH_CONSUMER));
}

async function handOver(jsm: JetStreamManager, topology: RegionTopology, outbox: StreamInfo, inbox: StreamInfo): Promise<void> {
  const narrow = othersOf(topology).map((to) => subjects.exchangeToRegion(topology.environment, topology.region, to));
  await jsm.streams.update(outbox.config.name, { ...outbox.config, subjects: narrow });
  await caughtUp(jsm, topology.region);
  await jsm.streams.update(inbox.config.name, { ...inbox.config, ...(inboxStream(topology) as unknown as Partial<StreamConfig>) });
}

async function caughtUp(jsm: JetStreamManager, region: string): Promise<void> {
  const until = Date.now() + DRAINED_WITHIN_MS;
  for (;;) {
    const info = await jsm.consumers.info(streams.outbox(region), consumers.source(region)).catch(unless(NO_SUCH_CONSUMER));
    if (!info || info.num_pending + info.num_ack_pending === 0) return;
    if (Date.now() > until) throw new TongbanError('hub.unreachable', `${streams.inbox(region)} does not catch up with ${streams.outbox(region)}: ${info.num_pending + info.num_ack_pending} messages behind`);
    await delay(LOOK_AGAIN_MS);
  }
}

const streamOf = (jsm: JetStreamManager, name: string): Promise<StreamInfo | undefined> => jsm.streams.info(name).catch(unless(NO_SUCH_STREAM));

const unless = (code: number) => (error: unknown): undefined => {
  if (apiErrorCode(error) === code) return undefined;
  throw error;
};
