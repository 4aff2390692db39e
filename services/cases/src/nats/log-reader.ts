import type { NatsConnection } from 'nats';
import { readStreamPart } from '@tongban/messaging';
import type { StreamPart, StreamPosition, StreamReader } from '@tongban/views';

export interface StreamMessage {
  readonly sequence: number;
  readonly subject: string;
  readonly data: Uint8Array;
}

/** Reads a record stream for a view. */
export class LogReader implements StreamReader<StreamMessage> {
  constructor(private readonly nats: NatsConnection, private readonly stream: string) {}

  async position(): Promise<StreamPosition> {
    const jsm = await this.nats.jetstreamManager({ checkAPI: false }); // else it asks for the account each time
    const info = await jsm.streams.info(this.stream);
    return { lastSequence: info.state.last_seq, incarnation: info.created };
  }
  async read(fromSequence: number, maxMessages: number): Promise<StreamPart<StreamMessage>> {
    const { entries, more } = await readStreamPart(this.nats, this.stream, fromSequence, maxMessages);
    return { messages: entries.map(({ seq, subject, data }) => ({ sequence: seq, subject, data })), more };
  }
}
