import { streams, subjects } from '@tongban/contracts';
import { nanos } from 'nats';
import type { WantedStream } from './ensure';
import { PUBLISH_WINDOW_MS, type RegionTopology, record } from './stream-shapes';

/** About 300 bytes an entry: a hundred thousand of them. */
const BYTES_MAX = 32 * 2 ** 20;

/** What went wrong in a region and when it was over. The oldest makes room: it must never be full when something goes wrong. */
export const alertStream = (topology: RegionTopology): WantedStream => ({
  ...record(topology, streams.alerts(topology.region), BYTES_MAX), subjects: [subjects.alerts(topology.region)], discard: 'old', max_msg_size: 2 ** 16,
  duplicate_window: nanos(PUBLISH_WINDOW_MS), deny_delete: true, deny_purge: true,
});
