import { TongbanError } from '@tongban/contracts';
import { type NatsConnection, millis } from 'nats';
import type { Delivered, DurableMessage } from './delivered';
import { OrderingLanes } from './lanes';
import { PullLoop, type PullOptions } from './pull-loop';
import { DEFAULT_RETRIES, type Handle, type ObserveSettlement, type Park, type RetryPolicy, settle } from './settle';

export interface DurableConsumerOptions extends Pick<PullOptions, 'stream' | 'consumer' | 'apiPrefix' | 'batch' | 'onAvailability'> {
  /** Messages with the same key are handled one after the other, in the order of the stream. Default: the subject. */
  readonly lane?: (message: DurableMessage) => string;
  readonly handle: Handle;
  readonly park: Park;
  readonly retries?: RetryPolicy;
  readonly observe?: ObserveSettlement;
  readonly laneQueueMax?: number;
  /** Handlers running at the same time. */
  readonly parallelMax?: number;
  /**
   * What a crashed predecessor left unsettled is delivered first, before anything newer, by resetting the consumer to
   * its acknowledged floor (server ≥ 2.14). Some messages above the floor that were handled then repeat. Default true;
   * false = they return when their acknowledgement wait ends, possibly after newer ones of their lane.
   */
  readonly resumeInOrder?: boolean;
}

const DRAIN_WITHIN_MS = 10_000;
const INFO_ATTEMPTS_MAX = 40;
const INFO_AGAIN_MS = 250;
const API_TIMEOUT_MS = 5_000;

interface ConsumerInfoReply {
  readonly config?: { readonly ack_wait?: number };
  readonly num_ack_pending?: number;
  readonly error?: { readonly code: number; readonly description: string };
}

/** One durable consumer, from pull to settlement. Exactly one process may own a consumer at a time. */
export class DurableConsumer {
  private readonly lanes: OrderingLanes<Delivered>;
  private readonly pull: PullLoop;
  private beat: NodeJS.Timeout | undefined;

  constructor(private readonly nc: NatsConnection, private readonly options: DurableConsumerOptions) {
    const policy = options.retries ?? DEFAULT_RETRIES;
    this.lanes = new OrderingLanes<Delivered>({
      run: (slot) => settle(slot, options.handle, options.park, policy, options.observe),
      queueMax: options.laneQueueMax, parallelMax: options.parallelMax,
    });
    this.pull = new PullLoop(nc, options, (message) => this.take(message));
  }

  /** Throws `topology.mismatch` when the consumer does not exist, `hub.unreachable` when the server does not answer. */
  async start(): Promise<void> {
    const info = await this.info();
    if ((info.num_ack_pending ?? 0) > 0 && this.options.resumeInOrder !== false) await this.api('CONSUMER.RESET');
    const ackWaitMs = millis(info.config?.ack_wait ?? 30_000_000_000);
    this.beat = setInterval(() => {
      for (const slot of this.lanes.slots()) slot.item.working();
      this.lanes.sweep();
    }, Math.max(50, ackWaitMs / 2));
    this.pull.start();
  }

  stats(): ReturnType<OrderingLanes<Delivered>['stats']> {
    return this.lanes.stats();
  }

  /** Stops pulling, lets running handlers end (at most `withinMs`), gives the rest back and flushes. */
  async close(withinMs: number = DRAIN_WITHIN_MS): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const stopped = this.pull.stop(); // what still arrives meets closed lanes and is sent back
    const drained = this.lanes.drain().then(async (left) => {
      await stopped;
      for (const slot of left) slot.item.nak(0);
    });
    await Promise.race([drained, new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)))]);
    clearTimeout(timer);
    clearInterval(this.beat);
    if (!this.nc.isClosed()) await this.nc.flush().catch(() => undefined);
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

  private async info(): Promise<ConsumerInfoReply> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.api('CONSUMER.INFO');
      } catch (error) {
        if (attempt >= INFO_ATTEMPTS_MAX || (error instanceof TongbanError && error.code === 'topology.mismatch')) throw error;
        await new Promise((resolve) => setTimeout(resolve, INFO_AGAIN_MS));
      }
    }
  }

  private async api(call: 'CONSUMER.INFO' | 'CONSUMER.RESET'): Promise<ConsumerInfoReply> {
    const { stream, consumer, apiPrefix = '$JS.API' } = this.options;
    let reply: ConsumerInfoReply;
    try {
      reply = (await this.nc.request(`${apiPrefix}.${call}.${stream}.${consumer}`, undefined, { timeout: API_TIMEOUT_MS })).json();
    } catch (cause) {
      throw new TongbanError('hub.unreachable', `${call} of ${stream}/${consumer}: ${cause instanceof Error ? cause.message : 'no answer'}`, [], { cause });
    }
    if (reply.error) throw new TongbanError(reply.error.code === 404 ? 'topology.mismatch' : 'hub.unreachable', `${call} of ${stream}/${consumer}: ${reply.error.description}`);
    return reply;
  }
}
