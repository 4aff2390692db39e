import { FILE_CHUNKS_MAX, FILE_CHUNK_BYTES, TongbanError, decode, encode, fieldFault, v1 } from '@tongban/contracts';
import { addDays, attachmentRuleOf, beijingDateOf, beijingInstant, chunkCount, chunkSize, requireAttachable } from '@tongban/domain';
import { type FilePlace, type FilePosition, SequenceConflict } from '@tongban/messaging';
import { attachmentFileId, digestName, signAttachmentLeave, signAttachmentReceipt, verifyAttachmentLeave } from '@tongban/trust';
import type { FilePorts } from './file-ports';
import { ParticipantRoom } from './participant-room';
import { storedDigest } from './stored-digest';

/** Files whose place in the stream is remembered, so that a chunk costs no look. */
const REMEMBERED_MAX = 1_000;
/** Chunks of one participant in hand; an honest SDK sends one at a time. */
const IN_HAND_MAX = 2;
/** How long one question waits for the check of a file; asked again, it goes on waiting for the same one. */
const CHECKED_WITHIN_MS = 4_000;
const HOUR_MS = 3_600_000;

type File = v1.AttachmentFile;

/**
 * Takes files from participants of the region: leave first, then one chunk after the other, then a receipt for what is whole on disk with the right digest. What it
 * knows is in the stream and in the signed leave, so that an upload goes on after a restart, and at another process. Its memory holds a chunk of each upload, whatever a file's size.
 */
export class FileStore {
  private readonly positions = new Map<string, FilePosition>();
  private readonly checks = new Map<string, Promise<v1.SignedAttachmentReceipt>>();
  private readonly inHand = new Map<string, number>();
  private readonly room: ParticipantRoom;
  constructor(private readonly ports: FilePorts) {
    this.room = new ParticipantRoom(ports.files, ports.rules.participantBytesMax);
  }

  /**
   * Leave to store a file, and how far it came before. @throws TongbanError `attachment.too-large`, `attachment.type-not-allowed`, `attachment.no-room`, `seal.not-allowed`,
   * `query.invalid`, and what `attachedCase` throws.
   */
  async grant(participant: string, request: v1.AttachmentRequest): Promise<v1.AttachmentReply.$Properties> {
    const { ports } = this;
    const { item, recipient } = await ports.caseOf(participant, request);
    const { caseNo, digest, mediaType, materialCode, seal } = request;
    const size = Number(request.size);
    const rule = attachmentRuleOf(ports.rules, item.itemCode);
    requireAttachable(rule, { size, mediaType });
    if (Math.ceil(size / FILE_CHUNK_BYTES) > FILE_CHUNKS_MAX) throw new TongbanError('attachment.too-large', `${size} bytes are more than ${FILE_CHUNKS_MAX} chunks`);
    if (digest.length !== 32) throw new TongbanError('query.invalid', 'a file is named by its SHA-256');
    if (materialCode !== '' && !item.materials.some(({ code }) => code === materialCode)) throw new TongbanError('query.invalid', `${item.itemCode} has no material ${materialCode}`);
    if (ports.environment !== 'sandbox' && (seal?.algorithm ?? 0) <= v1.SealAlgorithm.SEAL_ALGORITHM_NONE) throw new TongbanError('seal.not-allowed', 'the file is not sealed');
    const fileId = attachmentFileId(ports.environment, { participant, caseNo, digest });
    const progress = progressOf(await this.position({ participant, fileId }));
    if (!progress.stored) await this.room.require(participant, size - (progress.next ?? 0) * FILE_CHUNK_BYTES);
    const now = ports.clock.now();
    const leave = await signAttachmentLeave(ports.signer, {
      region: ports.region, environment: ports.environment, issuedAt: now, expiresAt: beijingInstant(Date.parse(now) + ports.rules.leaveHours * HOUR_MS), keepUntil: addDays(beijingDateOf(now), rule.retentionDays),
      file: { fileId, caseNo, itemCode: item.itemCode, participant, recipient, digest, size, mediaType, materialCode, seal, chunkBytes: FILE_CHUNK_BYTES },
    });
    return { leave, progress };
  }

  /** Stores the chunk if it is the one that is wanted; in any case says which is wanted next. @throws TongbanError `attachment.leave-invalid`, `attachment.no-room`, `message.malformed`, `hub.busy`. */
  async chunk(participant: string, { leave, number, data }: v1.AttachmentChunk): Promise<v1.AttachmentProgress.$Properties> {
    const { file } = await this.leave(participant, leave);
    const waiting = this.inHand.get(participant) ?? 0;
    if (waiting >= IN_HAND_MAX) throw new TongbanError('hub.busy', `${waiting} chunks in hand`);
    this.inHand.set(participant, waiting + 1);
    try {
      return await this.take(file, number, data);
    } finally {
      const left = (this.inHand.get(participant) ?? 1) - 1;
      if (left > 0) this.inHand.set(participant, left);
      else this.inHand.delete(participant);
    }
  }

  /** The receipt of a file whose chunks are all there; none while it is still being checked. @throws TongbanError `attachment.missing`, `attachment.corrupt`. */
  async complete(participant: string, { leave }: v1.AttachmentCompletion): Promise<v1.AttachmentProgress.$Properties> {
    const { file, keepUntil } = await this.leave(participant, leave);
    const place = placeOf(file);
    const running = this.checks.get(file.fileId);
    if (!running) {
      const position = await this.position(place);
      const progress = progressOf(position);
      if (progress.stored) return progress;
      if (position.next < chunkCount(file)) throw new TongbanError('attachment.missing', `${position.next} of ${chunkCount(file)} chunks of ${digestName(file.digest)} are here`);
      remember(this.checks, file.fileId, this.check(file, position, keepUntil));
    }
    const check = running ?? this.checks.get(file.fileId)!;
    const stored = await within(CHECKED_WITHIN_MS, check).catch((cause: unknown) => {
      this.checks.delete(file.fileId);
      throw cause;
    });
    if (stored) this.checks.delete(file.fileId);
    return { next: chunkCount(file), ...(stored && { stored }) };
  }

  private async take(file: File, number: number, data: Uint8Array): Promise<v1.AttachmentProgress.$Properties> {
    const place = placeOf(file);
    const position = this.positions.get(file.fileId) ?? (await this.position(place));
    if (position.end?.kind === 'stored' || number !== position.next || number >= chunkCount(file)) return progressOf(position);
    if (data.length !== chunkSize(file, number)) throw new TongbanError('message.malformed', `chunk ${number} has ${data.length} bytes, not ${chunkSize(file, number)}`);
    await this.room.require(file.participant, data.length);
    await this.ports.paces.storing.turn(data.length);
    try {
      const sequence = await this.ports.files.appendChunk(place, number, data, position.sequence);
      this.room.took(file.participant);
      this.ports.rolling.took(file.fileId, number, data, sequence);
      const moved: FilePosition = { next: number + 1, sequence, at: '' };
      remember(this.positions, file.fileId, moved);
      return progressOf(moved);
    } catch (cause) {
      this.positions.delete(file.fileId);
      // Somebody else stored something, or this very chunk whose acknowledgement was lost: the stream knows.
      if (cause instanceof SequenceConflict) return progressOf(await this.position(place));
      throw cause;
    }
  }

  /** Compares the digest, and announces the file before the receipt is given: whoever holds a receipt knows that the other region will fetch the file. */
  private async check(file: File, position: FilePosition, keepUntil: string): Promise<v1.SignedAttachmentReceipt> {
    const { files, signer, region, environment, clock, regionOf, announce } = this.ports;
    const place = placeOf(file);
    this.positions.delete(file.fileId);
    const digest = await storedDigest(this.ports, place, file, position.sequence);
    if (!digest?.equals(file.digest)) {
      await files.remove(place);
      const [asked, found] = [digestName(file.digest), digest ? digestName(digest) : '-'];
      throw new TongbanError('attachment.corrupt', `${asked} was announced, ${found} was stored`, [fieldFault('digest', 'attachment.corrupt', `${asked}，实为${found}`, `${asked}, it is ${found}`)]);
    }
    const stored = await signAttachmentReceipt(signer, { region, environment, file, storedAt: clock.now(), keepUntil });
    const away = regionOf(file.recipient);
    if (away !== region) await announce(place, away);
    await files.appendEnd(place, 'stored', encode(v1.SignedAttachmentReceipt, stored), position.sequence);
    return stored;
  }

  private async leave(participant: string, leave: v1.SignedAttachmentLeave.$Properties | null | undefined) {
    const { trust, environment, region, clock } = this.ports;
    return verifyAttachmentLeave(trust, leave, { environment, region, participant, at: clock.now() });
  }
  private position(place: FilePlace): Promise<FilePosition> {
    return this.ports.files.position(place);
  }
}

const placeOf = ({ participant, fileId }: File): FilePlace => ({ participant, fileId });
const progressOf = ({ next, end }: FilePosition): v1.AttachmentProgress.$Properties => ({ next, ...(end?.kind === 'stored' && { stored: decode(v1.SignedAttachmentReceipt, end.data) }) });

/** The oldest is forgotten where there are too many. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  if (value instanceof Promise) value.catch(() => undefined); // told to whoever asks next
  map.delete(key);
  map.set(key, value);
  if (map.size > REMEMBERED_MAX) map.delete(map.keys().next().value!);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([work, new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)))]);
  } finally {
    clearTimeout(timer);
  }
}
