import { TongbanError, decode, encode, v1 } from '@tongban/contracts';
import { DIGEST_PARTS_MAX, digestStream, isRecordStream } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';

/** A StreamDigestQuery about one of the region's streams of record, answered by a StreamDigest. @throws TongbanError `query.invalid`, `hub.unreachable`. */
export async function answerStreamDigest({ nats, region }: Pick<RegionRuntime, 'nats' | 'region'>, bytes: Uint8Array): Promise<Uint8Array> {
  const { stream, fromSequence, toSequence, parts } = decode(v1.StreamDigestQuery, bytes);
  if (!isRecordStream(region, stream)) throw new TongbanError('query.invalid', `${region} has no stream of record of that name`);
  if (parts < 1 || parts > DIGEST_PARTS_MAX || Number(fromSequence) < 1) throw new TongbanError('query.invalid', `1 to ${DIGEST_PARTS_MAX} parts, from 1 on`);
  const { first, last, parts: found } = await digestStream(nats, stream, { from: Number(fromSequence), to: Number(toSequence) }, parts);
  return encode(v1.StreamDigest, {
    firstSequence: first, lastSequence: last, parts: found.map(({ from, to, messages, hash }) => ({ fromSequence: from, toSequence: to, messages, hash: Buffer.from(hash, 'hex') })),
  });
}
