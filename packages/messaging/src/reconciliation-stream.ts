import { streams, subjects } from '@tongban/contracts';
import { nanos } from 'nats';
import type { WantedStream } from './ensure';
import { PUBLISH_WINDOW_MS, type RegionTopology, record } from './stream-shapes';

const KEPT_DAYS = 400;

/** What comparing the links showed. More than a year, and the oldest makes room: it must never be full when something is found. */
export const reconciliationStream = (topology: RegionTopology): WantedStream => ({
  ...record(topology, streams.reconciliation(topology.region), 128 * 2 ** 20), subjects: [subjects.reconciledAll(topology.region)], discard: 'old',
  duplicate_window: nanos(PUBLISH_WINDOW_MS), max_age: nanos(KEPT_DAYS * 86_400_000),
});
