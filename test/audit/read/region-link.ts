import { setTimeout as delay } from 'node:timers/promises';
import { type Msg, type NatsConnection, connect, createInbox, nkeyAuthenticator } from 'nats';
import { AuditError } from '../audit-error';
import type { SetUp } from './set-up';

/** What JetStream requests begin with in the auditor's account. */
const API = 'hub.API';
const CONNECT_WITHIN_MS = 5_000;
const ANSWER_WITHIN_MS = 10_000;
/** Reads change nothing: a server that is busy or just restarted is asked again. */
const ATTEMPTS_MAX = 6;
const AGAIN_AFTER_MS = 500;
const BATCH = 256;
const BATCH_BYTES_MAX = 16 * 2 ** 20;
const END_OF_BATCH = 204;
const NOTHING = 404;
const PAGES_MAX = 100;

export interface StreamInfo {
  readonly config: { readonly name: string; readonly max_age?: number; readonly max_msgs_per_subject?: number; readonly duplicate_window?: number };
  readonly state: { readonly first_seq: number; readonly last_seq: number };
  readonly created: string;
  readonly ts: string;
}
export interface ConsumerInfo {
  readonly name: string;
  readonly config: { readonly filter_subject?: string; readonly filter_subjects?: readonly string[] };
  readonly num_pending: number;
  readonly num_ack_pending: number;
  readonly ack_floor: { readonly stream_seq: number };
}
export interface StoredMessage {
  readonly seq: number;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly storedMs: number;
  /** The publisher's headers and the server's note on the source; what a direct get adds is not among them. */
  readonly headers: ReadonlyMap<string, string>;
}
const ADDED = new Set(['Nats-Stream', 'Nats-Subject', 'Nats-Sequence', 'Nats-Time-Stamp', 'Nats-Num-Pending', 'Nats-Last-Sequence']);

/** A region's JetStream, read only: which streams and consumers there are, and what the streams hold. */
export class RegionLink {
  private constructor(readonly region: string, private readonly nc: NatsConnection) {}

  /** @throws AuditError when the region does not answer or refuses the auditor. */
  static async open(region: string, servers: readonly string[], nkeySeed: string, tls?: SetUp['tls']): Promise<RegionLink> {
    return patiently(region, async () => {
      const nc = await connect({ servers: [...servers], name: `audit-${region}`, timeout: CONNECT_WITHIN_MS, ...(tls && { tls }), authenticator: nkeyAuthenticator(Buffer.from(nkeySeed)), maxReconnectAttempts: 20, reconnectTimeWait: 250 });
      return new RegionLink(region, nc);
    });
  }
  close(): Promise<void> {
    return this.nc.close();
  }

  streams(): Promise<StreamInfo[]> {
    return this.list<StreamInfo>('STREAM.LIST', 'streams');
  }
  consumers(stream: string): Promise<ConsumerInfo[]> {
    return this.list<ConsumerInfo>(`CONSUMER.LIST.${stream}`, 'consumers');
  }

  /** The messages of a stream from one sequence to another, batch by batch; deleted ones are left out. */
  async *read(stream: string, from: number, to: number): AsyncGenerator<readonly StoredMessage[]> {
    for (let next = from; next <= to;) {
      const { messages, more } = await patiently(this.region, () => this.readBatch(stream, next));
      const last = messages.at(-1);
      if (!last) return;
      yield messages.filter(({ seq }) => seq <= to);
      next = last.seq + 1;
      if (!more) return;
    }
  }

  private async list<T>(request: string, field: string): Promise<T[]> {
    const all: T[] = [];
    for (let page = 0; page < PAGES_MAX; page++) {
      const answer = await patiently(this.region, () => this.ask(request, { offset: all.length }));
      const part = (answer[field] ?? []) as T[];
      all.push(...part);
      if (part.length === 0 || all.length >= Number(answer['total'])) return all;
    }
    throw new AuditError('unreachable', `区域 ${this.region} 的 ${request} 没有尽头`, `${request} of region ${this.region} does not come to an end`);
  }

  private async ask(request: string, body: object): Promise<Record<string, unknown>> {
    const answer = (await this.nc.request(`${API}.${request}`, JSON.stringify(body), { timeout: ANSWER_WITHIN_MS })).json<Record<string, unknown>>();
    if (answer['error']) throw new Error(`${request}: ${(answer['error'] as { description: string }).description}`);
    return answer;
  }

  private async readBatch(stream: string, seq: number): Promise<{ messages: StoredMessage[]; more: boolean }> {
    const messages: StoredMessage[] = [];
    let end: Msg | undefined;
    // The client's own requestMany takes a stored message without content for the end.
    const answers = this.nc.subscribe(createInbox(), { max: BATCH + 1 });
    const timer = setTimeout(() => answers.unsubscribe(), ANSWER_WITHIN_MS);
    try {
      this.nc.publish(`${API}.DIRECT.GET.${stream}`, JSON.stringify({ seq, batch: BATCH, max_bytes: BATCH_BYTES_MAX, next_by_subj: '>' }), { reply: answers.getSubject() });
      for await (const answer of answers) {
        if (answer.headers?.has('Nats-Sequence')) messages.push(storedOf(answer));
        else {
          end = answer;
          break;
        }
      }
    } finally {
      clearTimeout(timer);
      answers.unsubscribe();
    }
    if (end?.headers?.code === NOTHING) return { messages: [], more: false };
    if (end?.headers?.code !== END_OF_BATCH) throw new Error(`reading ${stream}: ${end?.headers?.description ?? 'the answer was cut short'}`);
    return { messages, more: Number(end.headers.get('Nats-Num-Pending')) > 0 };
  }
}

/** @throws AuditError when no attempt was answered in full. */
async function patiently<T>(region: string, ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (cause) {
      if (attempt >= ATTEMPTS_MAX) throw unreachable(region, cause);
    }
    await delay(AGAIN_AFTER_MS);
  }
}

function storedOf(answer: Msg): StoredMessage {
  const headers = new Map<string, string>();
  for (const [name, values] of answer.headers!) if (!ADDED.has(name)) headers.set(name, values.join('\n'));
  const last = (name: string): string => answer.headers!.last(name);
  return { seq: Number(last('Nats-Sequence')), subject: last('Nats-Subject'), data: answer.data, storedMs: Date.parse(last('Nats-Time-Stamp')), headers };
}

const unreachable = (region: string, cause: unknown): AuditError => {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AuditError('unreachable', `读不到区域 ${region}（${why}）：审计需要全部区域，请等它恢复后重试`, `Region ${region} cannot be read (${why}): an audit needs every region, so try again when it is back`, { cause });
};
