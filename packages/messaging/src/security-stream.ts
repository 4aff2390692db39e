import { streams, subjects } from '@tongban/contracts';
import { nanos } from 'nats';
import type { WantedStream } from './ensure';
import { PUBLISH_WINDOW_MS, type RegionTopology, record } from './stream-shapes';

const KEPT_DAYS = 400;
/** Of one kind by the same: a flood counts as one entry a minute, and pushes out nothing but its own beginnings. */
const ENTRIES_PER_SUBJECT = 10_000;

/** What was refused. The oldest makes room: it must never be full when something is refused. */
export const securityStream = (topology: RegionTopology): WantedStream => ({
  ...record(topology, streams.security(topology.region), 64 * 2 ** 20), subjects: [subjects.securityAll(topology.region)], discard: 'old', max_msg_size: 2 ** 16,
  max_msgs_per_subject: ENTRIES_PER_SUBJECT, duplicate_window: nanos(PUBLISH_WINDOW_MS), max_age: nanos(KEPT_DAYS * 86_400_000), deny_delete: true, deny_purge: true,
});
