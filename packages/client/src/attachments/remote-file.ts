import { type Hash, createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat, truncate } from 'node:fs/promises';
import { FILE_CHUNK_BYTES, TongbanError, fieldFault, type v1 } from '@tongban/contracts';
import type { DeliveredAttachment } from '../options';
import type { AttachmentQueries } from './attachment-queries';
import { persistently } from './persistently';
import { UnusableAttachment } from './unusable-attachment';

/** What is known of a file before a byte of it is here. */
export interface RemoteFileFacts extends Pick<DeliveredAttachment, 'digest' | 'size' | 'mediaType' | 'material' | 'keepUntil'> {
  readonly participant: string;
  readonly fileId: string;
  /** SHA-256 (hex) of the bytes as they are stored. */
  readonly digestHex: string;
  readonly chunkBytes?: number;
  /** Its place among the files of its message: `attachments.0`. */
  readonly path: string;
  /** @throws TongbanError why it is not to be read at all: its claim is not good, or its seal cannot be opened here. */
  readonly check: () => Promise<void>;
}

/** Silence of the own border that a read goes through. */
const SILENCE_MS = 30_000;

/** A file at the own border, read in chunks and believed only when its digest is right. */
export class RemoteFile implements DeliveredAttachment {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
  readonly keepUntil: string;
  readonly material?: string;

  constructor(private readonly facts: RemoteFileFacts, private readonly queries: Pick<AttachmentQueries, 'part'>, private readonly signal: AbortSignal) {
    const { digest, size, mediaType, keepUntil, material } = facts;
    Object.assign(this, { digest, size, mediaType, keepUntil, ...(material !== undefined && { material }) });
    [this.digest, this.size, this.mediaType, this.keepUntil] = [digest, size, mediaType, keepUntil];
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    for await (const chunk of this.chunks(0)) {
      hash.update(chunk);
      yield chunk;
    }
    this.requireDigest(hash);
  }

  async save(path: string): Promise<void> {
    const part = `${path}.part`;
    const hash = createHash('sha256');
    const done = await this.resumed(part, hash);
    const file = await open(part, 'a', 0o600);
    try {
      await this.append(file, done, hash);
      this.requireDigest(hash);
      await file.sync();
    } catch (error) {
      // What is wrong is not gone on with.
      if (TongbanError.from(error).code === 'attachment.corrupt') await rm(part, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    await rename(part, path);
  }

  /** Chunks that an earlier call left whole, now in the hash; what is left of another is cut off. */
  private async resumed(part: string, hash: Hash): Promise<number> {
    const length = await stat(part).then(({ size }) => size, () => 0);
    const done = Math.min(Math.floor(length / this.chunkBytes), Math.floor(this.size / this.chunkBytes));
    if (length > done * this.chunkBytes) await truncate(part, done * this.chunkBytes);
    if (done > 0) for await (const bytes of createReadStream(part)) hash.update(bytes as Buffer);
    return done;
  }

  private async append(file: FileHandle, fromNumber: number, hash: Hash): Promise<void> {
    for await (const chunk of this.chunks(fromNumber)) {
      hash.update(chunk);
      await file.appendFile(chunk);
    }
  }

  private async *chunks(fromNumber: number): AsyncGenerator<Uint8Array> {
    await this.facts.check();
    let left = this.size - fromNumber * this.chunkBytes;
    for (let [number, part] = [fromNumber, left > 0 ? this.part(fromNumber, 0) : undefined]; part !== undefined;) {
      const { chunks, nextSequence } = await part;
      if (chunks.length === 0) throw this.fault('attachment.missing', `chunk ${number} is not there`);
      number += chunks.length;
      // The next piece is on its way while this one is used.
      part = number * this.chunkBytes < this.size ? this.part(number, Number(nextSequence)) : undefined;
      for (const { data } of chunks) {
        if (!data?.length || data.length > left) throw this.fault('attachment.corrupt', `it has another size than ${this.size}`);
        left -= data.length;
        yield data;
      }
    }
    if (left > 0) throw this.fault('attachment.missing', `${left} of ${this.size} bytes are not there`);
  }

  private part(fromNumber: number, sequenceHint: number): Promise<v1.AttachmentPart> {
    const { participant, fileId } = this.facts;
    const asking = persistently(() => this.queries.part({ participant, fileId, fromNumber, sequenceHint }), Date.now() + SILENCE_MS, this.signal).catch((cause: unknown) => {
      throw this.named(TongbanError.from(cause));
    });
    asking.catch(() => undefined); // told when it is wanted
    return asking;
  }

  private requireDigest(hash: Hash): void {
    const found = hash.digest('hex');
    if (found !== this.facts.digestHex) throw this.fault('attachment.corrupt', `sha256:${found} came in its place`);
  }
  private get chunkBytes(): number {
    return this.facts.chunkBytes ?? FILE_CHUNK_BYTES;
  }
  private named(error: TongbanError): TongbanError {
    return error.code === 'attachment.missing' || error.code === 'attachment.corrupt' ? this.fault(error.code, error.message) : error;
  }
  /** Names the file, so that who attached it knows which. */
  private fault(code: 'attachment.missing' | 'attachment.corrupt', why: string): UnusableAttachment {
    return new UnusableAttachment(code, `${this.facts.path} ${this.digest}: ${why}`, [fieldFault(this.facts.path, code, this.digest, this.digest)]);
  }
}
