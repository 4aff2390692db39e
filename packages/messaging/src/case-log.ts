import { TongbanError, headers as wire } from '@tongban/contracts';
import { type Msg, type NatsConnection, createInbox } from 'nats';
import { inboxPrefixOf } from './connection';
import { type DurablePublisher, SequenceConflict, type Stored } from './publish';

export interface LogEntry {
  /** Sequence in the stream: what the next append must expect. */
  readonly seq: number;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** When the stream stored it (RFC 3339). */
  readonly time: string;
}

export interface ReadOptions {
  readonly apiPrefix?: string;
  readonly timeoutMs?: number;
  /** Entries to return at most; then the read fails rather than cut the log short. */
  readonly entriesMax?: number;
}

const BATCH = 256;
const BATCH_BYTES_MAX = 16 * 2 ** 20;
const TIMEOUT_MS = 5_000;
const ENTRIES_MAX = 10_000;
const END_OF_BATCH = 204;
const NOTHING = 404;

/**
 * Every entry of one subject, in order, from stream sequence `fromSequence` on; [] when there is none. The stream needs
 * `allow_direct`. One round trip per 256 entries (direct batch get, server ≥ 2.11; the client's own `getBatch` lacks
 * this form). Throws `hub.unreachable` when the server does not answer in full.
 */
export async function readSubject(nc: NatsConnection, stream: string, subject: string, fromSequence = 1, options: ReadOptions = {}): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for (let next = fromSequence; ;) {
    const { read, more } = await readBatch(nc, stream, subject, next, options);
    entries.push(...read);
    if (entries.length > (options.entriesMax ?? ENTRIES_MAX)) {
      throw new TongbanError('case.too-long', `${subject} has more than ${options.entriesMax ?? ENTRIES_MAX} entries`);
    }
    if (!more) return entries;
    next = entries[entries.length - 1]!.seq + 1;
  }
}

/** As `readSubject`, at most `batchMax` (256) entries, and whether the subject has more after them. */
export async function readSubjectPart(nc: NatsConnection, stream: string, subject: string, fromSequence: number, batchMax: number = BATCH): Promise<{ entries: LogEntry[]; more: boolean }> {
  const { read, more } = await readBatch(nc, stream, subject, fromSequence, {}, Math.min(BATCH, batchMax));
  return { entries: read, more };
}

/** The next messages of any subject of a stream, at most `batchMax` (256), from a sequence on. Errors as `readSubject`. */
export async function readStream(nc: NatsConnection, stream: string, fromSequence: number, batchMax: number = BATCH): Promise<LogEntry[]> {
  return (await readStreamPart(nc, stream, fromSequence, batchMax)).entries;
}

/** As `readStream`, and whether the stream had more after them. */
export async function readStreamPart(nc: NatsConnection, stream: string, fromSequence: number, batchMax: number = BATCH): Promise<{ entries: LogEntry[]; more: boolean }> {
  const { read, more } = await readBatch(nc, stream, '>', fromSequence, {}, Math.min(BATCH, batchMax));
  return { entries: read, more };
}

/** The newest message of one subject; undefined when there is none. The stream needs `allow_direct`. @throws TongbanError `hub.unreachable`. */
export async function readLast(nc: NatsConnection, stream: string, subject: string, timeoutMs: number = TIMEOUT_MS): Promise<LogEntry | undefined> {
  let reply: Msg;
  try {
    reply = await nc.request(`$JS.API.DIRECT.GET.${stream}`, JSON.stringify({ last_by_subj: subject }), { timeout: timeoutMs });
  } catch (cause) {
    throw new TongbanError('hub.unreachable', `cannot read the last of ${subject} of ${stream}: ${cause instanceof Error ? cause.message : String(cause)}`, [], { cause });
  }
  if (reply.headers?.code === NOTHING) return undefined;
  if (!reply.headers?.has('Nats-Sequence')) throw new TongbanError('hub.unreachable', `no answer about the last of ${subject} of ${stream}: ${reply.headers?.description ?? ''}`);
  return asEntry(reply);
}

async function readBatch(
  nc: NatsConnection, stream: string, subject: string, seq: number, options: ReadOptions, batch: number = BATCH,
): Promise<{ read: LogEntry[]; more: boolean }> {
  const body = JSON.stringify({ seq, next_by_subj: subject, batch, max_bytes: BATCH_BYTES_MAX });
  const read: LogEntry[] = [];
  let end: Msg | undefined;
  // The client's own requestMany takes a stored message without content for the end.
  const replies = nc.subscribe(createInbox(inboxPrefixOf(nc)), { max: batch + 1 });
  const timer = setTimeout(() => replies.unsubscribe(), options.timeoutMs ?? TIMEOUT_MS);
  try {
    nc.publish(`${options.apiPrefix ?? '$JS.API'}.DIRECT.GET.${stream}`, body, { reply: replies.getSubject() });
    for await (const reply of replies) {
      if (reply.headers?.has('Nats-Sequence')) read.push(asEntry(reply));
      else {
        end = reply;
        break;
      }
    }
  } catch (cause) {
    throw new TongbanError('hub.unreachable', `cannot read ${subject} of ${stream}: ${cause instanceof Error ? cause.message : String(cause)}`, [], { cause });
  } finally {
    clearTimeout(timer);
    replies.unsubscribe();
  }
  if (end?.headers?.code === NOTHING) return { read: [], more: false };
  if (end?.headers?.code !== END_OF_BATCH) {
    throw new TongbanError('hub.unreachable', `the read of ${subject} of ${stream} was cut short: ${end?.headers?.description ?? 'no end of batch'}`);
  }
  return { read, more: Number(end.headers.get('Nats-Num-Pending')) > 0 && read.length > 0 };
}

/** Headers the server adds to a direct get; the rest are the publisher's. */
const ADDED = new Set(['Nats-Stream', 'Nats-Subject', 'Nats-Sequence', 'Nats-Time-Stamp', 'Nats-Num-Pending', 'Nats-Last-Sequence']);

function asEntry(reply: Msg): LogEntry {
  const headers: Record<string, string> = {};
  for (const [name, values] of reply.headers ?? []) if (!ADDED.has(name)) headers[name] = values[0] ?? '';
  return { seq: Number(reply.headers?.last('Nats-Sequence')), subject: reply.headers?.last('Nats-Subject') ?? '', data: reply.data, headers, time: reply.headers?.last('Nats-Time-Stamp') ?? '' };
}

export interface Append {
  readonly subject: string;
  readonly data: Uint8Array;
  /** Sequence of the subject's last entry as the decision saw it; 0 = none. */
  readonly expected: number;
  readonly msgId: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Appends if nobody else did since `expected`. Throws `SequenceConflict` when somebody did. An append whose
 * acknowledgement was lost is recognised: the server checks the expected sequence before the message id, so its repeat
 * meets a conflict with itself. Other errors as `DurablePublisher.publish`.
 */
export async function appendExpecting(nc: NatsConnection, publisher: DurablePublisher, stream: string, append: Append): Promise<Stored> {
  if (append.data.length === 0) throw new TongbanError('hub.internal', 'an entry of a log has content');
  try {
    return await publisher.publish(append.subject, append.data, {
      msgId: append.msgId, headers: append.headers, expectedLastSubjectSequence: append.expected,
    });
  } catch (error) {
    if (!(error instanceof SequenceConflict)) throw error;
    const { read: [follower] } = await readBatch(nc, stream, append.subject, append.expected + 1, {});
    const ours = follower?.headers[wire.msgId] === append.msgId && Buffer.from(follower.data).equals(append.data);
    if (!ours) throw error;
    return { stream, sequence: follower.seq, duplicate: true };
  }
}
