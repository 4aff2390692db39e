import type { StreamFacts } from './facts';

const MARGIN_MS = 60_000;
/** A cause may be this much older than its effect, where a link was down in between. */
const OUTAGE_MAX_MS = 7 * 86_400_000;

/** Whether the copy of something stored elsewhere at `causeMs`, made then or later, may have reached the end of its keeping. */
export const copyMayBeExpired = (stream: StreamFacts | undefined, causeMs: number): boolean =>
  stream !== undefined && stream.maxAgeMs > 0 && causeMs < stream.takenMs - stream.maxAgeMs + MARGIN_MS;

/** Whether what led to something stored elsewhere at `effectMs` may have reached the end of its keeping. */
export const causeMayBeExpired = (stream: StreamFacts | undefined, effectMs: number): boolean =>
  stream !== undefined && stream.maxAgeMs > 0 && effectMs < stream.takenMs - stream.maxAgeMs + OUTAGE_MAX_MS;

/** Whether the stream is old enough to have dropped messages at its front by age. */
export const frontMayBeExpired = (stream: StreamFacts): boolean =>
  stream.maxAgeMs > 0 && stream.takenMs - stream.createdMs > stream.maxAgeMs - MARGIN_MS;

export const isInGap = (stream: StreamFacts | undefined, seq: number): boolean => stream !== undefined && stream.gaps.some(({ from, to }) => from <= seq && seq <= to);
