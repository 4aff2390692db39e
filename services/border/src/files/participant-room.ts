import { FILE_CHUNK_BYTES, TongbanError } from '@tongban/contracts';
import type { FileStream } from '@tongban/messaging';

const COUNTED_AGAIN_MS = 10_000;

/** How much of its room a participant uses: counted by the stream, and in between by what this process stored. Several processes may so let a few seconds' worth too much pass. */
export class ParticipantRoom {
  private readonly counted = new Map<string, { messages: number; atMs: number }>();
  constructor(private readonly files: Pick<FileStream, 'messagesOf'>, private readonly bytesMax: number) {}

  /** @throws TongbanError `attachment.no-room` when `bytes` more would be too much. */
  async require(participant: string, bytes: number): Promise<void> {
    let counted = this.counted.get(participant);
    if (counted === undefined || Date.now() - counted.atMs > COUNTED_AGAIN_MS) {
      counted = { messages: await this.files.messagesOf(participant), atMs: Date.now() };
      this.counted.set(participant, counted);
    }
    const used = counted.messages * FILE_CHUNK_BYTES;
    if (used + bytes > this.bytesMax) throw new TongbanError('attachment.no-room', `${used} of ${this.bytesMax} bytes are used, ${bytes} more are asked for`);
  }
  took(participant: string): void {
    const counted = this.counted.get(participant);
    if (counted) counted.messages++;
  }
}
