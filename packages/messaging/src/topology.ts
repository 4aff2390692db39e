import { consumers, streams, subjects } from '@tongban/contracts';
import { type NatsConnection, nanos } from 'nats';
import { type WantedStream, ensureConsumer, ensureStream } from './ensure';
import { alertStream } from './alert-stream';
import { auditStream } from './audit-stream';
import { failedStream } from './failed-stream';
import { filesStream } from './file-stream';
import { keysStream } from './keys-stream';
import { heldStream, releaserConsumer } from './held-stream';
import { reconciliationStream } from './reconciliation-stream';
import { securityStream } from './security-stream';
import { inParallel } from './in-parallel';
import { ensureLaneConsumers } from './lane-consumers';
import { releaseOwnRegion } from './own-region';
import {
  ACK_PENDING_MAX, PUBLISH_WINDOW_MS, REJECTIONS_KEPT_PER_PARTICIPANT, REPLAY_MS, type RegionTopology, SANDBOX_STORAGE, durable, inboxStream, laneConsumers, othersOf, owned, record,
  sourceConsumer,
} from './stream-shapes';
import { timersConsumer, timersStream } from './timers';

const AT_ONCE = 8;

/**
 * SUBMIT of each participant, OUTBOX with a source consumer per region, REJECTED, FAILED, HELD, KEYS, RECONCILIATION, SECURITY, AUDIT, FILES, TIMERS, CLOCK, STANDARDS and HEADS of a region.
 * Repeating it changes nothing. Throws `topology.mismatch`, `hub.storage-full` or `hub.unreachable`.
 */
export async function ensureRecordStreams(nc: NatsConnection, topology: RegionTopology): Promise<void> {
  const jsm = await nc.jetstreamManager();
  const { region } = topology;
  await releaseOwnRegion(jsm, topology);
  await inParallel(recordStreams(topology), AT_ONCE, (stream) => ensureStream(jsm, stream));
  await inParallel(
    [
      ...othersOf(topology).map((to) => ({ stream: streams.outbox(region), consumer: sourceConsumer(topology, to) })),
      ...topology.participants.map((participant) => ({ stream: streams.submit(participant), consumer: owned(consumers.border) })),
      { stream: streams.held(region), consumer: releaserConsumer() },
      { stream: streams.timers(region), consumer: timersConsumer(topology) },
    ],
    AT_ONCE,
    ({ stream, consumer }) => ensureConsumer(jsm, stream, consumer),
  );
}

function recordStreams(topology: RegionTopology): WantedStream[] {
  const storage = topology.storage ?? SANDBOX_STORAGE;
  const { environment, region } = topology;
  return [
    {
      ...record(topology, streams.outbox(region), storage.outboxBytes), subjects: othersOf(topology).map((to) => subjects.exchangeToRegion(environment, region, to)),
      duplicate_window: nanos(PUBLISH_WINDOW_MS), max_age: nanos(REPLAY_MS),
    },
    {
      ...record(topology, streams.rejected(region), storage.setAsideBytes), subjects: [subjects.rejectedAll(region)],
      // One participant's refused messages must not take the room of another's.
      max_msgs_per_subject: REJECTIONS_KEPT_PER_PARTICIPANT, duplicate_window: nanos(PUBLISH_WINDOW_MS),
    },
    failedStream(topology),
    heldStream(topology),
    keysStream(topology),
    reconciliationStream(topology),
    securityStream(topology),
    auditStream(topology), alertStream(topology),
    filesStream(topology),
    timersStream(topology),
    { ...record(topology, streams.clock(region), 2 ** 20), subjects: [subjects.clock(region)], discard: 'old', max_msgs_per_subject: 1, max_msg_size: 2 ** 16 },
    {
      ...record(topology, streams.standards(region), storage.standardsBytes), subjects: [subjects.registryLogs(region)],
      duplicate_window: nanos(PUBLISH_WINDOW_MS), deny_delete: true, deny_purge: true,
    },
    { ...record(topology, streams.heads(region), 2 ** 20), subjects: [subjects.keptHeads(region)], discard: 'old', max_msgs_per_subject: 1, max_msg_size: 2 ** 16 },
    ...topology.participants.map((participant) => ({
      ...record(topology, streams.submit(participant), storage.submitBytes), subjects: [subjects.submitAll(environment, region, participant)],
      duplicate_window: nanos(PUBLISH_WINDOW_MS), max_age: nanos(REPLAY_MS), ...NO_ORDERS_TO_THE_STREAM,
    })),
  ];
}

/** Headers by which a publisher would roll up, expire, schedule or count what the stream holds: off by default, and said here so that a server that has them on is refused. */
const NO_ORDERS_TO_THE_STREAM = { allow_rollup_hdrs: false, allow_msg_ttl: false, allow_msg_schedules: false, allow_msg_counter: false, allow_atomic: false };

/** Every stream of a region but those of the years. */
export const regionStreams = (topology: RegionTopology): WantedStream[] => [...recordStreams(topology), inboxStream(topology)];

/** INBOX with the lane consumers of its shards, one for the files that others announce, one for watermarks, and one per own participant. Other regions may still be down; see SourceWatchdog. */
export async function ensureInbox(nc: NatsConnection, topology: RegionTopology): Promise<void> {
  const jsm = await nc.jetstreamManager();
  const inbox = streams.inbox(topology.region);
  await ensureStream(jsm, inboxStream(topology));
  await ensureLaneConsumers(jsm, inbox, laneConsumers(topology).map(({ consumer, shards }) => ({
    ...owned(consumer, ...shards.map((shard) => subjects.inboxOfHub(topology.environment, topology.region, shard))),
    // Room for each shard: a case that stands still with all its messages must not hold up those of the others.
    max_ack_pending: ACK_PENDING_MAX * shards.length,
  })));
  await ensureConsumer(jsm, inbox, owned(consumers.files, subjects.inboxOfFiles(topology.environment, topology.region)));
  await ensureConsumer(jsm, inbox, durable(consumers.watermarks, subjects.watermarksTo(topology.environment, topology.region)));
  await inParallel(topology.participants, AT_ONCE, (participant) =>
    ensureConsumer(jsm, inbox, durable(consumers.participant(participant), subjects.inboxOfParticipant(topology.environment, topology.region, participant))));
}

export type CaseYear = Pick<RegionTopology, 'region' | 'replicas' | 'storage'> & { /** Four digits. */ readonly year: string };

/** The log of the cases opened in one year, kept whole until the year is archived. */
export const caseYearStream = (topology: CaseYear): WantedStream => ({
  ...record(topology, streams.cases(topology.region, topology.year), (topology.storage ?? SANDBOX_STORAGE).caseYearBytes),
  subjects: [subjects.caseLogsOfYear(topology.region, topology.year)],
  duplicate_window: nanos(PUBLISH_WINDOW_MS), deny_delete: true, deny_purge: true,
});

/** That log with its dispatcher. */
export async function ensureCaseYear(nc: NatsConnection, topology: CaseYear): Promise<void> {
  const jsm = await nc.jetstreamManager();
  const { name } = await ensureStream(jsm, caseYearStream(topology)).then(({ config }) => config);
  await ensureConsumer(jsm, name, owned(consumers.dispatcher));
}
