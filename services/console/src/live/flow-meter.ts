import type { LogTailEntry } from '@tongban/contracts';
import type { ParticipantFlow } from '../documents';

export const WINDOW_SECONDS = 60;
/** Latencies kept of one pair in one second; more tell nothing further. */
const SAMPLES_MAX = 50;
const PAIRS_MAX = 200;

interface Second { readonly second: number; messages: number; rejected: number; readonly tookMs: number[] }
export interface Measured { readonly perSecond: number; readonly messages: number; readonly rejected: number; readonly latencyMs?: { readonly p50: number; readonly p99: number } }

/** Rates and latencies of ordered pairs over the last minute, from the entries of the case logs as they come. */
export class FlowMeter {
  private readonly pairs = new Map<string, Second[]>();
  constructor(private readonly now: () => number = Date.now) {}

  add(entries: readonly LogTailEntry[]): void {
    for (const { kind, storedAt, message } of entries) {
      if (message === undefined || (kind !== 'registered' && kind !== 'rejected')) continue;
      const second = Math.floor(Date.parse(storedAt) / 1_000);
      if (second <= Math.floor(this.now() / 1_000) - WINDOW_SECONDS) continue;
      const of = this.secondOf(`${message.sender}>${message.recipient}`, second);
      of.messages += 1;
      if (kind === 'rejected') of.rejected += 1;
      else if (of.tookMs.length < SAMPLES_MAX) of.tookMs.push(message.tookMs);
    }
  }

  /** Of all pairs of participants that `belongs` names together. */
  measure(belongs: (from: string, to: string) => boolean): Measured {
    const seconds = [...this.recent()].filter(([pair]) => belongs(...split(pair))).flatMap(([, own]) => own);
    const messages = sum(seconds.map((one) => one.messages));
    const took = seconds.flatMap(({ tookMs }) => tookMs).sort((a, b) => a - b);
    return {
      messages, rejected: sum(seconds.map(({ rejected }) => rejected)), perSecond: messages / WINDOW_SECONDS,
      ...(took.length > 0 && { latencyMs: { p50: quantile(took, 0.5), p99: quantile(took, 0.99) } }),
    };
  }

  /** Pairs with traffic, busiest first. */
  participantPairs(): readonly ParticipantFlow[] {
    return [...this.recent()].map(([pair, seconds]) => {
      const [from, to] = split(pair);
      const messages = sum(seconds.map((one) => one.messages));
      return { from, to, messages, perSecond: messages / WINDOW_SECONDS, rejected: sum(seconds.map(({ rejected }) => rejected)) };
    }).sort((a, b) => b.messages - a.messages || a.from.localeCompare(b.from) || a.to.localeCompare(b.to)).slice(0, PAIRS_MAX);
  }

  private secondOf(pair: string, second: number): Second {
    const seconds = this.pairs.get(pair) ?? [];
    this.pairs.set(pair, seconds);
    const found = seconds.find((one) => one.second === second);
    if (found) return found;
    const made: Second = { second, messages: 0, rejected: 0, tookMs: [] };
    seconds.push(made);
    return made;
  }
  private recent(): Map<string, Second[]> {
    const since = Math.floor(this.now() / 1_000) - WINDOW_SECONDS;
    for (const [pair, seconds] of this.pairs) {
      const left = seconds.filter(({ second }) => second > since);
      if (left.length === 0) this.pairs.delete(pair);
      else this.pairs.set(pair, left);
    }
    return this.pairs;
  }
}

/** Nearest rank, of sorted numbers. */
const quantile = (sorted: readonly number[], share: number): number => sorted[Math.ceil(sorted.length * share) - 1]!;
const split = (pair: string): [string, string] => pair.split('>') as [string, string];
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
