import { setTimeout as delay } from 'node:timers/promises';
import { isRecord } from '@tongban/contracts';
import type { JetStreamManager, NatsConnection } from 'nats';
import { readStream } from './case-log';
import { onReconnect } from './reconnects';
import { type SequenceRange, rangesFrom, rangesMissing, rangesWithout } from './sequence-ranges';

export interface ScrubReport {
  readonly stream: string;
  /** When the stream had been walked (RFC 3339, real time). */
  readonly checkedAt: string;
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** Sequences that the server counts as stored and cannot give. */
  readonly unreadable: readonly SequenceRange[];
  /** Bytes the server says it dropped from its files when it started; the messages in them are not in its count any more. */
  readonly droppedBytes: number;
  /** Why not everything could be looked at: too many `deletions` inside to tell them from what cannot be read, or too many `holes` to go on. */
  readonly incomplete?: 'deletions' | 'holes';
}

export interface ScrubberOptions {
  readonly nc: NatsConnection;
  /** From the end of one walk over all streams to the begin of the next. Default 10 min. */
  readonly everyMs?: number;
  /** Over all streams together. Default 500. */
  readonly messagesPerSecond?: number;
  /** Called when what is found in a stream differs from the walk before, and on the first walk when something is found. */
  readonly onChange?: (report: ScrubReport) => void;
  readonly onError?: (stream: string | undefined, error: unknown) => void;
}

const EVERY_MS = 600_000;
const MESSAGES_PER_SECOND = 500;
/** Long messages are read more slowly, so that a walk leaves the disk and the connection to others. */
const BYTES_PER_SECOND = 8 * 2 ** 20;
const BATCH = 128;
/** A stream with more holes is broken enough; the walk of it ends there. */
const RANGES_MAX = 1_000;
/** Above it the server's list of what it deleted itself is not asked for: it comes in one message. */
const DELETED_MAX = 100_000;

interface StreamFacts { readonly first: number; readonly last: number; readonly droppedBytes: number; readonly deleted: ReadonlySet<number> | undefined }

/**
 * Reads every message of every stream of record again and again, slowly, because nats-server does not: with a flipped bit in a block
 * it starts without a word, counts the message and answers "no message found" when asked (measured on 2.15.1). It removes
 * and repairs nothing. A server that was away may have read its files anew: then the next walk begins at once. It cannot see a flip on disk while the server has that block in memory, nor a message that the server
 * itself does not count any more, which is what `StreamMark`s are for.
 */
export class StreamScrubber {
  private readonly found = new Map<string, ScrubReport>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private wait = new AbortController();
  private jsm: JetStreamManager | undefined;

  constructor(private readonly options: ScrubberOptions) {}

  /** Walks at once, after each reconnection, and in a cycle. */
  start(): void {
    this.running ??= this.run();
  }
  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wait.abort();
    await this.running;
  }
  /** The latest walk of every stream, for a status command. */
  reports(): ScrubReport[] {
    return [...this.found.values()];
  }

  /** One walk over all streams. What cannot be read now is told to `onError` and keeps its report. */
  async round(): Promise<void> {
    this.jsm ??= await this.options.nc.jetstreamManager();
    const names = new Set<string>();
    for await (const name of this.jsm.streams.names()) if (isRecord(name)) names.add(name);
    for (const known of this.found.keys()) if (!names.has(known)) this.found.delete(known);
    for (const name of names) {
      if (this.stopping.signal.aborted) return;
      await this.scrub(name).catch((error: unknown) => this.options.onError?.(name, error));
    }
  }

  /** Walks one stream. Throws `hub.unreachable` when the server does not answer; undefined when stopped on the way. */
  async scrub(stream: string): Promise<ScrubReport | undefined> {
    const before = await this.facts(stream);
    const walk = await this.missing(stream, [{ from: before.first, to: before.last }], before.deleted);
    let { ranges } = walk;
    let after = before;
    if (ranges.length > 0) {
      // Retention may have moved on meanwhile, and one answer too few is no proof.
      after = await this.facts(stream);
      ranges = rangesFrom((await this.missing(stream, rangesFrom(ranges, after.first), after.deleted)).ranges, (await this.facts(stream)).first);
    }
    if (this.stopping.signal.aborted) return undefined;
    const incomplete = after.deleted === undefined ? 'deletions' : walk.reached < before.last ? 'holes' : undefined;
    const report: ScrubReport = {
      stream, checkedAt: new Date().toISOString(), firstSequence: after.first, lastSequence: before.last, unreadable: ranges, droppedBytes: after.droppedBytes, ...(incomplete && { incomplete }),
    };
    this.note(report);
    return report;
  }

  private async run(): Promise<void> {
    const stopListening = onReconnect(this.options.nc, () => this.wait.abort());
    while (!this.stopping.signal.aborted) {
      this.wait = new AbortController(); // before the round: a reconnection during it asks for another
      await this.round().catch((error: unknown) => this.options.onError?.(undefined, error));
      if (!this.stopping.signal.aborted) await delay(this.options.everyMs ?? EVERY_MS, undefined, { signal: this.wait.signal }).catch(() => undefined);
    }
    stopListening();
  }

  /** What of `wanted` the server does not give, apart from what it `deleted` (undefined: nothing can be said then). */
  private async missing(stream: string, wanted: readonly SequenceRange[], deleted: ReadonlySet<number> | undefined): Promise<{ ranges: SequenceRange[]; reached: number }> {
    const ranges: SequenceRange[] = [];
    let reached = (wanted[0]?.from ?? 1) - 1;
    for (const { from, to } of deleted === undefined ? [] : wanted) {
      for (let next = from; next <= to && ranges.length < RANGES_MAX && !this.stopping.signal.aborted; next = reached + 1) {
        const startedAt = Date.now();
        const entries = await readStream(this.options.nc, stream, next, BATCH);
        const given = entries.map(({ seq }) => seq);
        reached = Math.min(given.at(-1) ?? to, to);
        ranges.push(...rangesWithout(rangesMissing(given, next, reached), deleted!));
        await this.pause(given.length, entries.reduce((sum, { data }) => sum + data.length, 0), startedAt);
      }
    }
    return { ranges: ranges.slice(0, RANGES_MAX), reached };
  }

  private async pause(messages: number, bytes: number, startedAt: number): Promise<void> {
    const forMs = 1_000 * Math.max(messages / (this.options.messagesPerSecond ?? MESSAGES_PER_SECOND), bytes / BYTES_PER_SECOND);
    await delay(Math.max(0, startedAt + forMs - Date.now()), undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private async facts(stream: string): Promise<StreamFacts> {
    this.jsm ??= await this.options.nc.jetstreamManager();
    let { state } = await this.jsm.streams.info(stream);
    const listed = state.num_deleted === undefined || state.num_deleted <= DELETED_MAX;
    if (listed && state.num_deleted) ({ state } = await this.jsm.streams.info(stream, { deleted_details: true }));
    return { first: Math.max(1, state.first_seq), last: state.last_seq, droppedBytes: state.lost?.bytes ?? 0, deleted: listed ? new Set(state.deleted ?? []) : undefined };
  }

  private note(report: ScrubReport): void {
    const said = ({ unreadable, droppedBytes, incomplete }: ScrubReport): string => JSON.stringify([unreadable, droppedBytes, incomplete ?? '']);
    const nothing = JSON.stringify([[], 0, '']);
    const before = this.found.get(report.stream);
    this.found.set(report.stream, report);
    if (said(report) !== (before ? said(before) : nothing)) this.options.onChange?.(report);
  }
}
