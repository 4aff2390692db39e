import { consumers, encode, streams, v1 } from '@tongban/contracts';
import type { PaceLimits } from '@tongban/messaging';
import type { NatsConnection } from 'nats';

/** What of a participant's stream waits and how much room it takes, asked from the broker. */
export async function submissionState(nc: NatsConnection, participant: string): Promise<{ readonly waiting: number; readonly bytes: number; readonly maxBytes: number }> {
  const jsm = await nc.jetstreamManager();
  const stream = streams.submit(participant);
  const [{ num_pending: stored, num_ack_pending: inHand }, { state, config }] = await Promise.all([jsm.consumers.info(stream, consumers.border), jsm.streams.info(stream)]);
  // What a border holds until its turn comes is not taken either.
  return { waiting: stored + inHand, bytes: state.bytes, maxBytes: config.max_bytes };
}

/** What a participant is told of its pace (G3-C2): v1.PaceReply. */
export function paceAnswer({ perSecond, burst }: PaceLimits, { waiting, bytes, maxBytes }: Awaited<ReturnType<typeof submissionState>>): Uint8Array {
  const isTooFast = waiting > perSecond;
  return encode(v1.PaceReply, {
    perSecond, burst, waiting, storedBytes: bytes, storedBytesMax: Math.max(0, maxBytes), ...(isTooFast && { code: 'sender.too-fast', retryAfterMs: Math.ceil((waiting / perSecond) * 1_000) }),
  });
}
