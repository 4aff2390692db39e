import { streams, subjects } from '@tongban/contracts';
import { nanos } from 'nats';
import type { WantedStream } from './ensure';
import { PUBLISH_WINDOW_MS, type RegionTopology, SANDBOX_STORAGE, record } from './stream-shapes';

/**
 * Wrapped content keys, apart from the log of their cases: one message per subject and one subject per message of a case, so that a purge of `subjects.wrappedKeysOf` (or of one `wrappedKeys`) destroys
 * them, and what is sealed with them. The limit says so to whoever compares what a stream held: messages are taken out inside. The backbone's copy keeps what its
 * original deletes: a lawful erasure deletes there apart.
 */
export const keysStream = (topology: RegionTopology): WantedStream => ({
  ...record(topology, streams.keys(topology.region), (topology.storage ?? SANDBOX_STORAGE).setAsideBytes), subjects: [subjects.wrappedKeysAll(topology.region)],
  max_msgs_per_subject: 1, duplicate_window: nanos(PUBLISH_WINDOW_MS),
});
