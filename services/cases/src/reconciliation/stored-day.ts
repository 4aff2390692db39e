import { readStream } from '@tongban/messaging';
import { type NatsConnection, millis } from 'nats';

const DAY_MS = 86_400_000;

/** A Beijing date as instants in milliseconds, the second exclusive. */
export function daySpan(date: string): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = Date.parse(`${date}T00:00:00+08:00`);
  return { fromMs, toMs: fromMs + DAY_MS };
}

/** Sequence of the first message of a stream that was stored at an instant or after; behind the last when there is none. Times grow with the sequences. */
export async function firstStoredSince(nats: NatsConnection, stream: string, sinceMs: number): Promise<number> {
  const jsm = await nats.jetstreamManager({ checkAPI: false });
  const { state } = await jsm.streams.info(stream);
  let low = Math.max(1, state.first_seq);
  let high = state.last_seq + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [entry] = await readStream(nats, stream, middle, 1);
    if (entry === undefined || entry.seq >= high) high = middle;
    else if (Date.parse(entry.time) >= sinceMs) high = middle;
    else low = entry.seq + 1;
  }
  return low;
}

const AGE_MARGIN_MS = 3_600_000;

/** How far a stream reaches, and whether it is old enough to have dropped messages by age. */
export async function inboxStateOf(nats: NatsConnection, stream: string): Promise<{ readonly first: number; readonly last: number; readonly ages: boolean }> {
  const jsm = await nats.jetstreamManager({ checkAPI: false });
  const { state, created, config: { max_age: maxAge } } = await jsm.streams.info(stream);
  return { first: state.first_seq, last: state.last_seq, ages: maxAge > 0 && Date.now() - Date.parse(created) > millis(maxAge) - AGE_MARGIN_MS };
}
