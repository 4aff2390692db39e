import { type LaneClock, realClock } from './lane-clock';

export interface LaneSlot<M> {
  readonly sequence: number;
  /** Replaced when the server delivers the same message again: the newest delivery is the one to settle. */
  item: M;
  /** Counted failures so far. The one who runs the slot counts. */
  failures: number;
  /** When it began to run; undefined while it waits. */
  runningSinceMs?: number;
  /** It is another owner's by now: whatever comes of this run, it is not run again here. */
  released?: boolean;
}

/** `settled`: the message is done with, one way or the other. Else the lane pauses and then runs the same message again. */
export type LaneVerdict = 'settled' | { readonly retryAfterMs: number };
/** `held`: the lane owns the message until it is settled. Else the server must bring it back after the delay. */
export type LaneAnswer = 'held' | { readonly bringBackAfterMs: number };

export interface LaneOptions<M> {
  run(slot: LaneSlot<M>): Promise<LaneVerdict>;
  /** Messages one lane holds in memory. */
  readonly queueMax?: number;
  /** Lanes running at the same time. */
  readonly parallelMax?: number;
  /** Bytes all lanes hold together. */
  readonly heldBytesMax?: number;
  readonly clock?: LaneClock;
}

interface Lane<M> {
  readonly key: string;
  /** Ascending by sequence; the first one is running, paused or next to run. */
  readonly queue: (LaneSlot<M> & { readonly bytes: number })[];
  /** Sequences that were sent back, and when the server was asked to return each. */
  readonly away: Map<number, number>;
  state: 'idle' | 'ready' | 'running' | 'paused';
  cancelPause?: () => void;
  pausedUntilMs: number;
  /** How long one run takes here, as a moving average. */
  runMs: number;
  /** How often an overdue sequence held others up. */
  heldUp: number;
}

const QUEUE_MAX = 32;
const PARALLEL_MAX = 32;
const HELD_BYTES_MAX = 32 * 2 ** 20;
const BRING_BACK_MIN_MS = 5;
const BRING_BACK_MAX_MS = 5_000;
const RUN_MS_FIRST_GUESS = 20;
const CLOSED_BRING_BACK_MS = 200;
/** A sequence that is overdue this long and has held others up so often was settled elsewhere or deleted. */
const OVERDUE_MS = 60_000;
const HELD_UP_MAX = 3;

/**
 * Strict order per key, parallel across keys, bounded memory. A message that must be retried stays at the head of its
 * lane and pauses only that lane. A lane that is full sends later messages back to the server, remembers their
 * sequences, and lets them in again by ascending sequence only. Knows nothing of NATS.
 */
export class OrderingLanes<M> {
  private readonly lanes = new Map<string, Lane<M>>();
  private readonly ready: Lane<M>[] = [];
  private readonly clock: LaneClock;
  private readonly queueMax: number;
  private readonly parallelMax: number;
  private readonly heldBytesMax: number;
  private running = 0;
  private held = 0;
  private heldBytes = 0;
  private closing: (() => void) | undefined;
  private closed = false;

  constructor(private readonly options: LaneOptions<M>) {
    this.clock = options.clock ?? realClock;
    this.queueMax = options.queueMax ?? QUEUE_MAX;
    this.parallelMax = options.parallelMax ?? PARALLEL_MAX;
    this.heldBytesMax = options.heldBytesMax ?? HELD_BYTES_MAX;
  }

  /** Offers a delivery of the message `sequence` of lane `key`. */
  offer(key: string, sequence: number, bytes: number, item: M): LaneAnswer {
    if (this.closed) return { bringBackAfterMs: CLOSED_BRING_BACK_MS };
    const lane = this.laneOf(key);
    const same = lane.queue.find((slot) => slot.sequence === sequence);
    if (same) {
      same.item = item;
      same.released = false;
      return 'held';
    }
    if (this.mustWait(lane, sequence, bytes)) return this.sendBack(lane, sequence);
    lane.away.delete(sequence);
    const before = lane.queue.findIndex((slot) => slot.sequence > sequence);
    // An older message than one that has begun (its acknowledgement was lost) is a repeat and runs right after it.
    const at = before === -1 ? lane.queue.length : before === 0 && lane.state === 'running' ? 1 : before;
    lane.queue.splice(at, 0, { sequence, bytes, item, failures: 0 });
    this.held++;
    this.heldBytes += bytes;
    if (lane.state === 'idle') this.makeReady(lane);
    return 'held';
  }

  /** Everything in memory that is not settled, so that the server can be told it is being worked on. */
  *slots(): Generator<LaneSlot<M>> {
    for (const lane of this.lanes.values()) yield* lane.queue;
  }

  stats(): { held: number; running: number; paused: number; away: number; lanes: number } {
    let paused = 0;
    let away = 0;
    for (const lane of this.lanes.values()) {
      if (lane.state === 'paused') paused++;
      away += lane.away.size;
    }
    return { held: this.held, running: this.running, paused, away, lanes: this.lanes.size };
  }

  /** Messages in memory. */
  get heldCount(): number {
    return this.held;
  }

  /** How long the run that began first has been running; 0 when nothing runs. */
  longestRunMs(): number {
    const now = this.clock.now();
    let longest = 0;
    for (const { queue: [head] } of this.lanes.values()) if (head?.runningSinceMs !== undefined) longest = Math.max(longest, now - head.runningSinceMs);
    return longest;
  }

  /** Forgets lanes that only remember sequences the server never brought back. */
  sweep(): void {
    const now = this.clock.now();
    for (const lane of this.lanes.values()) {
      if (lane.queue.length > 0) continue;
      for (const [sequence, dueAt] of lane.away) if (now > dueAt + 10 * OVERDUE_MS) lane.away.delete(sequence);
      this.dropIfEmpty(lane);
    }
  }

  /** Lets go of everything that is not running, without a word to the server: another owner has it now. */
  release(): void {
    for (const lane of this.lanes.values()) {
      lane.cancelPause?.();
      lane.cancelPause = undefined;
      lane.away.clear();
      const running = lane.state === 'running' ? 1 : 0;
      for (const slot of lane.queue.splice(running)) {
        this.held--;
        this.heldBytes -= slot.bytes;
      }
      if (running > 0) lane.queue[0]!.released = true;
      else lane.state = 'idle';
      this.dropIfEmpty(lane);
    }
    this.ready.length = 0;
  }

  /** Starts nothing more, waits for what is running, and returns what was held and is not settled, in order of sequence. */
  async drain(): Promise<LaneSlot<M>[]> {
    this.closed = true;
    for (const lane of this.lanes.values()) lane.cancelPause?.();
    if (this.running > 0) await new Promise<void>((resolve) => (this.closing = resolve));
    return [...this.slots()].sort((a, b) => a.sequence - b.sequence);
  }

  private laneOf(key: string): Lane<M> {
    let lane = this.lanes.get(key);
    if (lane === undefined) {
      lane = { key, queue: [], away: new Map(), state: 'idle', heldUp: 0, pausedUntilMs: 0, runMs: RUN_MS_FIRST_GUESS };
      this.lanes.set(key, lane);
    }
    return lane;
  }

  private mustWait(lane: Lane<M>, sequence: number, bytes: number): boolean {
    if (this.olderAway(lane, sequence)) return true;
    if (lane.queue.length >= this.queueMax) return true;
    return this.held > 0 && this.heldBytes + bytes > this.heldBytesMax;
  }

  private olderAway(lane: Lane<M>, sequence: number): boolean {
    let oldest = sequence;
    for (const other of lane.away.keys()) if (other < oldest) oldest = other;
    if (oldest === sequence) return false;
    if (this.clock.now() <= lane.away.get(oldest)! + OVERDUE_MS) return true;
    lane.heldUp++;
    if (lane.heldUp < HELD_UP_MAX) return true;
    lane.heldUp = 0;
    lane.away.delete(oldest);
    return this.olderAway(lane, sequence);
  }

  private sendBack(lane: Lane<M>, sequence: number): LaneAnswer {
    // Back when the lane should be half empty again: too early and it only comes and goes, too late and the lane idles.
    let ahead = this.queueMax / 2;
    for (const other of lane.away.keys()) if (other < sequence) ahead++;
    const pausedMs = lane.state === 'paused' ? Math.max(0, lane.pausedUntilMs - this.clock.now()) : 0;
    const bringBackAfterMs = Math.ceil(pausedMs + Math.min(BRING_BACK_MAX_MS, Math.max(BRING_BACK_MIN_MS, ahead * lane.runMs)));
    lane.away.set(sequence, this.clock.now() + bringBackAfterMs);
    return { bringBackAfterMs };
  }

  private makeReady(lane: Lane<M>): void {
    lane.state = 'ready';
    this.ready.push(lane);
    this.startReady();
  }

  private startReady(): void {
    while (!this.closed && this.running < this.parallelMax) {
      const lane = this.ready.shift();
      if (lane === undefined) return;
      void this.runHead(lane);
    }
  }

  private async runHead(lane: Lane<M>): Promise<void> {
    const slot = lane.queue[0]!;
    lane.state = 'running';
    const startedAt = this.clock.now();
    slot.runningSinceMs = startedAt;
    this.running++;
    const verdict = await this.options.run(slot).catch((): LaneVerdict => ({ retryAfterMs: BRING_BACK_MAX_MS }));
    this.running--;
    slot.runningSinceMs = undefined;
    lane.runMs = 0.8 * lane.runMs + 0.2 * (this.clock.now() - startedAt);
    if (verdict === 'settled' || slot.released) this.finish(lane, slot);
    else this.pause(lane, verdict.retryAfterMs);
    if (this.closed && this.running === 0) this.closing?.();
    this.startReady();
  }

  private finish(lane: Lane<M>, slot: LaneSlot<M>): void {
    const [done] = lane.queue.splice(lane.queue.findIndex((other) => other === slot), 1);
    this.held--;
    this.heldBytes -= done!.bytes;
    lane.state = 'idle';
    if (lane.queue.length > 0) this.makeReady(lane);
    else this.dropIfEmpty(lane);
  }

  private pause(lane: Lane<M>, ms: number): void {
    lane.state = 'paused';
    if (this.closed) return;
    lane.pausedUntilMs = this.clock.now() + ms;
    lane.cancelPause = this.clock.after(ms, () => {
      lane.cancelPause = undefined;
      this.makeReady(lane);
    });
  }

  private dropIfEmpty(lane: Lane<M>): void {
    if (lane.queue.length === 0 && lane.away.size === 0) this.lanes.delete(lane.key);
  }
}
