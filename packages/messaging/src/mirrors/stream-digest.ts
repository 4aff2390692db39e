import { createHash } from 'node:crypto';
import type { NatsConnection } from 'nats';
import { type LogEntry, readStreamPart } from '../case-log';
import type { SequenceRange } from '../sequence-ranges';

/** Sequences of a stream from `from` to `to`, and what they hold. */
export interface DigestPart extends SequenceRange {
  readonly messages: number;
  /** SHA-256 over sequence, time, subject, headers and content of each, in order; hex. */
  readonly hash: string;
}
export interface StreamDigestParts {
  readonly first: number;
  readonly last: number;
  /** In order; fewer than asked for where one answer would read too much. */
  readonly parts: readonly DigestPart[];
}

export const DIGEST_PARTS_MAX = 64;
const MESSAGES_MAX = 20_000;
const BYTES_MAX = 64 * 2 ** 20;

/** What a stream holds between two sequences, in at most `count` parts of equal width. @throws TongbanError `hub.unreachable`. */
export async function digestStream(nc: NatsConnection, stream: string, { from, to }: SequenceRange, count: number): Promise<StreamDigestParts> {
  const { state } = await (await nc.jetstreamManager({ checkAPI: false })).streams.info(stream);
  const parts: DigestPart[] = [];
  let [messages, bytes] = [0, 0];
  for (const range of equalParts({ from, to }, count)) {
    if (messages >= MESSAGES_MAX || bytes >= BYTES_MAX) break;
    const hash = createHash('sha256');
    let inPart = 0;
    for (let next = range.from; next <= range.to;) {
      const { entries, more } = await readStreamPart(nc, stream, next);
      for (const entry of entries) {
        if (entry.seq > range.to) break;
        hash.update(digestOf(entry));
        inPart++;
        bytes += entry.data.length;
      }
      next = more ? (entries.at(-1)?.seq ?? range.to) + 1 : range.to + 1;
    }
    messages += inPart;
    parts.push({ ...range, messages: inPart, hash: hash.digest('hex') });
  }
  return { first: state.first_seq, last: state.last_seq, parts };
}

/** What the publisher expected of the stream at that moment; a mirror leaves it out (2.15.1), and nobody reads it again. */
const EXPECTATION = 'Nats-Expected-';

function digestOf({ seq, time, subject, headers, data }: LogEntry): Buffer {
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith(EXPECTATION)).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify([seq, time, subject, kept])).update(data).digest();
}

export function equalParts({ from, to }: SequenceRange, count: number): SequenceRange[] {
  const width = Math.max(1, Math.ceil((to - from + 1) / count));
  return Array.from({ length: Math.max(0, Math.ceil((to - from + 1) / width)) }, (_, index) => ({ from: from + index * width, to: Math.min(to, from + (index + 1) * width - 1) }));
}
