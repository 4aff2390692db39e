import { setTimeout as delay } from 'node:timers/promises';
import { consumerNames, isHubConsumer, shardsCarriedBy, streamKindOf, streamNames, type StreamKind } from '../core/published-names';
import { digestOf } from '../trust/evidence';
import type { ConsumerInfo, RegionLink, StreamInfo } from './region-link';

/** How far the streams are to be read, and how far the hubs had come before that. */
export interface Snapshot {
  /** By region. */
  readonly streams: ReadonlyMap<string, readonly StreamInfo[]>;
  readonly floors: ReadonlyMap<string, number>;
  /** What switches keep undecided, as `region|digest`. */
  readonly keptBack: ReadonlySet<string>;
  /** No consumer of a hub had anything in hand. */
  readonly idle: boolean;
}

/**
 * Effects are bounded before their causes, so that whatever is in the bounds of one stream has its cause in those of the other.
 * One pair cannot be had that way (a log entry is bounded after the INBOX message it follows from) and is told by time.
 */
const ORDER: readonly (readonly StreamKind[])[] = [['INBOX'], ['OUTBOX'], ['CASES', 'REJECTED', 'FAILED'], ['SUBMIT']];

export async function takeSnapshot(links: readonly RegionLink[]): Promise<Snapshot> {
  const floors = new Map<string, number>();
  let idle = true;
  await Promise.all(links.map(async (link) => {
    const names = (await link.streams()).map(({ config }) => config.name).filter((name) => streamKindOf(name) !== undefined);
    for (const name of names) {
      for (const consumer of await link.consumers(name)) {
        if (!isHubConsumer(consumer.name)) continue;
        for (const what of [consumer.name, ...shardsOf(consumer).map(consumerNames.shard)]) {
          const key = `${name}/${what}`;
          // While the shards are divided anew, an old and a new consumer carry one; what either settled is settled.
          floors.set(key, Math.max(consumer.ack_floor.stream_seq, floors.get(key) ?? 0));
        }
        if (consumer.num_pending > 0 || consumer.num_ack_pending > 0) idle = false;
      }
    }
  }));
  const keptBack = await readKeptBack(links);
  const streams = new Map<string, StreamInfo[]>(links.map(({ region }) => [region, []]));
  for (const kinds of ORDER) {
    await Promise.all(links.map(async (link) => {
      const infos = await link.streams();
      streams.get(link.region)!.push(...infos.filter(({ config }) => kinds.some((kind) => kind === streamKindOf(config.name))));
    }));
  }
  return { streams, floors, keptBack, idle };
}

/** Of each region whose hub can hold messages; one of before has no such stream. */
async function readKeptBack(links: readonly RegionLink[]): Promise<ReadonlySet<string>> {
  const digests = new Set<string>();
  await Promise.all(links.map(async (link) => {
    const info = (await link.streams()).find(({ config }) => config.name === streamNames.held(link.region));
    if (info === undefined) return;
    for await (const batch of link.read(info.config.name, Math.max(1, info.state.first_seq), info.state.last_seq)) for (const { data } of batch) digests.add(`${link.region}|${digestOf(data)}`);
  }));
  return digests;
}

const shardsOf = ({ config: { filter_subject: one = '', filter_subjects: several = [one] } }: ConsumerInfo): string[] => shardsCarriedBy(several);

const LOOK_AGAIN_MS = 500;

/** Waits until nothing is in hand and nothing new came between two looks, at most `waitMs`. */
export async function waitForQuiet(links: readonly RegionLink[], waitMs: number): Promise<{ readonly snapshot: Snapshot; readonly quiet: boolean }> {
  const until = Date.now() + waitMs;
  let before: string | undefined;
  for (;;) {
    const snapshot = await takeSnapshot(links);
    const present = positionsOf(snapshot);
    if (snapshot.idle && present === before) return { snapshot, quiet: true };
    if (Date.now() >= until) return { snapshot, quiet: false };
    before = present;
    await delay(LOOK_AGAIN_MS);
  }
}

const positionsOf = ({ streams }: Snapshot): string =>
  JSON.stringify([...streams.values()].flat().map(({ config, state, created }) => `${config.name} ${created} ${state.last_seq}`).sort());
