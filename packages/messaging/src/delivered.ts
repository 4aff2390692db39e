import type { Msg } from 'nats';

/** A message as handlers see it; free of the NATS client's types. */
export interface DurableMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  /** First value of each header, by its name as sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: string;
  readonly consumer: string;
  readonly streamSequence: number;
  /** When the stream stored it, by the server's clock (RFC 3339, milliseconds). */
  readonly storedAt: string;
}

const text = new TextEncoder();
const ACK = text.encode('+ACK');
const WORKING = text.encode('+WPI');

/** One delivery, with what may be said to the server about it. Only settle.ts and the lanes' send-back do. */
export class Delivered implements DurableMessage {
  readonly stream: string;
  readonly consumer: string;
  readonly streamSequence: number;
  private readonly storedAtNanos: string;
  private flat: Record<string, string> | undefined;

  constructor(private readonly msg: Msg) {
    // $JS.ACK.<stream>.<consumer>.<deliveries>.<sequence>.<consumer sequence>.<nanoseconds>.<pending>, or the same after
    // $JS.ACK.<domain>.<account>.
    const tokens = (msg.reply ?? '').split('.');
    const at = tokens.length > 9 ? 4 : 2;
    this.stream = tokens[at] ?? '';
    this.consumer = tokens[at + 1] ?? '';
    this.streamSequence = Number(tokens[at + 3]);
    this.storedAtNanos = tokens[at + 5] ?? '0';
  }

  get subject(): string {
    return this.msg.subject;
  }
  get data(): Uint8Array {
    return this.msg.data;
  }
  get storedAt(): string {
    return new Date(Number(BigInt(this.storedAtNanos) / 1_000_000n)).toISOString();
  }
  get headers(): Readonly<Record<string, string>> {
    if (this.flat === undefined) {
      this.flat = {};
      for (const [name, values] of this.msg.headers ?? []) this.flat[name] = values[0] ?? '';
    }
    return this.flat;
  }
  /** Done with: the server forgets the delivery. */
  ack(): void {
    this.say(ACK);
  }
  /** Bring it back after `delayMs`. */
  nak(delayMs: number): void {
    this.say(text.encode(delayMs > 0 ? `-NAK ${JSON.stringify({ delay: Math.round(delayMs * 1_000_000) })}` : '-NAK'));
  }
  /** Never bring it back. */
  term(reason: string): void {
    this.say(text.encode(`+TERM ${reason}`));
  }
  /** Still in hand: the acknowledgement wait starts anew. */
  working(): void {
    this.say(WORKING);
  }

  private say(what: Uint8Array): void {
    try {
      this.msg.respond(what);
    } catch {
      // The connection is closed for good: the server brings the message back to whoever comes next.
    }
  }
}
