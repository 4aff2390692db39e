import { isRecord } from '@tongban/contracts';
import type { JetStreamManager, NatsConnection, StreamInfo } from 'nats';
import { Rounds, type SeenStream, type StreamLoss, type StreamMark, apiErrorCode, nextMark } from '@tongban/messaging';
import { type RememberedMarks, type StoreMarks, erasedOf } from './store-marks';

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

  /**
   * Says before a message is erased that somebody answers for it elsewhere on record: no process of the region takes it for lost, whenever it looks. @param created when the server made the stream.
   * @throws when Redis does not take it: then the message must stay.
   */
  async erasing(stream: string, created: string, sequence: number): Promise<void> {
    const of = erasedOf(stream, created);
    const kept = await this.options.marks.read();
    // A Redis that was emptied is given back all, or this would look like all there is.
    const { since, marks, erased } = kept ? { since: kept.since, marks: new Map<string, StreamMark>(), erased: new Map<string, ReadonlySet<number>>() } : this.remembered ?? { since: new Date().toISOString(), marks: new Map<string, StreamMark>(), erased: new Map<string, ReadonlySet<number>>() };
    await this.options.marks.write({ since, marks, erased: new Map([...erased, [of, new Set([...erased.get(of) ?? [], sequence])]]) });
    if (this.remembered) this.remembered = { ...this.remembered, erased: new Map([...this.remembered.erased, [of, new Set([...this.remembered.erased.get(of) ?? [], sequence])]]) };
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
    const { erased, over } = this.erasedStill(kept, next);
    this.remembered = { since, marks: next, erased };
    for (const { stream, loss } of this.losses()) if (!known.has(stream)) this.options.onLoss?.(stream, loss);
    this.unsaved = true;
    const changed = [...next].filter(([stream, mark]) => JSON.stringify(mark) !== JSON.stringify(kept?.marks.get(stream)));
    const unkept = [...erased].some(([of, sequences]) => [...sequences].some((sequence) => !kept?.erased.get(of)?.has(sequence)));
    if (kept === undefined || changed.length > 0 || unkept) await this.options.marks.write({ since, marks: new Map(changed), erased });
    for (const [of, sequences] of over) await this.options.marks.forgetErased(of, sequences);
    this.unsaved = false;
  }

  /** Erased sequences that are still to be told from lost ones, and those that are over: before the first that its stream has, or of a stream that is no more. */
  private erasedStill(kept: RememberedMarks | undefined, marks: ReadonlyMap<string, StreamMark>): { erased: Map<string, Set<number>>; over: Map<string, number[]> } {
    const firsts = new Map([...marks].map(([stream, { created, firstSequence }]) => [erasedOf(stream, created), firstSequence]));
    const [erased, over] = [new Map<string, Set<number>>(), new Map<string, number[]>()];
    for (const of of new Set([...kept?.erased.keys() ?? [], ...this.remembered?.erased.keys() ?? []])) {
      const sequences = [...new Set([...kept?.erased.get(of) ?? [], ...this.remembered?.erased.get(of) ?? []])];
      const from = firsts.get(of) ?? Infinity;
      const [gone, still] = [sequences.filter((sequence) => sequence < from), sequences.filter((sequence) => sequence >= from)];
      if (gone.length > 0) over.set(of, gone);
      if (still.length > 0) erased.set(of, new Set(still));
    }
    return { erased, over };
  }
  /** Read after the stream was: what was erased before is here then. */
  private async erasedIn(stream: string, created: string): Promise<ReadonlySet<number>> {
    const of = erasedOf(stream, created);
    return new Set([...(await this.kept())?.erased.get(of) ?? [], ...this.remembered?.erased.get(of) ?? []]);
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
    const absentNow = info?.state.num_deleted ?? 0;
    const hadErased = info !== undefined && this.remembered?.erased.has(erasedOf(stream, info.created)) === true;
    const suspicious = absentNow > (hadErased ? 0 : mark?.absent ?? 0) && absentNow <= ABSENT_LISTED_MAX;
    if (info === undefined || suspicious) {
      try {
        info = await jsm.streams.info(stream, { deleted_details: true });
      } catch (error) {
        if (apiErrorCode(error) === NO_SUCH_STREAM) return undefined;
        throw error;
      }
    }
    const { created, config: { max_age: maxAge, max_msgs_per_subject: perSubject }, state } = info;
    const erased = suspicious || state.first_seq > (mark?.firstSequence ?? Infinity) ? await this.erasedIn(stream, created) : new Set<number>();
    const deleted = state.deleted?.filter((sequence) => !erased.has(sequence));
    const absent = deleted?.length ?? state.num_deleted ?? 0;
    let firstSequence = state.first_seq;
    while (firstSequence > (mark?.firstSequence ?? Infinity) && erased.has(firstSequence - 1)) firstSequence -= 1;
    const markedLast = mark?.lastSequence ?? 0;
    return {
      created, firstSequence, lastSequence: state.last_seq, absent,
      // Not listed: at least those that cannot all be above the mark.
      absentUpToMark: deleted?.filter((sequence) => sequence <= markedLast).length ?? Math.max(Math.min(absent, mark?.absent ?? 0), absent - Math.max(0, state.last_seq - markedLast)),
      expires: maxAge > 0, deletesInside: perSubject > 0,
    };
  }
}
