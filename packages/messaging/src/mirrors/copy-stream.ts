import { TongbanError } from '@tongban/contracts';
import { type NatsConnection, type StreamInfo, createInbox } from 'nats';
import { inboxPrefixOf } from '../connection';
import type { WantedStream } from '../ensure';

const CHUNK_BYTES = 512 * 1024;
const ANSWER_WITHIN_MS = 10_000;
/** The last answer comes when the other server has read everything it was given. */
const READ_WITHIN_MS = 300_000;
const API = '$JS.API';

interface ApiReply { readonly error?: { readonly code: number; readonly description: string }; readonly state?: unknown; readonly deliver_subject?: string }

/**
 * Makes a stream anew on another server from a snapshot of one with the same name, with every sequence and time it has and its holes (what publishing again could not do). The client library lacks
 * both halves. Chunks are handed on one at a time: neither end sends what the other has not taken, and nothing is held here. What is stored this way does not count for the
 * window of message ids until that server was started again (measured on 2.15.1). @throws TongbanError `hub.unreachable`; `topology.mismatch` when a server refuses, as the second does where it has such a stream.
 */
export async function copyStream(from: NatsConnection, to: NatsConnection, wanted: WantedStream): Promise<StreamInfo> {
  const chunks = from.subscribe(createInbox(inboxPrefixOf(from)));
  try {
    const snapshot = await ask(from, `${API}.STREAM.SNAPSHOT.${wanted.name}`, { deliver_subject: chunks.getSubject(), no_consumers: true, chunk_size: CHUNK_BYTES });
    const { deliver_subject: restore } = await ask(to, `${API}.STREAM.RESTORE.${wanted.name}`, { config: wanted, state: snapshot.state });
    if (restore === undefined) throw new TongbanError('topology.mismatch', `the server of the region names no place for what ${wanted.name} held`);
    const silence = setTimeout(() => chunks.unsubscribe(), ANSWER_WITHIN_MS);
    let ended = false;
    for await (const chunk of chunks) {
      silence.refresh();
      ended = chunk.data.length === 0;
      if (ended) break;
      await send(to, restore, chunk.data, ANSWER_WITHIN_MS);
      chunk.respond();
    }
    clearTimeout(silence);
    if (!ended) throw new TongbanError('hub.unreachable', `the snapshot of ${wanted.name} was cut short`);
    return (await send(to, restore, new Uint8Array(), READ_WITHIN_MS)) as unknown as StreamInfo;
  } finally {
    chunks.unsubscribe();
  }
}

const ask = (nc: NatsConnection, subject: string, request: object): Promise<ApiReply> => send(nc, subject, Buffer.from(JSON.stringify(request), 'utf8'), ANSWER_WITHIN_MS);

async function send(nc: NatsConnection, subject: string, data: Uint8Array, withinMs: number): Promise<ApiReply> {
  let answer: Uint8Array;
  try {
    answer = (await nc.request(subject, data, { timeout: withinMs })).data;
  } catch (cause) {
    throw new TongbanError('hub.unreachable', `${subject}: ${cause instanceof Error ? cause.message : 'no answer'}`, [], { cause });
  }
  const reply = answer.length === 0 ? {} : (JSON.parse(Buffer.from(answer).toString('utf8')) as ApiReply);
  if (reply.error) throw new TongbanError('topology.mismatch', `${subject}: ${reply.error.description}`);
  return reply;
}
