import { BROKER_PAYLOAD_BYTES_MAX, type EnvironmentCode, OWNER_GROUP, SHARDS, consumers, streams, subjects } from '@tongban/contracts';
import { nanos } from 'nats';
import type { WantedConsumer, WantedStream } from './ensure';

/** Room on disk each stream may take, in bytes. A full stream refuses its publisher; nothing is deleted to make room. */
export interface StorageLimits {
  readonly submitBytes: number;
  readonly outboxBytes: number;
  readonly inboxBytes: number;
  readonly caseYearBytes: number;
  readonly setAsideBytes: number;
  /** The registry logs of all owners. */
  readonly standardsBytes: number;
  /** Files of cases, those of other regions that are for this one included. */
  readonly filesBytes: number;
}
/** Sized for the sandbox: the national hub reserves about 10 GB with 22 participants. */
export const SANDBOX_STORAGE: StorageLimits = {
  submitBytes: 128 * 2 ** 20, outboxBytes: 512 * 2 ** 20, inboxBytes: 1024 * 2 ** 20, caseYearBytes: 1024 * 2 ** 20, setAsideBytes: 256 * 2 ** 20, standardsBytes: 512 * 2 ** 20,
  filesBytes: 4096 * 2 ** 20,
};

export interface RegionTopology {
  readonly environment: EnvironmentCode;
  readonly region: string;
  /** Every region, this one included. */
  readonly regions: readonly string[];
  /** Participants of this region. */
  readonly participants: readonly string[];
  /** Copies inside the region's own cluster; 1 on a single server. */
  readonly replicas?: number;
  readonly storage?: StorageLimits;
  /** Durable consumers that carry the shards of the INBOX between them, 1 to 64. May be changed at any start. */
  readonly laneConsumers?: number;
}

const DAY_MS = 86_400_000;
/** Window in which a publisher may repeat a message id (its retries are far shorter). */
export const PUBLISH_WINDOW_MS = 600_000;
export const REPLAY_MS = 30 * DAY_MS;
export const ACK_WAIT_MS = 30_000;
export const ACK_PENDING_MAX = 1_000;
/**
 * An owner of a consumer that has something in hand and asks for nothing this long has lost it: another process takes over.
 * It asks four times as often. Long enough for a busy machine, short enough for a case to wait.
 */
export const OWNER_SILENT_MAX_MS = 10_000;
export const REJECTIONS_KEPT_PER_PARTICIPANT = 10_000;
const SOURCE_HEARTBEAT_MS = 1_000;
/** Each writes its own state file, at most ten times a second: at 80 messages/s 64 of them doubled the synced writes of a message, 8 add half, 4 a quarter. */
const LANE_CONSUMERS = 8;

/** What every stream of record shares: on disk, bounded, full means refused. */
export const record = (topology: { readonly replicas?: number }, name: string, maxBytes: number): WantedStream => ({
  name, storage: 'file', retention: 'limits', discard: 'new', num_replicas: topology.replicas ?? 1,
  max_bytes: maxBytes, max_msg_size: BROKER_PAYLOAD_BYTES_MAX, allow_direct: true,
});

/** A pull consumer that never gives up: attempts are counted by the application, which parks before it ends (NATS.md §5.4). */
export const durable = (name: string, ...filters: readonly string[]): WantedConsumer => ({
  durable_name: name, ack_policy: 'explicit', deliver_policy: 'all', ack_wait: nanos(ACK_WAIT_MS), max_ack_pending: ACK_PENDING_MAX,
  max_deliver: -1, ...(filters.length === 1 && { filter_subject: filters[0] }), ...(filters.length > 1 && { filter_subjects: filters }),
});

/**
 * A consumer whose messages go to one process at a time, the others standing by (server ≥ 2.11). Each reads cases in their
 * order, which two processes side by side could not keep.
 */
export const owned = (name: string, ...filters: readonly string[]): WantedConsumer => ({
  ...durable(name, ...filters), priority_groups: [OWNER_GROUP], priority_policy: 'pinned_client', priority_timeout: nanos(OWNER_SILENT_MAX_MS),
});

/** What another region's INBOX reads our OUTBOX through (variant a3, NATS.md §1.5). */
export const sourceConsumer = (topology: RegionTopology, toRegion: string): WantedConsumer => ({
  durable_name: consumers.source(toRegion), deliver_subject: subjects.sourceDelivery(topology.region, toRegion),
  ack_policy: 'flow_control', flow_control: true, idle_heartbeat: nanos(SOURCE_HEARTBEAT_MS), max_ack_pending: ACK_PENDING_MAX,
  filter_subject: subjects.exchangeToRegion(topology.environment, topology.region, toRegion),
});

export const othersOf = ({ region, regions }: RegionTopology): string[] => regions.filter((other) => other !== region);

/**
 * The stream INBOX_<R>, fed by every other region's OUTBOX. What stays inside the region is published to the same subjects and
 * stored here at once: one synced write instead of two, which departs from DESIGN §3, and the same consumers behind. Sourced messages are deduplicated like
 * published ones, silently (NATS.md §1.4.1); that a message is not passed over for another's id is ensured where ids are made.
 */
export const inboxStream = (topology: RegionTopology): WantedStream => ({
  ...record(topology, streams.inbox(topology.region), (topology.storage ?? SANDBOX_STORAGE).inboxBytes),
  subjects: [subjects.exchangeToRegion(topology.environment, topology.region, topology.region)],
  duplicate_window: nanos(PUBLISH_WINDOW_MS), max_age: nanos(REPLAY_MS),
  sources: othersOf(topology).map((from) => ({
    name: streams.outbox(from),
    external: { api: `$JS.${from}.API` },
    // The filter is the consumer's; a second one here would be refused or wrong (NATS.md §1.5).
    consumer: { name: consumers.source(topology.region), deliver_subject: subjects.sourceDelivery(from, topology.region) },
  })),
});

/** Which consumer of the INBOX carries which shards. Its name says the division, so that another division has other names. */
export function laneConsumers({ laneConsumers: count = LANE_CONSUMERS }: Pick<RegionTopology, 'laneConsumers'>): { consumer: string; shards: string[] }[] {
  return Array.from({ length: count }, (_, index) => ({
    consumer: consumers.lane(`${index}of${count}`), shards: shardTokens().filter((_shard, number) => number % count === index),
  }));
}

/** `00`…`63`: the shard tokens of subjects. */
export const shardTokens = (): string[] => Array.from({ length: SHARDS }, (_, shard) => String(shard).padStart(2, '0'));
