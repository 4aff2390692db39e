import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { handled } from '@tongban/telemetry';
import type { NatsConnection } from 'nats';
import { isObservable, lastValueFrom } from 'rxjs';
import type { DurableMessage } from './delivered';
import { DurableConsumer, type DurableConsumerOptions } from './durable-consumer';
import { JetStreamContext, QueryContext } from './handlers';
import { inParallel } from './in-parallel';
import { DurablePublisher } from './publish';
import { type ObservedQuery, QueryServer } from './query-server';
import { type Handle, type ObserveSettlement, type Park, type RetryPolicy, parkToFailed } from './settle';
import { handlingOf, handlingSpan } from './traced';

/** Reads one durable consumer with the handler named `pattern`. Several bindings may share a pattern. */
export interface DurableBinding extends Pick<DurableConsumerOptions, 'stream' | 'consumer' | 'lane' | 'turn' | 'batch' | 'parallelMax' | 'laneQueueMax' | 'resumeInOrder' | 'retries'> {
  readonly pattern: string;
}

export interface JetStreamServerOptions {
  /** Owned by the caller, who closes it after the server. */
  readonly nc: NatsConnection;
  /** Where failed messages are parked: FAILED_<region>. */
  readonly region: string;
  readonly bindings?: readonly DurableBinding[];
  /** Queue group of the queries: instances of the same service share it. */
  readonly queryQueue?: string;
  /** Subject of a query pattern; decorators are static and subjects are not. Default: the pattern is the subject. */
  readonly querySubject?: (pattern: string) => string;
  readonly retries?: RetryPolicy;
  readonly park?: Park;
  readonly observe?: ObserveSettlement;
  readonly observeQuery?: (query: ObservedQuery) => void;
  /** A consumer stops or begins to answer. */
  readonly onAvailability?: (stream: string, consumer: string, available: boolean) => void;
  readonly drainWithinMs?: number;
}

const START_AT_ONCE = 8;

/**
 * JetStream and request/reply as a NestJS transport. Nest's own NATS transport has no acknowledgement and is never used
 * for cases. Handlers are marked with `OnDurable` and `OnQuery`.
 */
export class JetStreamServer extends Server implements CustomTransportStrategy {
  private readonly consumers = new Map<string, DurableConsumer>();
  private readonly handles = new Map<string, Handle>();
  private readonly queries: QueryServer;
  private readonly park: Park;
  private state: 'new' | 'listening' | 'closed' = 'new';

  constructor(private readonly options: JetStreamServerOptions) {
    super();
    this.queries = new QueryServer(options.nc, options.queryQueue ?? 'services', options.observeQuery);
    this.park = options.park ?? parkToFailed(new DurablePublisher(options.nc), options.region);
  }

  listen(callback: (error?: unknown) => void): void {
    this.open().then(() => callback(), callback);
  }

  private async open(): Promise<void> {
    this.state = 'listening';
    for (const [pattern, handler] of this.messageHandlers) {
      if (handler.isEventHandler) continue;
      this.queries.serve(this.options.querySubject?.(pattern) ?? pattern, (payload, subject, headers) =>
        call(handler, payload, new QueryContext(subject, headers)).then(asBytes));
    }
    await inParallel(this.options.bindings ?? [], START_AT_ONCE, (binding) => this.addBinding(binding));
  }

  /** Also while running: a new year's stream. A binding of the same stream and consumer is kept. Throws as `DurableConsumer.start`. */
  async addBinding(binding: DurableBinding): Promise<void> {
    const key = `${binding.stream}/${binding.consumer}`;
    if (this.consumers.has(key) || this.state === 'closed') return;
    const handler = this.messageHandlers.get(this.normalizePattern(binding.pattern));
    if (!handler?.isEventHandler) throw new Error(`no durable handler for the pattern "${binding.pattern}" of ${key}`);
    const { nc, observe, onAvailability } = this.options;
    const handle: Handle = async (message, attempt) => {
      await call(handler, message.data, new JetStreamContext(message, attempt));
    };
    const consumer = new DurableConsumer(nc, {
      ...binding, park: this.park, observe, retries: binding.retries ?? this.options.retries,
      onAvailability: (available) => onAvailability?.(binding.stream, binding.consumer, available),
      handle,
    });
    this.consumers.set(key, consumer);
    this.handles.set(key, handle);
    try {
      await consumer.start();
    } catch (error) {
      this.consumers.delete(key);
      this.handles.delete(key);
      throw error;
    }
  }

  /** What each consumer has in hand, by `stream/consumer`. */
  stats(): Record<string, ReturnType<DurableConsumer['stats']>> {
    return Object.fromEntries([...this.consumers].map(([key, consumer]) => [key, consumer.stats()]));
  }

  /** How long the handler that began first has been running at each consumer, by `stream/consumer`; 0 when none runs. */
  longestRunsMs(): Record<string, number> {
    return Object.fromEntries([...this.consumers].map(([key, consumer]) => [key, consumer.longestRunMs()]));
  }

  /** The consumers that are read here. */
  readsFrom(): { stream: string; consumer: string }[] {
    return [...this.consumers.keys()].map((key) => ({ stream: key.slice(0, key.indexOf('/')), consumer: key.slice(key.indexOf('/') + 1) }));
  }

  /**
   * Runs the handler of a consumer that is read here once more, on a message that it gave up on. Outside its lane, and nothing is settled: what the handler does must bear being repeated,
   * beside newer messages too, as the append check of a case log makes it. @returns false when no such consumer is read here. @throws what the handler throws.
   */
  async runAgain(stream: string, consumer: string, message: DurableMessage): Promise<boolean> {
    const handle = this.state === 'listening' ? this.handles.get(`${stream}/${consumer}`) : undefined;
    if (handle === undefined) return false;
    await handled(handlingOf(message), () => handlingSpan(this.options.nc, 'process', message, 1), () => handle(message, 1));
    return true;
  }

  /** Listens and asks anew at a consumer that is read here; see `DurableConsumer.askAnew`. */
  askAnew(stream: string, consumer: string): void {
    this.consumers.get(`${stream}/${consumer}`)?.askAnew();
  }

  /** Drains: no new messages or queries, those in hand are finished and settled. Repeating it is harmless. */
  async close(): Promise<void> {
    if (this.state === 'closed') return;
    this.state = 'closed';
    await Promise.all([...[...this.consumers.values()].map((consumer) => consumer.close(this.options.drainWithinMs)), this.queries.close()]);
    this.consumers.clear();
  }

  on(): void {
    // No events beside the observers in the options.
  }

  unwrap<T>(): T {
    return this.options.nc as T;
  }
}

async function call(handler: MessageHandler, payload: Uint8Array, context: JetStreamContext | QueryContext): Promise<unknown> {
  try {
    const result: unknown = await handler(payload, context);
    return isObservable(result) ? await lastValueFrom(result, { defaultValue: undefined }) : result;
  } catch (error) {
    if (error instanceof Error) throw error;
    // Nest's stand-in for an error: the handler is not marked with OnDurable or OnQuery.
    throw new Error('the handler failed, and its error was replaced because PassErrorsThrough is not in place');
  }
}

function asBytes(result: unknown): Uint8Array {
  if (result instanceof Uint8Array) return result;
  throw new TypeError('a query handler returns bytes');
}
