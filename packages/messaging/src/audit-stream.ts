import { streams, subjects } from '@tongban/contracts';
import { nanos } from 'nats';
import type { WantedStream } from './ensure';
import { PUBLISH_WINDOW_MS, type RegionTopology, record } from './stream-shapes';

/** About 400 bytes an entry: more than a hundred thousand actions. */
const BYTES_MAX = 64 * 2 ** 20;

/** What operators did. Nothing makes room: a trail that forgets its beginning cannot be proven, so a full one refuses, and what it would have to record is told to have no entry. */
export const auditStream = (topology: RegionTopology): WantedStream => ({
  ...record(topology, streams.audit(topology.region), BYTES_MAX), subjects: [subjects.audit(topology.region)], max_msg_size: 2 ** 16,
  duplicate_window: nanos(PUBLISH_WINDOW_MS), deny_delete: true, deny_purge: true,
});
