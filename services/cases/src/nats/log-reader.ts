import type { NatsConnection } from 'nats';
import { type LogEntry, readStream } from '@tongban/messaging';
import type { StreamPosition, StreamReader } from '@tongban/views';

export interface StreamMessage {
  readonly sequence: number;
  readonly subject: string;
  readonly data: Uint8Array;
}

/** Reads a record stream for a view. */
export class LogReader implements StreamReader<StreamMessage> {
  constructor(private readonly nats: NatsConnection, private readonly stream: string) {}

  async position(): Promise<StreamPosition> {
    const jsm = await this.nats.jetstreamManager();
    const info = await jsm.streams.info(this.stream);
    return { lastSequence: info.state.last_seq, incarnation: info.created };
  }
  async read(fromSequence: number, maxMessages: number): Promise<readonly StreamMessage[]> {
    const entries: LogEntry[] = await readStream(this.nats, this.stream, fromSequence, maxMessages);
    return entries.map(({ seq, subject, data }) => ({ sequence: seq, subject, data }));
  }
}
