import { TongbanError, headers as wire } from '@tongban/contracts';
import { Pace, type PaceLimits } from '@tongban/messaging';
import { KeyedLanes } from '../keyed-lanes';
import type { MadeMessage } from '../make/message-maker';
import type { ProvinceLogger } from '../options';
import { newStop, pause } from '../pause';
import type { Progress, ReceiptBook } from '../receipts/receipt-book';
import type { ClientStore } from '../store/client-store';
import { type OutboxEntry, orderKey } from '../store/records';
import type { StoreOp } from '../store/table';
import { Slots } from './slots';

/**
 * Puts a message on disk in the region. Resolves with the broker's acknowledgement, which is no receipt. `againAtMs` tells apart what
 * is sent after a refusal, so that it is not taken for a repeat.
 */
export type Submit = (entry: OutboxEntry, bytes: Uint8Array, signal: AbortSignal, againAtMs?: number) => Promise<void>;
export interface OutboxSettings {
  /** Messages on their way to the region at the same time. */
  readonly inFlightMax?: number;
  /** Messages without a verdict that are kept; more are refused with `outbox.full`. */
  readonly keptMax?: number;
  /** How long to wait for RECEIVED before the same bytes are sent again; the last one repeats. */
  readonly resendAfterMs?: readonly number[];
  /**
   * How long a received message may stay without a verdict before it is sent again: longer than the ten minutes in which
   * SUBMIT knows the message id, since within them a resend goes nowhere.
   */
  readonly verdictAfterMs?: number;
  /** How long to wait after a refusal for a reason that passes, such as a suspension, before the same bytes are sent again; the last one repeats. */
  readonly refusedAfterMs?: readonly number[];
  readonly retryMs?: readonly number[];
}
/** A message and what tells a repeated request from a reused id. */
export interface Outgoing { readonly made: MadeMessage; readonly contentHex: string }

const DEFAULTS = {
  inFlightMax: 256, keptMax: 100_000, resendAfterMs: [10_000, 30_000, 60_000, 660_000], verdictAfterMs: 660_000, refusedAfterMs: [5_000, 15_000, 30_000, 60_000],
  retryMs: [250, 500, 1_000, 2_000, 5_000],
} as const;
const nth = (list: readonly number[], index: number): number => list[Math.min(index, list.length - 1)] ?? 0;

/**
 * The durable outbox: one lane per case, one message of a case under way until its verdict is verified, so that a case
 * stays in order; cases do not wait for each other. The bytes are made once and sent again unchanged.
 */
export class Outbox {
  private readonly settings: Required<OutboxSettings>;
  private readonly lanes: KeyedLanes<OutboxEntry>;
  private readonly slots: Slots;
  private readonly stop = newStop();
  /** Messages the region has not acknowledged yet; what a graceful end waits for. */
  private readonly unsubmitted = new Set<string>();
  private kept = 0;
  private nextOrder = 1;
  private allSubmitted: (() => void) | undefined;
  private readonly watches = new Set<Watch>();
  private readonly pace = new Pace(undefined);

  constructor(
    private readonly store: ClientStore, private readonly book: ReceiptBook, private readonly submit: Submit, private readonly logger: ProvinceLogger,
    settings: OutboxSettings = {},
  ) {
    this.settings = { ...DEFAULTS, ...settings };
    this.slots = new Slots(this.settings.inFlightMax);
    this.lanes = new KeyedLanes((entry) => this.deliver(entry), (error, caseNo) =>
      this.logger.warn({ caseNo, code: TongbanError.from(error).code }, 'a message stays in the outbox until the next start'));
  }

  /** Sends again what a previous process left without a verdict. */
  async start(): Promise<void> {
    const left = await this.store.outbox.under('');
    this.kept = left.length;
    this.nextOrder = Number(left.at(-1)?.[0] ?? 0) + 1;
    for (const [, entry] of left) this.enqueue(entry);
  }

  /**
   * What to write so that the messages are in the outbox, in this order after all before them, and what to call once it
   * is written. @throws TongbanError `outbox.full`, `sender.too-fast`, `client.closed`.
   */
  place(messages: readonly Outgoing[]): { readonly ops: readonly StoreOp[]; readonly release: () => void } {
    if (this.stop.signal.aborted) throw new TongbanError('client.closed', 'nothing can be sent after close');
    if (this.kept + messages.length > this.settings.keptMax) throw this.refusal();
    const entries: OutboxEntry[] = [];
    const ops = messages.flatMap(({ made, contentHex }): StoreOp[] => {
      const { caseNo, messageId, messageType, homeRegion, recipient, digestHex, headers } = made;
      const order = orderKey(this.nextOrder++);
      const entry: OutboxEntry = { order, caseNo, messageId, homeRegion, digestHex, headers };
      entries.push(entry);
      return [
        this.store.outbox.put(order, entry), this.store.bytes.put(messageId, Buffer.from(made.bytes)),
        this.store.messages.put(messageId, { caseNo, messageType, homeRegion, recipient, digestHex, contentHex, order, ...(headers[wire.wrappedKeys] && { wrappedKeys: headers[wire.wrappedKeys] }) }),
      ];
    });
    const release = (): void => {
      this.kept += entries.length;
      for (const entry of entries) {
        this.book.began(entry.messageId);
        this.enqueue(entry);
      }
    };
    return { ops, release };
  }

  /** From now on no faster than the hub takes: what is sent faster waits here, on the own disk, and not in the region. */
  keepTo(limits: PaceLimits | undefined): void {
    this.pace.set(limits);
  }

  private refusal(): TongbanError {
    const retryAfterMs = this.pace.waitMs();
    if (retryAfterMs === 0) return new TongbanError('outbox.full', `${this.kept} messages wait already`);
    return new TongbanError('sender.too-fast', `${this.kept} messages wait already; retry after ${retryAfterMs} ms`, [], { retryAfterMs });
  }

  /** Messages without a verdict. */
  get keptCount(): number {
    return this.kept;
  }

  /** Whether a message of the case has no verdict yet. */
  isUnderWay(caseNo: string): boolean {
    return this.lanes.has(caseNo);
  }

  /** Ids of messages without a verdict, oldest first. */
  async waiting(limit: number): Promise<OutboxEntry[]> {
    return (await this.store.outbox.under('', limit)).map(([, entry]) => entry);
  }

  /** Lets the region acknowledge what was handed over; what it does not take in time is on disk anyway. */
  async drain(withinMs: number): Promise<void> {
    if (this.unsubmitted.size === 0) return;
    const submitted = new AbortController();
    this.allSubmitted = () => submitted.abort();
    await pause(withinMs, submitted.signal, this.stop.signal);
  }

  async close(): Promise<void> {
    this.stop.abort();
    for (const watch of this.watches) watch.stop();
    await this.lanes.close();
  }

  private enqueue(entry: OutboxEntry): void {
    if (this.stop.signal.aborted) return;
    this.unsubmitted.add(entry.messageId);
    this.lanes.push(entry.caseNo, entry);
  }

  private async deliver(entry: OutboxEntry): Promise<void> {
    const { signal } = this.stop;
    const progress = new Watch();
    this.watches.add(progress);
    const stopListening = this.book.listen(entry.messageId, (news) => progress.hear(news));
    let againAtMs: number | undefined;
    try {
      for (let attempt = 0, refusals = 0; !signal.aborted && !progress.verdict; attempt++) {
        // A verdict may have been written before this lane listened, and a refusal by a process before this one.
        const record = await this.store.messages.get(entry.messageId);
        if (record?.order === '') break;
        if (progress.refused || (attempt === 0 && record?.refusedCode !== undefined)) {
          await progress.until((seen) => seen.verdict, nth(this.settings.refusedAfterMs, refusals++));
          if (progress.verdict || signal.aborted) continue;
          progress.startAgain();
          againAtMs = Date.now();
        }
        await this.slots.use(async () => {
          await this.submitted(entry, againAtMs);
          // The slot is kept until the region has spoken, but no longer: a silent home must not hold up the others.
          await progress.until((seen) => seen.received, nth(this.settings.resendAfterMs, attempt));
        });
        if (progress.received) await progress.until((seen) => seen.verdict || seen.refused, this.settings.verdictAfterMs);
      }
      if (!signal.aborted) this.kept--;
    } finally {
      stopListening();
      this.watches.delete(progress);
      this.done(entry);
    }
  }

  private async submitted(entry: OutboxEntry, againAtMs: number | undefined): Promise<void> {
    const { signal } = this.stop;
    for (let attempt = 0; !signal.aborted; attempt++) {
      const bytes = await this.store.bytes.get(entry.messageId);
      if (!bytes) throw new TongbanError('hub.internal', `the bytes of ${entry.messageId} are gone`);
      if (!(await this.pace.turn(1, signal))) return;
      try {
        await this.submit(entry, bytes, signal, againAtMs);
        this.done(entry);
        return;
      } catch (error) {
        const { code } = TongbanError.from(error);
        if (signal.aborted) return;
        if (attempt === 0) this.logger.warn({ caseNo: entry.caseNo, messageId: entry.messageId, code }, 'not submitted yet');
        await pause(nth(this.settings.retryMs, attempt), signal);
      }
    }
  }

  private done(entry: OutboxEntry): void {
    this.unsubmitted.delete(entry.messageId);
    if (this.unsubmitted.size === 0) this.allSubmitted?.();
  }
}

/** How far one message has come, and a way to wait for more. */
class Watch {
  received = false;
  verdict = false;
  refused = false;
  private stopped = false;
  private wake: (() => void) | undefined;

  hear(news: Progress): void {
    this.received ||= news.received;
    this.verdict ||= news.verdict;
    this.refused ||= news.refused;
    this.wake?.();
  }
  /** What was heard is about what was sent before. */
  startAgain(): void {
    this.received = false;
    this.refused = false;
  }
  /** Nobody waits any longer. */
  stop(): void {
    this.stopped = true;
    this.wake?.();
  }

  until(reached: (seen: this) => boolean, withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
      const timer = setTimeout(end, withinMs);
      this.wake = () => {
        if (this.stopped || reached(this)) end();
      };
      this.wake();
    });
  }
}
