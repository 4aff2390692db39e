import type { Gap, SequenceRun, StreamFacts } from './facts';
import type { Ledger } from './ledger';
import { parseMessageId, streamNames } from './published-names';
import { frontMayBeExpired } from './retention';

/** What is gone before the first message of a stream, where age does not explain it. */
export const goneAtFront = (stream: StreamFacts): readonly Gap[] =>
  (stream.firstSeq > 1 && !frontMayBeExpired(stream) ? [{ from: 1, to: stream.firstSeq - 1, ...(stream.firstMs !== undefined && { untilMs: stream.firstMs }) }] : []);

/** The runs without some of their numbers. */
export function without(runs: readonly SequenceRun[], numbers: ReadonlySet<number>): readonly SequenceRun[] {
  if (numbers.size === 0) return runs;
  const ascending = [...numbers].sort((a, b) => a - b);
  return runs.flatMap(({ from, to }) => {
    const left: SequenceRun[] = [];
    let next = from;
    for (const number of ascending) {
      if (number < next || number > to) continue;
      if (number > next) left.push({ from: next, to: number - 1 });
      next = number + 1;
    }
    return next <= to ? [...left, { from: next, to }] : left;
  });
}

/** Looked for by halves: there may be as many gaps as messages were erased. `runs` ascend. */
function isIn(runs: readonly SequenceRun[], seq: number): boolean {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle]!.to < seq) low = middle + 1;
    else high = middle;
  }
  return runs[low] !== undefined && runs[low]!.from <= seq;
}

/** Numbers of streams that have no message any more, each given out once. */
export class GoneNumbers {
  /** Numbers of which something else tells that the message was another one, by stream. */
  private readonly others = new Map<string, Set<number>>();
  private readonly given = new Map<string, Set<number>>();

  constructor(private readonly ledger: Ledger) {
    for (const rows of ledger.facts.arrivals.values()) for (const { origin, digest } of rows) if (origin && !ledger.erasures.of(digest)) this.addOther(origin.stream, origin.seq);
    for (const [region, rows] of ledger.facts.outbox) {
      for (const { msgId, batch } of rows) {
        const id = parseMessageId(msgId);
        if ((id?.kind === 'repeat' || id?.kind === 'refusal') && !ledger.erasures.of(batch?.receipts[0]?.about)) this.addOther(streamNames.inbox(region), id.seq);
      }
    }
  }

  /** @returns false when there is a message under this number, or there may have been one that expired, or it was given out. */
  take(stream: StreamFacts, seq: number): boolean {
    const given = this.givenOf(stream.stream);
    const isGone = isIn(stream.gaps, seq) || isIn(goneAtFront(stream), seq);
    if (!isGone || given.has(seq)) return false;
    given.add(seq);
    return true;
  }
  /** The first of what was stored at `sinceMs` or later that nothing tells to have been another's; failing that, as clocks of servers differ, the first of all. */
  takeAny(stream: StreamFacts, sinceMs: number): number | undefined {
    const gone = [...goneAtFront(stream), ...stream.gaps];
    return this.firstOf(stream, gone.filter(({ untilMs = sinceMs }) => untilMs >= sinceMs)) ?? this.firstOf(stream, gone);
  }

  private firstOf(stream: StreamFacts, runs: readonly SequenceRun[]): number | undefined {
    const given = this.givenOf(stream.stream);
    for (const { from, to } of runs) {
      for (let seq = from; seq <= to; seq++) {
        if (given.has(seq) || this.others.get(stream.stream)?.has(seq)) continue;
        given.add(seq);
        return seq;
      }
    }
    return undefined;
  }

  private givenOf(stream: string): Set<number> {
    const given = this.given.get(stream) ?? new Set<number>();
    this.given.set(stream, given);
    return given;
  }
  private addOther(name: string, seq: number): void {
    const stream = this.ledger.stream(name);
    if (stream === undefined || (seq >= stream.firstSeq && !isIn(stream.gaps, seq))) return;
    this.others.set(name, (this.others.get(name) ?? new Set()).add(seq));
  }
}
