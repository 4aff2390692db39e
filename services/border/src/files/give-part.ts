import { type RegionCode, TongbanError, decode, v1 } from '@tongban/contracts';
import type { FilePlace } from '@tongban/messaging';
import { readAttachmentDeletion, readAttachmentReceipt, verifyAttachmentPull } from '@tongban/trust';
import { type FilePorts, PART_CHUNKS } from './file-ports';

/** Who asks for a file: one of the region's participants, or the hub of another region. */
export type Asker = { readonly participant: string } | { readonly region: RegionCode };
/** A pull is signed anew more often than this; clocks of regions differ less. */
const PULL_HOLDS_MS = 3_600_000;

/** A hub that asks for a file of this region must be that of the region whose participant it is for. */
export async function giveToHub(ports: FilePorts, query: v1.AttachmentPartQuery): Promise<v1.AttachmentPart.$Properties> {
  const pull = await verifyAttachmentPull(ports.trust, query.pull, { environment: ports.environment, at: ports.clock.now(), withinMs: PULL_HOLDS_MS });
  if (pull.fileId !== query.fileId || pull.participant !== query.participant) throw new TongbanError('query.forbidden', 'the pull is for another file');
  return givePart(ports, { region: pull.region as RegionCode }, query);
}

/**
 * The next piece of a file that is whole, to whom it belongs or is for. @throws TongbanError `query.forbidden`; `attachment.pending` while it is not whole here, which for a
 * recipient is also what never was; `attachment.missing` for what was deleted, or never was.
 */
export async function givePart(ports: FilePorts, asker: Asker, { participant, fileId, fromNumber, sequenceHint }: v1.AttachmentPartQuery): Promise<v1.AttachmentPart.$Properties> {
  const place: FilePlace = { participant, fileId };
  if (!/^\d{6}$/.test(participant) || !/^[0-9a-f]{32}$/.test(fileId)) throw new TongbanError('query.invalid', 'a file is named by its participant and its id');
  const { sequence, end } = await ports.files.position(place);
  if (end?.kind === 'deleted') throw new TongbanError('attachment.missing', `it was deleted at ${readAttachmentDeletion(end.data).deletedAt}`);
  if (!end) {
    const mayStillCome = sequence > 0 || ('participant' in asker && asker.participant !== participant);
    throw new TongbanError(mayStillCome ? 'attachment.pending' : 'attachment.missing', `file ${fileId} of ${participant} is not whole in ${ports.region}`);
  }
  const stored = decode(v1.SignedAttachmentReceipt, end.data);
  const { file } = readAttachmentReceipt(stored);
  const isEntitled = 'participant' in asker ? [file.participant, file.recipient].includes(asker.participant) : ports.regionOf(file.recipient) === asker.region;
  if (!isEntitled) throw new TongbanError('query.forbidden', 'a file is given to whom it belongs and to whom it is for');
  await ports.paces.giving.turn(Math.min(PART_CHUNKS * file.chunkBytes, Math.max(0, file.size - fromNumber * file.chunkBytes)));
  const { chunks, nextSequence } = await ports.files.part(place, fromNumber, Number(sequenceHint), PART_CHUNKS);
  return { stored, chunks: chunks.map(({ number, data }) => ({ number, data })), nextSequence };
}
