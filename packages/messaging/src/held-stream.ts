import { consumers, streams, subjects } from '@tongban/contracts';
import { nanos } from 'nats';
import type { WantedConsumer, WantedStream } from './ensure';
import { PUBLISH_WINDOW_MS, type RegionTopology, SANDBOX_STORAGE, owned, record } from './stream-shapes';

/** First messages a region holds at most, whatever their size; a further one is refused. */
export const HELD_MAX = 20_000;

/**
 * What switches hold, apart from the INBOX: that one forgets after a month, and what is not settled in it takes the room of other cases. One message per subject, put
 * there only where there is none, so that nothing is ever replaced; the limit says so to whoever compares what a stream held: messages are taken out inside.
 */
export const heldStream = (topology: RegionTopology): WantedStream => ({
  ...record(topology, streams.held(topology.region), (topology.storage ?? SANDBOX_STORAGE).setAsideBytes), subjects: [subjects.heldAll(topology.region)],
  max_msgs: HELD_MAX, max_msgs_per_subject: 1, duplicate_window: nanos(PUBLISH_WINDOW_MS),
});

/**
 * The oldest held message stands for all of them: who is given it, one process at a time, looks after the others too. So it needs no other, and it goes
 * to somebody else when that process is gone.
 */
export const releaserConsumer = (): WantedConsumer => ({ ...owned(consumers.releaser), max_ack_pending: 1 });
