import { createHash } from 'node:crypto';
import { chunkCount, chunkSize } from '@tongban/domain';
import type { FilePlace, FileStream } from '@tongban/messaging';
import { type FilePorts, PART_CHUNKS } from './file-ports';

interface Chunked { readonly size: number; readonly chunkBytes: number }

/** SHA-256 of what is stored of a file whose chunks are all there: known from storing it, or read again from disk; undefined when a chunk is absent or of another size. @param lastSequence of its last chunk. */
export async function storedDigest({ files, rolling }: Pick<FilePorts, 'files' | 'rolling'>, place: FilePlace, file: Chunked, lastSequence: number): Promise<Buffer | undefined> {
  return rolling.digest(place.fileId, chunkCount(file), lastSequence) ?? readAgain(files, place, file);
}

async function readAgain(files: FileStream, place: FilePlace, file: Chunked): Promise<Buffer | undefined> {
  const hash = createHash('sha256');
  const count = chunkCount(file);
  for (let [number, hint] = [0, 0]; number < count;) {
    const { chunks, nextSequence } = await files.part(place, number, hint, PART_CHUNKS);
    if (chunks.length === 0) return undefined;
    for (const chunk of chunks) {
      if (chunk.data.length !== chunkSize(file, chunk.number)) return undefined;
      hash.update(chunk.data);
    }
    number += chunks.length;
    hint = nextSequence;
  }
  return hash.digest();
}
