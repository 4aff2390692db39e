import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TongbanError } from '@tongban/contracts';
import type { AttachSource } from '../options';

/** A file as it is about to be sent: read twice, once for its digest and once in chunks, never whole in memory. */
export class SourceFile {
  private constructor(private readonly handle: FileHandle, readonly size: number, readonly digest: Buffer, private readonly spooled: string | undefined) {}

  /** @param spoolDirectory where bytes that come as a stream wait. @throws TongbanError `query.invalid` for a path that cannot be read. */
  static async open(source: AttachSource, spoolDirectory: string): Promise<SourceFile> {
    const spooled = 'path' in source ? undefined : await spool(source.stream, spoolDirectory);
    try {
      const hash = createHash('sha256');
      const from = 'path' in source ? source.path : spooled!;
      await pipeline(createReadStream(from), hash);
      const handle = await open(from, 'r');
      return new SourceFile(handle, (await handle.stat()).size, hash.digest(), spooled);
    } catch (cause) {
      if (spooled !== undefined) await rm(spooled, { force: true });
      // The path may name a person: it is not repeated.
      throw new TongbanError('query.invalid', `the file cannot be read: ${(cause as NodeJS.ErrnoException).code ?? 'unknown'}`, [], { cause });
    }
  }

  /** Less than `length` at the end of the file. */
  async read(offset: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(length);
    const { bytesRead } = await this.handle.read(buffer, 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }

  async close(): Promise<void> {
    await this.handle.close();
    if (this.spooled !== undefined) await rm(this.spooled, { force: true });
  }
}

async function spool(stream: AsyncIterable<Uint8Array>, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, randomUUID());
  await pipeline(stream, createWriteStream(file, { mode: 0o600 }));
  return file;
}
