import { TongbanError, participantOfQuery } from '@tongban/contracts';
import type { Msg, NatsConnection, Subscription } from 'nats';
import { faultBytes, replyBytes } from './query';

export type AnswerQuery = (payload: Uint8Array, subject: string, headers: Readonly<Record<string, string>>) => Promise<Uint8Array>;
export interface ObservedQuery {
  readonly subject: string;
  readonly tookMs: number;
  readonly error?: TongbanError;
}

const IN_HAND_MAX = 256;
/** Of these, what one participant may have: its queries wait for other regions, and must not take the room of everybody. */
const IN_HAND_MAX_EACH = 64;

/** Answers queries in a queue group; an error becomes a fault in the reply. Answers `hub.busy` beyond what it may have in hand, of all together and of each participant. */
export class QueryServer {
  private readonly subscriptions: Subscription[] = [];
  private readonly inHand = new Set<Promise<void>>();
  private readonly inHandOf = new Map<string, number>();

  constructor(
    private readonly nc: NatsConnection, private readonly queue: string,
    private readonly observe: (query: ObservedQuery) => void = () => undefined, private readonly inHandMax: number = IN_HAND_MAX,
  ) {}

  serve(subject: string, answer: AnswerQuery): void {
    this.subscriptions.push(this.nc.subscribe(subject, {
      queue: this.queue,
      callback: (error, msg) => {
        if (error || !isAnswerable(msg)) return;
        const asker = participantOfQuery(msg.subject);
        const busy = this.busyFor(asker);
        if (busy) {
          respond(msg, faultBytes(busy));
          this.observe({ subject: msg.subject, tookMs: 0, error: busy });
          return;
        }
        this.count(asker, 1);
        const work = this.answerOne(msg, answer).finally(() => {
          this.inHand.delete(work);
          this.count(asker, -1);
        });
        this.inHand.add(work);
      },
    }));
  }

  /** Takes no new query and answers those in hand. */
  async close(): Promise<void> {
    if (!this.nc.isClosed()) await Promise.all(this.subscriptions.map((subscription) => subscription.drain().catch(() => undefined)));
    await Promise.all(this.inHand);
  }

  private busyFor(asker: string | undefined): TongbanError | undefined {
    const eachMax = Math.min(IN_HAND_MAX_EACH, this.inHandMax);
    if (asker !== undefined && (this.inHandOf.get(asker) ?? 0) >= eachMax) return new TongbanError('hub.busy', `${eachMax} queries of this participant in hand`);
    return this.inHand.size >= this.inHandMax ? new TongbanError('hub.busy', `${this.inHandMax} queries in hand`) : undefined;
  }
  private count(asker: string | undefined, by: number): void {
    if (asker === undefined) return;
    const now = (this.inHandOf.get(asker) ?? 0) + by;
    if (now === 0) this.inHandOf.delete(asker);
    else this.inHandOf.set(asker, now);
  }

  private async answerOne(msg: Msg, answer: AnswerQuery): Promise<void> {
    const startedAt = Date.now();
    const headers: Record<string, string> = {};
    for (const [name, values] of msg.headers ?? []) headers[name] = values[0] ?? '';
    let error: TongbanError | undefined;
    let bytes: Uint8Array;
    try {
      bytes = replyBytes(await answer(msg.data, msg.subject, headers));
    } catch (cause) {
      error = TongbanError.from(cause);
      bytes = faultBytes(error);
    }
    respond(msg, bytes);
    this.observe({ subject: msg.subject, tookMs: Date.now() - startedAt, ...(error && { error }) });
  }
}

/**
 * The broker does not check reply subjects (NATS.md §2.2): an answer goes to an inbox or to what an account import made of one,
 * never to a subject that a stream would store.
 */
const isAnswerable = (msg: Msg): boolean => /^_(?:INBOX|R_)/.test(msg.reply ?? '');

function respond(msg: Msg, bytes: Uint8Array): void {
  try {
    msg.respond(bytes);
  } catch {
    // The connection is closed: who asked has its own time limit.
  }
}
