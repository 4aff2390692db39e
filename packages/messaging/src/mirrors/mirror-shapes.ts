import { consumers, jetStreamApi, streams, subjects } from '@tongban/contracts';
import { type StreamConfig, nanos } from 'nats';
import type { WantedConsumer, WantedStream } from '../ensure';

const HEARTBEAT_MS = 1_000;
const SENT_AHEAD_MAX = 1_000;
const SUBMIT = streams.submit('');

/**
 * Whether a stream of a region is one of record: nothing else in the country could make it again. Not FILES: they are large, have a digest each, and lie with both
 * sides of a case as soon as the other has fetched them. Not HEADS: the owners of the standards tell them anew.
 */
export const isRecordStream = (region: string, name: string): boolean => name.startsWith(SUBMIT) || name.startsWith(streams.cases(region, '')) || [
  streams.outbox, streams.inbox, streams.rejected, streams.failed, streams.held, streams.clock, streams.standards, streams.reconciliation, streams.keys, streams.security, streams.audit, streams.alerts,
].some((stream) => stream(region) === name);

/** Streams that wrapped keys lie in, or that messages pass through with theirs beside them: a lawful erasure deletes those in the copies too, which their keeper alone can. */
const mayCarryKeys = (region: string, name: string): boolean => name.startsWith(SUBMIT) || [streams.keys, streams.outbox, streams.inbox, streams.held].some((stream) => stream(region) === name);

/**
 * The copy of a stream on the backbone: same name, sequences and times. It is kept as long as its original. A full original refuses; a copy never may, or it would
 * stand still where messages were taken out of the original inside (what switches held): its oldest gives way.
 */
export function mirrorOf(region: string, { name, max_age, max_bytes, max_msgs, max_msgs_per_subject, max_msg_size }: StreamConfig): WantedStream {
  return {
    name, storage: 'file', retention: 'limits', discard: 'old', max_age, max_bytes, max_msgs, max_msgs_per_subject, max_msg_size, allow_direct: true, ...(!mayCarryKeys(region, name) && { deny_delete: true }), deny_purge: true,
    mirror: { name, external: { api: jetStreamApi(region) }, consumer: { name: consumers.mirror, deliver_subject: subjects.mirrorDelivery(region, name) } },
  };
}

/**
 * What the copy reads its original through. A fixed name, so that the leaf permissions name it; without one the server copies again only 19 to 40 s after a fault (measured on
 * 2.15.1: 2 ms to 5 s with it). In memory, so that it costs the region no synced write: the copy itself knows where it stands, and asks for what follows.
 */
export const mirrorConsumer = (region: string, stream: string): WantedConsumer => ({
  durable_name: consumers.mirror, deliver_subject: subjects.mirrorDelivery(region, stream), ack_policy: 'flow_control', flow_control: true, idle_heartbeat: nanos(HEARTBEAT_MS),
  max_ack_pending: SENT_AHEAD_MAX, mem_storage: true,
});

/** Whose stream a copy on the backbone is of; undefined for what is no copy. */
export const regionOfMirror = ({ mirror }: Pick<StreamConfig, 'mirror'>): string | undefined => /^\$JS\.([a-z]+)\.API$/.exec(mirror?.external?.api ?? '')?.[1];

/** How the backbone last saw each region, beside its copies: one message per region. */
export const seenRegionsStream = (): WantedStream => ({
  name: streams.seenRegions, subjects: [subjects.seenRegions], storage: 'file', retention: 'limits', discard: 'old', max_msgs_per_subject: 1, max_bytes: 64 * 2 ** 20, allow_direct: true,
});

