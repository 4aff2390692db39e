import { TongbanError } from '@tongban/contracts';
import { type HeldFate, ReleasePace, type SwitchRecord } from '@tongban/domain';
import { Defer } from '@tongban/messaging';
import type { AskedCase, FlowReleases } from '../record/flow-releases';
import { ReleaseMissing } from '../record/release-missing';
import type { IncomingMessage } from '../register-message';
import type { HeldMessage } from './held-stream';

export interface HeldReleasePorts {
  readonly releases: Pick<FlowReleases, 'switched' | 'heldFate' | 'switchesKnown'>;
  /** Business time. */
  readonly clock: { now(): string };
  readonly held: {
    part(fromSequence: number): Promise<{ readonly messages: readonly HeldMessage[]; readonly more: boolean }>;
    read(sequence: number): Promise<IncomingMessage | undefined>;
    remove(sequence: number): Promise<void>;
  };
  /** The one decision about every message. @throws Defer when it is to stay held. */
  readonly register: (incoming: IncomingMessage) => Promise<void>;
  /** Keeps one that cannot be decided on where an operator sees it. */
  readonly setAside: (message: HeldMessage, incoming: IncomingMessage, failure: TongbanError, attempts: number) => Promise<void>;
  readonly onFailure: (message: HeldMessage, failure: TongbanError) => void;
}

/** Decisions of one round, so that a round ends soon. */
const ROUND_MAX = 200;
const ATTEMPTS_MAX = 6;

/**
 * Lets held messages go, oldest first, at the rate of their switch in business time; refuses them once it is off. What is held is remembered
 * without its bytes and read on from the stream, which alone says what is held: a restart begins anew with it. One process at a time does this; if two ever did,
 * the append check of the log would still decide each case once.
 */
export class HeldRelease {
  private readonly waiting = new Map<number, HeldMessage>();
  private readonly attempts = new Map<number, number>();
  private readonly pace = new ReleasePace();
  private holders = new Map<number, SwitchRecord | undefined>();
  private holdersOf = -1;
  private next = 1;

  constructor(private readonly ports: HeldReleasePorts) {}

  isWaiting(sequence: number): boolean {
    return this.waiting.has(sequence);
  }
  get count(): number {
    return this.waiting.size;
  }

  /** Forgets what it knows: another process may have let some go. */
  forget(): void {
    this.waiting.clear();
    this.attempts.clear();
    this.holders.clear();
    this.next = 1;
  }

  /** One look at everything held. @returns how many were decided on. @throws TongbanError when the stream cannot be read. */
  async round(): Promise<number> {
    await this.readOn();
    const at = this.ports.clock.now();
    const fateOf = this.fatesAt(at);
    // Of a case whose turn has not come nothing newer goes; of an item that cannot be judged now, nothing is tried again in this round.
    const [cases, items, lanes] = [new Set<string>(), new Set<string>(), new Set<string>()];
    let [tried, decided] = [0, 0];
    for (const message of [...this.waiting.values()]) {
      const fate = fateOf(message);
      if (fate.do === 'release') lanes.add(fate.lane);
      const goes = tried < ROUND_MAX && !cases.has(message.caseNo) && !items.has(message.itemCode) && this.mayGo(fate, at);
      if (!goes) {
        cases.add(message.caseNo);
        continue;
      }
      tried++;
      if (await this.letGo(message)) {
        decided++;
        continue;
      }
      cases.add(message.caseNo);
      items.add(message.itemCode);
    }
    this.pace.keepOnly(lanes);
    return decided;
  }

  private mayGo(fate: HeldFate, at: string): boolean {
    return fate.do === 'release' ? this.pace.take(fate.lane, fate.perMinute, Date.parse(at)) : fate.do !== 'keep';
  }

  private async readOn(): Promise<void> {
    for (let more = true; more;) {
      const part = await this.ports.held.part(this.next);
      for (const message of part.messages) this.waiting.set(message.sequence, message);
      this.next = (part.messages.at(-1)?.sequence ?? this.next - 1) + 1;
      ({ more } = part);
    }
  }

  /** Thousands may wait for a few switches: each is asked once a round for all messages that ask the same. */
  private fatesAt(at: string): (message: HeldMessage) => HeldFate {
    const { releases } = this.ports;
    const [present, fates] = [new Map<string, SwitchRecord | undefined>(), new Map<string, HeldFate>()];
    if (releases.switchesKnown() !== this.holdersOf) this.holders = new Map();
    this.holdersOf = releases.switchesKnown();
    return (message) => {
      const now = remembered(present, placeKey(message), () => releases.switched(message, at));
      const holder = now === undefined ? remembered(this.holders, message.sequence, () => releases.switched(message, message.receivedAt)) : undefined;
      return remembered(fates, `${now?.owner} ${now?.switchId} ${holder?.owner} ${holder?.switchId}`, () => releases.heldFate(now, holder, at));
    };
  }

  /** Whether it is decided on, or set aside, and no longer held. */
  private async letGo(message: HeldMessage): Promise<boolean> {
    const incoming = await this.ports.held.read(message.sequence);
    if (incoming !== undefined && !(await this.decided(message, incoming))) return false;
    await this.ports.held.remove(message.sequence);
    this.waiting.delete(message.sequence);
    this.attempts.delete(message.sequence);
    this.holders.delete(message.sequence);
    return true;
  }

  private async decided(message: HeldMessage, incoming: IncomingMessage): Promise<boolean> {
    try {
      await this.ports.register(incoming);
      return true;
    } catch (cause) {
      if (cause instanceof Defer || cause instanceof ReleaseMissing) return false;
      const failure = TongbanError.from(cause);
      const attempts = (this.attempts.get(message.sequence) ?? 0) + 1;
      this.attempts.set(message.sequence, attempts);
      this.ports.onFailure(message, failure);
      if (failure.traits.retryable && attempts < ATTEMPTS_MAX) return false;
      await this.ports.setAside(message, incoming, failure, attempts);
      return true;
    }
  }
}

const placeKey = ({ itemCode, opener, counterpart }: AskedCase): string => `${itemCode} ${opener} ${counterpart}`;

function remembered<K, V>(memory: Map<K, V>, key: K, find: () => V): V {
  if (memory.has(key)) return memory.get(key) as V;
  const found = find();
  memory.set(key, found);
  return found;
}
