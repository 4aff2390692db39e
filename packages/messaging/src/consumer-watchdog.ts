import type { JetStreamManager, NatsConnection } from 'nats';
import { apiErrorCode } from './ensure';
import { Rounds } from './rounds';

export interface ConsumerReport {
  readonly stream: string;
  readonly consumer: string;
  /** Messages it has not delivered yet; undefined when the server does not have the consumer. */
  readonly pending?: number;
  /** Since when it has delivered and settled nothing although messages wait, or has not existed; 0 while all is well. */
  readonly idleForMs: number;
  readonly stopped: boolean;
  /** How often it was cured since it stopped; 0 while all is well. */
  readonly cures: number;
}

/** Where a consumer stood when it last moved, and what was done since. */
export interface ConsumerProgress { readonly position: string; readonly movedAtMs: number; readonly cures: number }
interface ConsumerPosition { readonly num_pending: number; readonly delivered: { readonly consumer_seq: number }; readonly ack_floor: { readonly consumer_seq: number } }

export interface ConsumerWatchdogOptions {
  readonly nc: NatsConnection;
  /** The consumers whose messages this process or one beside it must be taking. */
  readonly consumers: () => readonly { readonly stream: string; readonly consumer: string }[];
  /** Makes a stopped consumer begin again where that is safe. Called when it has stopped, and each `stoppedAfterMs` from then on. */
  readonly cure?: (stopped: ConsumerReport) => void;
  readonly onChange?: (report: ConsumerReport) => void;
  readonly onError?: (error: unknown) => void;
  readonly everyMs?: number;
  /** Default 1 min: longer than a handler's retries pause a lane. */
  readonly stoppedAfterMs?: number;
}

const EVERY_MS = 15_000;
const STOPPED_AFTER_MS = 60_000;
const NO_SUCH_STREAM = 10059;
/** Equals no position. */
const NOT_THERE = 'not there';

/** What is to be said of a consumer that stands at `now` (undefined: it does not exist), and what to remember of it. */
export function consumerReport(
  key: { readonly stream: string; readonly consumer: string }, now: ConsumerPosition | undefined, before: ConsumerProgress | undefined, nowMs: number, stoppedAfterMs: number,
): { report: ConsumerReport; progress: ConsumerProgress; cureDue: boolean } {
  const position = now === undefined ? NOT_THERE : `${now.delivered.consumer_seq} ${now.ack_floor.consumer_seq}`;
  const moves = before === undefined || before.position !== position || now?.num_pending === 0;
  const { movedAtMs, cures } = moves ? { movedAtMs: nowMs, cures: 0 } : before;
  const idleForMs = nowMs - movedAtMs;
  const cureDue = now !== undefined && idleForMs >= (cures + 1) * stoppedAfterMs;
  const progress = { position, movedAtMs, cures: cures + (cureDue ? 1 : 0) };
  const { stream, consumer } = key;
  return { report: { stream, consumer, ...(now && { pending: now.num_pending }), idleForMs, stopped: idleForMs >= stoppedAfterMs, cures: progress.cures }, progress, cureDue };
}

/**
 * Watches consumers that ought to move: one that has messages and neither delivers nor settles any has stopped, whatever the
 * reason — nobody asks it, the server lost it, or everything it may deliver at once is in hand and stuck. It is cured by asking
 * anew; one that does not exist is not, for a new one would deliver everything again. One request per stream.
 */
export class ConsumerWatchdog {
  private readonly watched = new Map<string, { report: ConsumerReport; progress: ConsumerProgress }>();
  private readonly rounds: Rounds;
  private jsm: JetStreamManager | undefined;

  constructor(private readonly options: ConsumerWatchdogOptions) {
    this.rounds = new Rounds(() => this.look(), options.everyMs ?? EVERY_MS, (error) => {
      this.watched.clear(); // nobody knows what moved meanwhile
      options.onError?.(error);
    });
  }

  start(): void {
    this.rounds.start();
  }

  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /** The latest state of every consumer, for a status command. */
  reports(): ConsumerReport[] {
    return [...this.watched.values()].map(({ report }) => report);
  }

  /** One round over all consumers. */
  async look(): Promise<void> {
    this.jsm ??= await this.options.nc.jetstreamManager();
    const wanted = groupByStream(this.options.consumers());
    for (const [stream, consumers] of wanted) {
      const positions = new Map<string, ConsumerPosition>();
      try {
        for await (const info of this.jsm.consumers.list(stream)) positions.set(info.name, info);
      } catch (error) {
        if (apiErrorCode(error) !== NO_SUCH_STREAM) throw error; // with its stream a consumer is gone too
      }
      for (const { consumer } of consumers) this.note(stream, consumer, positions.get(consumer));
    }
  }

  private note(stream: string, consumer: string, now: ConsumerPosition | undefined): void {
    const key = `${stream}/${consumer}`;
    const before = this.watched.get(key);
    const next = consumerReport({ stream, consumer }, now, before?.progress, Date.now(), this.options.stoppedAfterMs ?? STOPPED_AFTER_MS);
    this.watched.set(key, next);
    if (next.cureDue) this.options.cure?.(next.report);
    if (next.report.stopped !== (before?.report.stopped ?? false)) this.options.onChange?.(next.report);
  }
}

function groupByStream<T extends { readonly stream: string }>(all: readonly T[]): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const one of all) grouped.set(one.stream, [...(grouped.get(one.stream) ?? []), one]);
  return grouped;
}
