import { isRecord } from '@tongban/contracts';
import type { JetStreamManager, NatsConnection, StreamInfo } from 'nats';
import { Rounds, type SeenStream, type StreamLoss, type StreamMark, apiErrorCode, nextMark } from '@tongban/messaging';
import type { RememberedMarks, StoreMarks } from './store-marks';

export interface StoreWatchOptions {
  readonly nc: NatsConnection;
  readonly marks: StoreMarks;
  readonly onLoss?: (stream: string, loss: StreamLoss) => void;
  readonly onError?: (error: unknown) => void;
  readonly everyMs?: number;
}

const EVERY_MS = 10_000;
const NO_SUCH_STREAM = 10059;
/** The server sends the numbers of absent messages in one message. */
const ABSENT_LISTED_MAX = 100_000;
/** A region's first hub makes its streams and looks at them within this time. */
const BEGINS_WITHIN_MS = 60_000;

/**
 * Compares what the region's streams hold with what they were last seen to hold, and remembers it outside the store. A store that
 * was emptied, made anew, set back or cut short by the server (2.15.1 does so in silence after kill -9, when a block is corrupt)
 * is noticed so. A Redis that was emptied is given back what this process remembers. It cannot see what was stored and lost
 * between two looks, nor what was lost before `since`: Redis was emptied while no hub of the region ran, or the region has a new
 * signing key.
 */
export class StoreWatch {
  private remembered: RememberedMarks | undefined;
  /** What is remembered could not be kept in Redis yet. */
  private unsaved = false;
  private oldestStream = '';
  private goneNow: ReadonlySet<string> = new Set();
  private readonly rounds: Rounds;
  private jsm: JetStreamManager | undefined;
  private error: unknown;

  constructor(private readonly options: StoreWatchOptions) {
    this.rounds = new Rounds(() => this.look(), options.everyMs ?? EVERY_MS, options.onError);
  }

  start(): void {
    this.rounds.start();
  }

  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /** Every loss that was noticed, by this process or an earlier one, and is not settled. */
  losses(): { stream: string; loss: StreamLoss }[] {
    return [...(this.remembered?.marks ?? [])].flatMap(([stream, { loss }]) => (loss ? [{ stream, loss }] : []));
  }
  /** `sees`: the last look did not fail. `before`: what was lost before (RFC 3339, real time) cannot be seen, though there were streams already. */
  sight(): { sees: boolean; before?: string } {
    const since = this.remembered?.since;
    const late = since !== undefined && this.oldestStream !== '' && Date.parse(since) - Date.parse(this.oldestStream) > BEGINS_WITHIN_MS;
    return { sees: since !== undefined && this.error === undefined, ...(late && { before: since }) };
  }

  /** Forgets a loss that somebody answers for. Another process of the region hears of it at its next look. */
  async settle(stream: string): Promise<void> {
    const mark = this.remembered?.marks.get(stream);
    if (this.remembered === undefined || mark?.loss === undefined) return;
    const { loss, ...present } = mark;
    const marks = new Map(this.remembered.marks);
    if (loss.kind === 'gone' && this.goneNow.has(stream)) {
      marks.delete(stream);
      await this.options.marks.remove(stream);
    } else {
      marks.set(stream, present);
      await this.options.marks.write({ since: this.remembered.since, marks: new Map([[stream, present]]) });
    }
    this.remembered = { ...this.remembered, marks };
  }

  /** One look. Rejects when the server does not answer, and when Redis does not, though a loss that this process can tell is noticed then too. */
  async look(): Promise<void> {
    try {
      await this.compare();
      this.error = undefined;
    } catch (error) {
      this.error = error;
      throw error;
    }
  }

  private async compare(): Promise<void> {
    this.jsm ??= await this.options.nc.jetstreamManager();
    const now = new Date().toISOString();
    // Marks first: another process may move them on, never back.
    const kept = await this.kept();
    const { since, marks } = (this.unsaved ? this.remembered : kept ?? this.remembered) ?? { since: now, marks: new Map<string, StreamMark>() };
    const infos = new Map<string, StreamInfo>();
    for await (const info of this.jsm.streams.list()) if (isRecord(info.config.name)) infos.set(info.config.name, info);
    if (infos.size > 0) this.oldestStream = [...infos.values()].map(({ created }) => created).sort()[0]!;
    this.goneNow = new Set([...marks.keys()].filter((stream) => !infos.has(stream)));
    const next = new Map<string, StreamMark>();
    for (const stream of new Set([...marks.keys(), ...infos.keys()])) {
      const mark = marks.get(stream);
      const moved = nextMark(mark, await this.seen(this.jsm, stream, infos.get(stream), mark), now);
      if (moved) next.set(stream, moved);
    }
    const known = new Set(this.losses().map(({ stream }) => stream));
    this.remembered = { since, marks: next };
    for (const { stream, loss } of this.losses()) if (!known.has(stream)) this.options.onLoss?.(stream, loss);
    this.unsaved = true;
    const changed = [...next].filter(([stream, mark]) => JSON.stringify(mark) !== JSON.stringify(kept?.marks.get(stream)));
    if (kept === undefined || changed.length > 0) await this.options.marks.write({ since, marks: new Map(changed) });
    this.unsaved = false;
  }

  /** Without Redis a look goes on with what this process remembers, and fails when it is to be kept. */
  private kept(): Promise<RememberedMarks | undefined> {
    return this.options.marks.read().catch((error: unknown) => {
      if (this.remembered === undefined) throw error;
      return undefined;
    });
  }

  private async seen(jsm: JetStreamManager, stream: string, listed: StreamInfo | undefined, mark: StreamMark | undefined): Promise<SeenStream | undefined> {
    let info = listed;
    const suspicious = (info?.state.num_deleted ?? 0) > (mark?.absent ?? 0) && (info?.state.num_deleted ?? 0) <= ABSENT_LISTED_MAX;
    if (info === undefined || suspicious) {
      try {
        info = await jsm.streams.info(stream, { deleted_details: true });
      } catch (error) {
        if (apiErrorCode(error) === NO_SUCH_STREAM) return undefined;
        throw error;
      }
    }
    const { config: { max_age: maxAge, max_msgs_per_subject: perSubject }, state } = info;
    const absent = state.num_deleted ?? 0;
    const markedLast = mark?.lastSequence ?? 0;
    return {
      created: info.created, firstSequence: state.first_seq, lastSequence: state.last_seq, absent,
      // Not listed: at least those that cannot all be above the mark.
      absentUpToMark: state.deleted?.filter((sequence) => sequence <= markedLast).length ?? Math.max(Math.min(absent, mark?.absent ?? 0), absent - Math.max(0, state.last_seq - markedLast)),
      expires: maxAge > 0, deletesInside: perSubject > 0,
    };
  }
}
