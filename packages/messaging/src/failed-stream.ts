import { decode, streams, subjects, v1 } from '@tongban/contracts';
import { nanos } from 'nats';
import type { LogEntry } from './case-log';
import type { DurableMessage } from './delivered';
import type { WantedStream } from './ensure';
import { PUBLISH_WINDOW_MS, type RegionTopology, SANDBOX_STORAGE, record } from './stream-shapes';

/**
 * Messages that no handler could take, and beside them what was done about each. A set-up of before gains the second family of subjects at its start, as any other change of a stream; its
 * copy on the backbone has no subjects of its own and takes over whatever comes.
 */
export const failedStream = (topology: RegionTopology): WantedStream => ({
  ...record(topology, streams.failed(topology.region), (topology.storage ?? SANDBOX_STORAGE).setAsideBytes),
  subjects: [subjects.failedAll(topology.region), subjects.failureActionsAll(topology.region)], duplicate_window: nanos(PUBLISH_WINDOW_MS),
});

/** The failed message as its consumer had it. @param storedAt when its stream stored it, where the record of an earlier release does not say. @throws TongbanError `message.malformed`. */
export function originalOf(failed: Pick<LogEntry, 'data'>, storedAt?: string): DurableMessage {
  const { original, stream, streamSequence, subject, consumer, headers, storedAt: known, failedAt } = decode(v1.FailedMessage, failed.data);
  return { subject, data: original, headers, stream, consumer, streamSequence: Number(streamSequence), storedAt: known || (storedAt ?? failedAt) };
}
