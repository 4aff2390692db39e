import { headers as wire } from '@tongban/contracts';
import { type Msg, type NatsConnection, type Subscription, createInbox, nanos } from 'nats';
import { inboxPrefixOf } from './connection';
import { Delivered } from './delivered';
import { onReconnect } from './reconnects';

export interface PullOptions {
  readonly stream: string;
  readonly consumer: string;
  readonly apiPrefix?: string;
  /** Messages asked for at a time. */
  readonly batch?: number;
  readonly expiresMs?: number;
  readonly heartbeatMs?: number;
  /**
   * Of a consumer that one process owns at a time: this process owns it from this message on, or goes on owning it after it may have
   * missed something; or it does not own it any more.
   */
  readonly onOwned?: () => void;
  readonly onLost?: () => void;
  /** Whether there is room for more. Whoever says no calls `refill` when there is. */
  readonly hasRoom?: () => boolean;
  /** The consumer does not answer (deleted, server starting), or answers again. */
  readonly onAvailability?: (available: boolean) => void;
}

const BATCH = 64;
/** Long, so that a hundred quiet consumers cost next to nothing: one request a minute and six heartbeats each. */
const EXPIRES_MS = 60_000;
const HEARTBEAT_MS = 10_000;
/** Another process owns the consumer: NATS's "locked". */
const NOT_THE_OWNER = 423;
const AGAIN_MIN_MS = 250;
const AGAIN_MAX_MS = 2_000;
/** A server with leaf nodes delivers to a request that nobody waits for any more while it is younger than two seconds (nats-server 2.15.1); and a little for its way there. */
const YOUNG_MS = 2_250;

/**
 * Keeps pull requests open on a durable consumer, through reconnections, deletion and re-creation of the consumer and
 * lost heartbeats. The client's own `consume()` waits a whole expiry before it asks again after a failed look-up. Of a
 * consumer with a pinned client (ADR-42) it asks for a group; who is given a message owns the consumer while it goes on asking.
 */
export class PullLoop {
  private inbox: string;
  private group: string | undefined;
  private pin: string | undefined;
  private readonly batch: number;
  private readonly expiresMs: number;
  private readonly heartbeatMs: number;
  private subscription: Subscription | undefined;
  private watch: NodeJS.Timeout | undefined;
  private again: NodeJS.Timeout | undefined;
  private stopListening: (() => void) | undefined;
  /** Messages the server still owes to requests of this epoch. Statuses of an older epoch are void. */
  private owed = 0;
  private epoch = 0;
  private failures = 0;
  private heardAt = 0;
  private askedAtMs = 0;
  private stopping = false;

  constructor(private readonly nc: NatsConnection, private readonly options: PullOptions, private readonly take: (message: Delivered) => void) {
    this.inbox = this.newInbox();
    this.batch = options.batch ?? BATCH;
    this.expiresMs = options.expiresMs ?? EXPIRES_MS;
    this.heartbeatMs = options.heartbeatMs ?? HEARTBEAT_MS;
  }

  /** `group`: of a consumer that one process owns at a time. */
  start(group?: string): void {
    this.group = group;
    this.subscribe();
    const mayHaveMissed = (): void => this.mayHaveMissed();
    // What the server sends meanwhile goes nowhere; what it sends next must not be taken before that came again.
    this.stopListening = onReconnect(this.nc, () => {
      mayHaveMissed();
      this.reset();
    }, mayHaveMissed);
    this.watch = setInterval(() => {
      if (Date.now() - this.heardAt > 2.5 * this.heartbeatMs) this.reset();
    }, this.heartbeatMs);
    this.reset();
  }

  /** What names this process as the owner; undefined when it never was, or has learned that it is not any more. */
  get pinId(): string | undefined {
    return this.pin;
  }

  /**
   * Asks for one message more, for a short time: that tells the server that the owner lives. Only asking tells it; what it delivers
   * to the owner proves nothing to it. `ifSilentMs`: not when this process has asked within that time.
   */
  keep(forMs: number, ifSilentMs = 0): void {
    if (this.pin !== undefined && Date.now() - this.askedAtMs >= ifSilentMs) this.request(1, { expires: nanos(forMs) });
  }

  /** Listens at another address and asks anew, as the same owner. What is on its way to the old one comes again to an owner, else when its acknowledgement wait ends. */
  askAnew(): void {
    if (this.subscription === undefined) return;
    this.mayHaveMissed();
    this.inbox = this.newInbox();
    this.subscribe();
    this.reset();
  }

  /** Asks for as much as there is room for. */
  refill(): void {
    if (this.subscription === undefined || this.stopping || this.owed > this.batch / 2 || this.options.hasRoom?.() === false) return;
    this.request(this.batch - this.owed);
  }

  /**
   * Takes what is on its way already, then nothing more. Listens until its last request is old: what a younger one brings to nobody would be missing until its
   * acknowledgement wait ends. An owner need not, because the next one has everything unsettled come again.
   */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.watch);
    clearTimeout(this.again);
    this.stopListening?.();
    this.epoch++;
    const youngForMs = this.askedAtMs + YOUNG_MS - Date.now();
    if (this.subscription && this.group === undefined && !this.nc.isClosed() && youngForMs > 0) await new Promise((resolve) => setTimeout(resolve, youngForMs));
    if (this.subscription && !this.nc.isClosed()) await this.subscription.drain().catch(() => undefined);
    this.subscription = undefined;
  }

  private subscribe(): void {
    this.subscription?.unsubscribe();
    this.subscription = this.nc.subscribe(`${this.inbox}.*`, { callback: (error, msg) => (error ? this.askAgain() : this.hear(msg)) });
  }

  private newInbox(): string {
    return createInbox(inboxPrefixOf(this.nc));
  }

  private hear(msg: Msg): void {
    this.heardAt = Date.now();
    if (!msg.subject.startsWith(this.inbox)) {
      this.answered();
      this.owed = Math.max(0, this.owed - 1);
      const delivered = new Delivered(msg);
      const pin = this.group === undefined ? undefined : msg.headers?.get(wire.pinId);
      if (pin && pin !== this.pin) {
        this.pin = pin;
        this.options.onOwned?.();
      }
      this.refill();
      this.take(delivered);
      return;
    }
    if (msg.subject !== this.replySubject()) return;
    const code = msg.headers?.code ?? 0;
    if (code === NOT_THE_OWNER) return this.lose();
    if (code === 100) return this.answered();
    const left = Number(msg.headers?.get('Nats-Pending-Messages') ?? '');
    // A request that ended by itself says how much of it was left; anything else means there is no such consumer now.
    if (code === 408 || (code === 409 && left > 0) || /batch completed/i.test(msg.headers?.description ?? '')) {
      this.answered();
      this.owed = Math.max(0, this.owed - left);
      this.refill();
    } else {
      this.askAgain();
    }
  }

  private request(batch: number, patience: object = { expires: nanos(this.expiresMs), idle_heartbeat: nanos(this.heartbeatMs) }): void {
    this.owed += batch;
    this.askedAtMs = Date.now();
    const prefix = this.options.apiPrefix ?? '$JS.API';
    const owner = this.group !== undefined && { group: this.group, ...(this.pin !== undefined && { id: this.pin }) };
    try {
      this.nc.publish(`${prefix}.CONSUMER.MSG.NEXT.${this.options.stream}.${this.options.consumer}`, JSON.stringify({ batch, ...patience, ...owner }), { reply: this.replySubject() });
    } catch {
      // Closed for good; whoever owns the connection is shutting down.
    }
  }

  private mayHaveMissed(): void {
    if (this.pin !== undefined && !this.nc.isClosed()) this.options.onOwned?.();
  }

  /** Stands by like any other from now on. */
  private lose(): void {
    this.answered();
    this.pin = undefined;
    this.options.onLost?.();
    this.reset();
  }

  private reset(): void {
    if (this.subscription === undefined || this.stopping) return;
    clearTimeout(this.again);
    this.again = undefined;
    this.epoch++;
    this.owed = 0;
    this.heardAt = Date.now();
    this.request(this.batch);
  }

  private askAgain(): void {
    if (this.again !== undefined || this.subscription === undefined || this.stopping) return;
    if (this.failures++ === 0) this.options.onAvailability?.(false);
    const pause = Math.min(AGAIN_MAX_MS, AGAIN_MIN_MS * 2 ** Math.min(this.failures - 1, 8));
    this.again = setTimeout(() => this.reset(), pause);
  }

  private answered(): void {
    if (this.failures === 0) return;
    this.failures = 0;
    this.options.onAvailability?.(true);
  }

  private replySubject(): string {
    return `${this.inbox}.${this.epoch}`;
  }
}
