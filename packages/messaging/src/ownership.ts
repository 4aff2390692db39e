import { subjects } from '@tongban/contracts';
import { ErrorCode, type NatsConnection, NatsError, type Subscription, millis } from 'nats';
import type { ConsumerApi, ConsumerFacts } from './consumer-api';
import type { Delivered } from './delivered';
import type { PullLoop } from './pull-loop';

export interface OwnershipPorts {
  readonly nc: NatsConnection;
  readonly stream: string;
  readonly consumer: string;
  readonly api: ConsumerApi;
  readonly pull: PullLoop;
  /** Takes what is delivered to the owner. */
  readonly take: (message: Delivered) => void;
  /** Lets go of what is in hand and not running: it is another process's now. */
  readonly release: () => void;
  /** Whether anything is in hand, or was sent back and is to return. */
  readonly busy: () => boolean;
  /** Stream sequences of what is in hand and is settled here, whatever happens: not what was let go of and still runs. */
  readonly inHand: () => Iterable<number>;
}

const AGAIN_MS = 250;
/** Those who stand by look after an absent owner at different moments. */
const LOOK_WITHIN_MS = 200;
/** Whoever stands by asks for a sign of life of the owner this often, and believes the second silence. */
const OWNER_ASKED_EVERY_MS = 500;
const ANSWERS_WITHIN_MS = 2_000;
/** What was delivered arrives within this many looks without any news, or it was delivered to somebody else. */
const UNDERWAY_LOOKS_MAX = 20;
const UNDERWAY_LOOK_MS = 20;
/** An owner that holds more than this asks for no more until it has settled in. */
const HELD_BYTES_MAX = 32 * 2 ** 20;
/** The owner asks this many times within the silence after which it loses the consumer. */
const ASKS_PER_SILENCE = 4;

/**
 * One process at a time owns a consumer with a pinned client; the server chooses it when it has a message. A new owner
 * first sees whether the one before it left anything unsettled, and then has the consumer begin again at its acknowledged
 * floor, so that nothing newer of a case goes before it. While anything is in hand the owner keeps asking; an idle one may
 * lose the consumer and gets it again with the next message, or somebody else does. A process that stood still finds out
 * when it next asks; until then the expected-sequence check of what it writes is the fence (DESIGN §3). One that died need not
 * be silent that long: nobody listens any more where it would answer, and whoever stands by has the server choose anew.
 */
export class Ownership {
  private held: Delivered[] | undefined;
  private heldBytes = 0;
  /** Counts changes of owner, as seen here: what was begun for an earlier one is void. */
  private term = 0;
  private beat: NodeJS.Timeout | undefined;
  private readonly subscriptions: Subscription[] = [];
  private signOfLife: Subscription | undefined;
  private askingOwner = false;
  private closed = false;

  /** Undefined for a consumer that any number of processes may read. */
  static of(facts: ConsumerFacts, ports: OwnershipPorts): Ownership | undefined {
    const { priority_policy: policy, priority_groups: [group] = [], priority_timeout: silence = 0 } = facts.config ?? {};
    if (policy !== 'pinned_client' || group === undefined) return undefined;
    return new Ownership(group, millis(silence), (facts.num_ack_pending ?? 0) > 0, ports);
  }

  private constructor(readonly group: string, private readonly silentMaxMs: number, private readonly unsettled: boolean, private readonly ports: OwnershipPorts) {}

  private get askEveryMs(): number {
    return Math.max(20, this.silentMaxMs / ASKS_PER_SILENCE);
  }

  start(): void {
    this.beat = setInterval(() => {
      if (this.held !== undefined || this.ports.busy()) this.ports.pull.keep(this.askEveryMs);
    }, this.askEveryMs);
    const { nc, stream, consumer } = this.ports;
    this.subscriptions.push(
      nc.subscribe(subjects.ownerGone(stream, consumer), { callback: () => void setTimeout(() => void this.bringBack(), Math.random() * LOOK_WITHIN_MS) }),
      nc.subscribe(subjects.ownerChosen(stream, consumer), { callback: () => void this.outlive() }),
    );
    void this.outlive();
    if (this.unsettled) void this.bringBack();
  }

  /**
   * The server chooses an owner when it has a message to deliver. What an owner that is gone left unsettled would be none
   * until its acknowledgement wait ends: it is made one, by anybody, while nobody owns the consumer.
   */
  private async bringBack(): Promise<void> {
    try {
      if (this.closed) return;
      const { num_ack_pending: unsettled = 0, priority_groups: groups = [] } = await this.ports.api.info();
      // This process may have become the owner meanwhile: then it is its own to see what came before.
      const isOwned = this.ports.pull.pinId !== undefined || groups.some(({ pinned_client_id: pin }) => pin !== undefined);
      if (unsettled > 0 && !isOwned) await this.ports.api.reset();
    } catch {
      // Then it comes when its acknowledgement wait ends.
    }
  }

  /** While another process owns the consumer: has the server choose anew as soon as that process is gone. */
  private async outlive(): Promise<void> {
    if (this.askingOwner) return;
    this.askingOwner = true;
    try {
      for (let silentPin: string | undefined; ;) {
        await new Promise((resolve) => setTimeout(resolve, OWNER_ASKED_EVERY_MS).unref());
        if (this.closed || this.ports.pull.pinId !== undefined) return;
        const { priority_groups: groups = [] } = await this.ports.api.info();
        const pin = groups.find(({ group }) => group === this.group)?.pinned_client_id;
        if (pin === undefined) return;
        if (await this.isAlive(pin)) silentPin = undefined;
        else if (silentPin === pin) return await this.ports.api.unpin(this.group);
        // A new owner may not listen yet.
        else silentPin = pin;
      }
    } catch {
      // The server does not answer now; then the owner's silence decides.
    } finally {
      this.askingOwner = false;
    }
  }

  /** A process that stands still listens and does not answer: only its silence proves anything. */
  private async isAlive(pin: string): Promise<boolean> {
    const { nc, stream, consumer } = this.ports;
    try {
      await nc.request(subjects.ownerAlive(stream, consumer, pin), undefined, { timeout: ANSWERS_WITHIN_MS });
      return true;
    } catch (error) {
      return !(error instanceof NatsError && error.code === ErrorCode.NoResponders);
    }
  }

  take(message: Delivered): void {
    // What comes at the end of a long quiet must not lose its owner before the next beat.
    this.ports.pull.keep(this.askEveryMs, this.askEveryMs);
    if (this.held === undefined) return this.ports.take(message);
    this.held.push(message);
    this.heldBytes += message.data.length;
  }

  /** Whether more is to be asked for: not while much is held and none of it can be settled. */
  get hasRoom(): boolean {
    return this.heldBytes <= HELD_BYTES_MAX;
  }

  /**
   * This process owns the consumer from this message on, or still does after it may have missed some. What comes is held until it is known what
   * came before.
   */
  owned(): void {
    this.hold([]);
    const { nc, stream, consumer, pull } = this.ports;
    this.signOfLife?.unsubscribe();
    this.signOfLife = nc.subscribe(subjects.ownerAlive(stream, consumer, pull.pinId ?? ''), { callback: (_error, message) => void message.respond() });
    void this.settleIn(++this.term);
  }

  lost(): void {
    this.term++;
    this.hold(undefined);
    this.signOfLife?.unsubscribe();
    this.ports.release();
    void this.outlive();
  }

  /** Ends the beat and hands over to whoever stands by, if this process still is the owner. Everything in hand is settled or given back. */
  async close(): Promise<void> {
    this.closed = true;
    this.term++;
    clearInterval(this.beat);
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    const { nc, api, pull } = this.ports;
    if (pull.pinId === undefined || nc.isClosed()) return;
    await nc.flush();
    const { priority_groups: groups = [] } = await api.info();
    if (groups.some(({ group, pinned_client_id: pin }) => group === this.group && pin === pull.pinId)) await api.unpin(this.group);
    this.signOfLife?.unsubscribe();
  }

  /**
   * Until everything the server waits for is here. What is missing is with a process that is gone, or nowhere: a server with leaf nodes
   * also delivers to a request whose asker is gone or listens elsewhere by now, if the request is younger than two seconds. A reset brings
   * it, and may be lost in the same way, so that it is looked at again.
   */
  private async settleIn(term: number): Promise<void> {
    let deliveredUpTo = 0;
    while (term === this.term && !this.closed) {
      try {
        const facts = await this.factsOfNow(deliveredUpTo);
        if (facts && (await this.hasAll(facts))) return this.open(term);
        if (term !== this.term) return;
        deliveredUpTo = Math.max(deliveredUpTo, facts?.delivered?.stream_seq ?? 0, ...this.heldSequences());
        await this.ports.api.reset();
      } catch {
        // The server does not answer now. Silent for long, this process loses the consumer and learns it.
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  private async hasAll(facts: ConsumerFacts): Promise<boolean> {
    const isHere = (): boolean => isAllHere(facts, [...this.heldSequences(), ...this.ports.inHand()]);
    // The answer may overtake what was delivered before it: under traffic nearly every new owner would take that for missing.
    for (let looks = 0; looks < UNDERWAY_LOOKS_MAX && !isHere(); looks++) await new Promise((resolve) => setTimeout(resolve, UNDERWAY_LOOK_MS));
    return isHere();
  }

  /**
   * What the server knows once it has delivered up to a sequence, and knows of everything that is held: facts given right after a reset know of nothing
   * unsettled, though all of it is about to come again. A server that may not deliver more, or is not asked for more, has said what it can.
   * Undefined when it does not come that far.
   */
  private async factsOfNow(deliveredUpTo: number): Promise<ConsumerFacts | undefined> {
    let last = -1;
    for (let idle = 0; idle <= UNDERWAY_LOOKS_MAX; idle++) {
      const facts = await this.ports.api.info();
      const { num_ack_pending: unsettled = 0, delivered: { stream_seq: delivered = 0 } = {}, config: { max_ack_pending: most = Number.POSITIVE_INFINITY } = {} } = facts;
      const isStalled = unsettled >= most || this.heldBytes > HELD_BYTES_MAX;
      const isOfNow = this.heldSequences().every((sequence) => sequence <= delivered) && delivered >= deliveredUpTo;
      if (isOfNow || isStalled || this.closed || this.held === undefined) return facts;
      if (delivered > last) idle = 0;
      last = delivered;
      await new Promise((resolve) => setTimeout(resolve, UNDERWAY_LOOK_MS));
    }
    return undefined;
  }

  private hold(held: Delivered[] | undefined): void {
    this.held = held;
    this.heldBytes = 0;
  }

  private heldSequences(): number[] {
    return (this.held ?? []).map(({ streamSequence }) => streamSequence);
  }

  private open(term: number): void {
    const held = this.held ?? [];
    if (term !== this.term) return;
    this.hold(undefined);
    // What came twice meanwhile may have come out of order; of each message the newest delivery counts.
    const newest = new Map(held.map((message) => [message.streamSequence, message]));
    for (const sequence of [...newest.keys()].sort((a, b) => a - b)) this.ports.take(newest.get(sequence)!);
    this.ports.pull.refill();
  }
}

/**
 * Whether all that the server waited for when it gave these facts is here, by sequences of the stream. What it delivered after it
 * gave them does not count, or a newer message would stand in for an older one that a predecessor still has. Deliveries are
 * not compared: a reset by one who stands by numbers them anew under the owner's hands. When in doubt the answer is no, and
 * at worst a few messages come once more.
 */
export function isAllHere({ num_ack_pending: unsettled = 0, delivered }: ConsumerFacts, here: Iterable<number>): boolean {
  const upTo = delivered?.stream_seq ?? 0;
  return new Set([...here].filter((sequence) => sequence <= upTo)).size >= unsettled;
}
