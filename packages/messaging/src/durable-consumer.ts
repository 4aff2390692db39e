import { setMaxListeners } from 'node:events';
import { TongbanError } from '@tongban/contracts';
import { handled, inHandling } from '@tongban/telemetry';
import { type NatsConnection, millis } from 'nats';
import { ConsumerApi, type ConsumerFacts } from './consumer-api';
import type { Delivered, DurableMessage } from './delivered';
import { type LaneSlot, type LaneVerdict, OrderingLanes } from './lanes';
import { Ownership } from './ownership';
import { PullLoop, type PullOptions } from './pull-loop';
import { DEFAULT_RETRIES, type Handle, type ObserveSettlement, type Park, type RetryPolicy, settle } from './settle';
import { handlingOf, handlingSpan } from './traced';

export interface DurableConsumerOptions extends Pick<PullOptions, 'stream' | 'consumer' | 'apiPrefix' | 'batch' | 'onAvailability'> {
  /** Messages with the same key are handled one after the other, in the order of the stream. Default: the subject. */
  readonly lane?: (message: DurableMessage) => string;
  /**
   * Lets a message begin when it is its sender's turn. It may wait long: the message stays in its lane, and those behind it on disk. It must not go on once the signal
   * aborts: then false is passed on, and the message is given back.
   */
  readonly turn?: <T>(message: DurableMessage, work: () => Promise<T>, signal: AbortSignal) => Promise<T | false>;
  readonly handle: Handle;
  /** What handling is in a trace: `process` by default, `receive` where a message is only put on the own disk. */
  readonly operation?: 'receive' | 'process';
  readonly park: Park;
  readonly retries?: RetryPolicy;
  readonly observe?: ObserveSettlement;
  readonly laneQueueMax?: number;
  /** Handlers running at the same time. */
  readonly parallelMax?: number;
  /**
   * What a crashed predecessor left unsettled is delivered first, before anything newer, by resetting the consumer to
   * its acknowledged floor (server ≥ 2.14). Some messages above the floor that were handled then repeat. Default true;
   * false = they return when their acknowledgement wait ends, possibly after newer ones of their lane. A consumer with a
   * pinned client is reset by each new owner that needs it, whatever is said here.
   */
  readonly resumeInOrder?: boolean;
}

const DRAIN_WITHIN_MS = 10_000;
/** Messages in memory of a sender whose turn is awaited; the others stay on the broker's disk. Then a request may be under way. */
const AWAITED_MAX = 256;
const INFO_ATTEMPTS_MAX = 40;
const INFO_AGAIN_MS = 250;

/**
 * One durable consumer, from pull to settlement. Exactly one process reads it at a time: of a consumer with a pinned client
 * the server sees to that and the others stand by, of any other its users have to.
 */
export class DurableConsumer {
  private readonly lanes: OrderingLanes<Delivered>;
  private readonly pull: PullLoop;
  private readonly api: ConsumerApi;
  private ownership: Ownership | undefined;
  private beat: NodeJS.Timeout | undefined;
  private readonly closing = new AbortController();

  constructor(private readonly nc: NatsConnection, private readonly options: DurableConsumerOptions) {
    const policy = options.retries ?? DEFAULT_RETRIES;
    this.lanes = new OrderingLanes<Delivered>({
      run: (slot) => this.inTurn(slot, () => {
        const handling = handlingOf(slot.item);
        const handle: Handle = (message, attempt) => handled(handling, () => handlingSpan(nc, options.operation ?? 'process', message, attempt), () => options.handle(message, attempt));
        return inHandling(handling, () => settle(slot, handle, options.park, policy, options.observe));
      }),
      queueMax: options.laneQueueMax, parallelMax: options.parallelMax,
    });
    // As many wait as lanes may run at once.
    setMaxListeners(0, this.closing.signal);
    this.api = new ConsumerApi(nc, options.stream, options.consumer, options.apiPrefix);
    this.pull = new PullLoop(
      nc, { ...options, onOwned: () => this.ownership?.owned(), onLost: () => this.ownership?.lost(), hasRoom: () => this.hasRoom },
      (message) => (this.ownership ? this.ownership.take(message) : this.take(message)),
    );
  }

  /** Throws `topology.mismatch` when the consumer does not exist, `hub.unreachable` when the server does not answer. */
  async start(): Promise<void> {
    const facts = await this.facts();
    const { stream, consumer } = this.options;
    this.ownership = Ownership.of(facts, {
      nc: this.nc, stream, consumer, api: this.api, pull: this.pull,
      take: (message) => this.take(message), release: () => this.lanes.release(), busy: () => this.lanes.stats().lanes > 0,
      inHand: () => [...this.lanes.slots()].filter(({ released }) => !released).map(({ sequence }) => sequence),
    });
    if (!this.ownership && (facts.num_ack_pending ?? 0) > 0 && this.options.resumeInOrder !== false) await this.api.reset();
    const ackWaitMs = millis(facts.config?.ack_wait ?? 30_000_000_000);
    this.beat = setInterval(() => {
      for (const slot of this.lanes.slots()) slot.item.working();
      this.lanes.sweep();
    }, Math.max(50, ackWaitMs / 2));
    this.ownership?.start();
    this.pull.start(this.ownership?.group);
  }

  /** Whether messages come to this process, as far as it knows; always so where any process may read. */
  get isOwner(): boolean {
    return this.ownership === undefined || this.pull.pinId !== undefined;
  }

  stats(): ReturnType<OrderingLanes<Delivered>['stats']> {
    return this.lanes.stats();
  }

  /** How long the handler that began first has been running, in milliseconds; 0 when none runs. */
  longestRunMs(): number {
    return this.lanes.longestRunMs();
  }

  /** For a consumer that has delivered nothing for long: what a lost subscription or a miscounted request holds up comes again. What is in hand stays. */
  askAnew(): void {
    this.pull.askAnew();
  }

  /** Stops pulling, lets running handlers end (at most `withinMs`), gives the rest back and flushes. */
  async close(withinMs: number = DRAIN_WITHIN_MS): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    this.closing.abort();
    const stopped = this.pull.stop(); // what still arrives meets closed lanes and is sent back
    const drained = this.lanes.drain().then(async (left) => {
      await stopped;
      for (const slot of left) slot.item.nak(0);
      await this.ownership?.close().catch(() => undefined); // then the others wait until its silence is long enough
    });
    await Promise.race([drained, new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)))]);
    clearTimeout(timer);
    clearInterval(this.beat);
    if (!this.nc.isClosed()) await this.nc.flush().catch(() => undefined);
  }

  private async inTurn(slot: LaneSlot<Delivered>, work: () => Promise<LaneVerdict>): Promise<LaneVerdict> {
    if (this.options.turn === undefined) return work();
    // It may be another owner's by the time its turn comes: then that one handles it.
    const verdict = await this.options.turn<LaneVerdict>(slot.item, () => (slot.released ? Promise.resolve('settled') : work()), this.closing.signal);
    this.pull.refill();
    return verdict === false ? { retryAfterMs: 0 } : verdict;
  }

  /** Whoever sends faster than its turns come fills the broker's disk and not this memory. */
  private get hasRoom(): boolean {
    return (this.ownership?.hasRoom ?? true) && (this.options.turn === undefined || this.lanes.heldCount < AWAITED_MAX);
  }

  private take(message: Delivered): void {
    const answer = this.lanes.offer(this.laneOf(message), message.streamSequence, message.data.length, message);
    if (answer !== 'held') message.nak(answer.bringBackAfterMs);
  }

  private laneOf(message: Delivered): string {
    try {
      return this.options.lane?.(message) ?? message.subject;
    } catch {
      // Its handler will find out what is wrong with it; until then it disturbs only its own subject.
      return message.subject;
    }
  }

  private async facts(): Promise<ConsumerFacts> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.api.info();
      } catch (error) {
        if (attempt >= INFO_ATTEMPTS_MAX || (error instanceof TongbanError && error.code === 'topology.mismatch')) throw error;
        await new Promise((resolve) => setTimeout(resolve, INFO_AGAIN_MS));
      }
    }
  }
}
