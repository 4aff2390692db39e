import { FILE_CHUNKS_MAX, type RegionCode, TongbanError, encode, v1 } from '@tongban/contracts';
import { chunkCount, chunkSize } from '@tongban/domain';
import { Defer, type FilePlace } from '@tongban/messaging';
import { attachmentReceiptFault, digestName, readAttachmentReceipt, signAttachmentPull } from '@tongban/trust';
import type { FilePorts } from './file-ports';
import { storedDigest } from './stored-digest';

/** A handler that runs for minutes is an alarm: a long file is fetched in turns. */
const TURN_MS = 60_000;
const AGAIN_MS = 5_000;

/**
 * Fetches a file that another region announced, piece by piece, from where it came to before. The announcement travels as any message does; the bytes are asked for beside, a megabyte at a
 * time, so that no message waits behind a large file on the link. @throws Defer while the other region cannot be reached, or the file is long; TongbanError `attachment.missing`,
 * `attachment.corrupt` or `attachment.claim-invalid`, which an operator sees.
 */
export async function fetchFile(ports: FilePorts, place: FilePlace, from: RegionCode): Promise<void> {
  try {
    await fetchTurn(ports, place, from);
  } catch (cause) {
    if (cause instanceof Defer) throw cause;
    const error = TongbanError.from(cause);
    if (error.traits.retryable) throw new Defer(AGAIN_MS, `${error.code}: ${error.message}`, { cause });
    throw error;
  }
}

async function fetchTurn(ports: FilePorts, place: FilePlace, from: RegionCode): Promise<void> {
  const { files, signer, environment, region, clock } = ports;
  const endMs = Date.now() + TURN_MS;
  let { next, sequence, end } = await files.position(place);
  if (end) return;
  const pull = await signAttachmentPull(signer, { environment, region, ...place, issuedAt: clock.now() });
  const asked = (fromNumber: number, sequenceHint: number): Promise<v1.AttachmentPart> => {
    const asking = ports.askPart(from, { ...place, fromNumber, sequenceHint, pull });
    asking.catch(() => undefined); // told when it is wanted
    return asking;
  };
  for (let part = asked(next, 0); ;) {
    const { stored, chunks, nextSequence } = await part;
    const file = await checkedFile(ports, place, from, stored ?? {});
    const following = next + chunks.length;
    // One piece is on its way while the one before goes to disk.
    if (chunks.length > 0 && following < chunkCount(file)) part = asked(following, Number(nextSequence));
    for (const { number, data } of chunks) {
      if (number !== next || data?.length !== chunkSize(file, next)) throw new TongbanError('attachment.corrupt', `${from} gave another chunk than ${next} of ${digestName(file.digest)}`);
      await ports.paces.storing.turn(data.length);
      sequence = await files.appendChunk(place, next, data, sequence);
      ports.rolling.took(place.fileId, next++, data, sequence);
    }
    if (next >= chunkCount(file)) return await endFile(ports, place, { file, stored: stored!, sequence });
    if (chunks.length === 0) throw new TongbanError('attachment.missing', `${from} has no chunk ${next} of ${digestName(file.digest)}`);
    if (Date.now() > endMs) throw new Defer(1, `${next} of ${chunkCount(file)} chunks are here`);
  }
}

/** The region that keeps it must have signed for it, and it must be for a participant of this one. */
async function checkedFile(ports: FilePorts, place: FilePlace, from: RegionCode, stored: v1.SignedAttachmentReceipt.$Properties): Promise<v1.AttachmentFile> {
  const { file } = readAttachmentReceipt(stored);
  const fault = await attachmentReceiptFault(ports.trust, stored, { environment: ports.environment, region: from });
  const isOurs = file.participant === place.participant && file.fileId === place.fileId && ports.regionOf(file.participant) === from && ports.regionOf(file.recipient) === ports.region;
  if (fault || !isOurs || chunkCount(file) > FILE_CHUNKS_MAX) throw new TongbanError('attachment.claim-invalid', `${from} shows no receipt for file ${place.fileId}: ${fault ?? 'it is another file'}`);
  return file;
}

async function endFile(ports: FilePorts, place: FilePlace, { file, stored, sequence }: { file: v1.AttachmentFile; stored: v1.SignedAttachmentReceipt.$Properties; sequence: number }): Promise<void> {
  const digest = await storedDigest(ports, place, file, sequence);
  if (!digest?.equals(file.digest)) {
    await ports.files.remove(place);
    throw new TongbanError('attachment.corrupt', `what came of ${digestName(file.digest)} has another digest`);
  }
  await ports.files.appendEnd(place, 'stored', encode(v1.SignedAttachmentReceipt, stored), sequence);
}
