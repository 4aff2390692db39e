import { randomUUID } from 'node:crypto';
import { FILE_CHUNKS_MAX, headers as wire, streams, subjects } from '@tongban/contracts';
import { type JetStreamManager, type NatsConnection, nanos } from 'nats';
import { type LogEntry, readLast, readSubjectPart } from './case-log';
import type { WantedStream } from './ensure';
import type { DurablePublisher } from './publish';
import { PUBLISH_WINDOW_MS, type RegionTopology, SANDBOX_STORAGE, record } from './stream-shapes';

/**
 * Files of cases, one subject each: its chunks in order, then what ends it. A stream of our own and not the server's object store: there a file is known
 * by a name, its chunks have subjects that anybody with the rights of a bucket may write, and nothing says in which order or under whose leave. A subject
 * takes no more than one file has; that limit also says to whoever compares what a stream held that messages are taken out inside.
 */
export const filesStream = (topology: RegionTopology): WantedStream => ({
  ...record(topology, streams.files(topology.region), (topology.storage ?? SANDBOX_STORAGE).filesBytes), subjects: [subjects.filesAll(topology.region)],
  max_msgs_per_subject: FILE_CHUNKS_MAX + 2, discard_new_per_subject: true, duplicate_window: nanos(PUBLISH_WINDOW_MS),
});

export interface FilePlace { readonly participant: string; readonly fileId: string }
/** `stored`: whole, with its receipt. `deleted`: gone, with the record of that. */
export type FileEndKind = 'stored' | 'deleted';
export interface FilePosition {
  /** Number of the chunk that comes next, from 0. */
  readonly next: number;
  /** Of its last message; what an append must expect. 0: there is nothing. */
  readonly sequence: number;
  /** When its last message was stored (RFC 3339, real time); empty when there is nothing. */
  readonly at: string;
  readonly end?: { readonly kind: FileEndKind; readonly data: Uint8Array };
}
export interface FilePart {
  readonly chunks: readonly { readonly number: number; readonly data: Uint8Array }[];
  /** Where the chunk after these is looked for first. */
  readonly nextSequence: number;
}
/** A file and how many messages it takes. */
export interface HeldFile extends FilePlace { readonly messages: number }

const NOTHING: FilePosition = { next: 0, sequence: 0, at: '' };

/** The files of one region. Whoever appends says what came before, so that two who store the same file never mix. */
export class FileStream {
  private readonly stream: string;
  private manager: JetStreamManager | undefined;
  constructor(private readonly nc: NatsConnection, private readonly publisher: DurablePublisher, private readonly region: string) {
    this.stream = streams.files(region);
  }

  /** @throws TongbanError `hub.unreachable`. */
  async position(place: FilePlace): Promise<FilePosition> {
    const last = await readLast(this.nc, this.stream, this.subject(place));
    return last === undefined ? NOTHING : positionAt(last);
  }

  /** @returns the sequence of the chunk. @throws `SequenceConflict` when something else came after `expected`; otherwise as `DurablePublisher.publish`. */
  appendChunk(place: FilePlace, number: number, data: Uint8Array, expected: number): Promise<number> {
    return this.append(place, { [wire.chunk]: String(number) }, data, expected);
  }
  appendEnd(place: FilePlace, kind: FileEndKind, data: Uint8Array, expected: number): Promise<number> {
    return this.append(place, { [wire.fileEnd]: kind }, data, expected);
  }

  /**
   * The chunks from one number on, `chunksMax` at most; fewer at the end of the file, none where it does not have that chunk. `hint`: where the part before said that it is.
   * @throws TongbanError `hub.unreachable`.
   */
  async part(place: FilePlace, fromNumber: number, hint: number, chunksMax: number): Promise<FilePart> {
    let entries = await this.read(place, hint > 0 ? hint : 1, chunksMax);
    if (numberOf(entries[0]) !== fromNumber) {
      const sequence = await this.seek(place, fromNumber);
      entries = sequence === undefined ? [] : await this.read(place, sequence, chunksMax);
    }
    const chunks: { number: number; data: Uint8Array }[] = [];
    let nextSequence = hint;
    for (const entry of entries) {
      // What ends a file has no number, and a number that does not follow ends what can be given.
      if (numberOf(entry) !== fromNumber + chunks.length) break;
      chunks.push({ number: fromNumber + chunks.length, data: entry.data });
      nextSequence = entry.seq + 1;
    }
    return { chunks, nextSequence };
  }

  /** Takes the whole file out. */
  async remove(place: FilePlace): Promise<void> {
    await (await this.jsm()).streams.purge(this.stream, { filter: this.subject(place) });
  }
  /** Takes out everything but its last message. */
  async removeAllButEnd(place: FilePlace): Promise<void> {
    await (await this.jsm()).streams.purge(this.stream, { filter: this.subject(place), keep: 1 });
  }

  /** Messages of all files that a participant attached. */
  async messagesOf(participant: string): Promise<number> {
    return (await this.held(subjects.filesOf(this.region, participant))).reduce((sum, { messages }) => sum + messages, 0);
  }
  files(): Promise<HeldFile[]> {
    return this.held(subjects.filesAll(this.region));
  }

  private async held(filter: string): Promise<HeldFile[]> {
    const { state } = await (await this.jsm()).streams.info(this.stream, { subjects_filter: filter });
    return Object.entries(state.subjects ?? {}).map(([subject, messages]) => {
      const [, , participant = '', fileId = ''] = subject.split('.');
      return { participant, fileId, messages };
    });
  }

  private async append(place: FilePlace, headers: Readonly<Record<string, string>>, data: Uint8Array, expected: number): Promise<number> {
    // Another id each time: what was taken out may come again.
    const { sequence } = await this.publisher.publish(this.subject(place), data, { msgId: randomUUID(), headers, expectedLastSubjectSequence: expected });
    return sequence;
  }

  /** Between the first and the last message of a file, whose numbers rise with their sequences: one look where it was stored in one go. */
  private async seek(place: FilePlace, number: number): Promise<number | undefined> {
    const [[first], last] = await Promise.all([this.read(place, 1, 1), readLast(this.nc, this.stream, this.subject(place))]);
    if (first === undefined || last === undefined || number < 0) return undefined;
    let [low, high] = [first.seq, last.seq];
    for (let guess = Math.min(low + number, high); low <= high; guess = Math.floor((low + high) / 2)) {
      const [entry] = await this.read(place, guess, 1);
      const found = numberOf(entry) ?? Number.POSITIVE_INFINITY;
      if (entry !== undefined && found === number) return entry.seq;
      if (entry !== undefined && found < number) low = entry.seq + 1;
      else high = guess - 1;
    }
    return undefined;
  }

  private async read(place: FilePlace, fromSequence: number, max: number): Promise<LogEntry[]> {
    return (await readSubjectPart(this.nc, this.stream, this.subject(place), fromSequence, max)).entries;
  }
  private subject({ participant, fileId }: FilePlace): string {
    return subjects.file(this.region, participant, fileId);
  }
  private async jsm(): Promise<JetStreamManager> {
    return (this.manager ??= await this.nc.jetstreamManager());
  }
}

const numberOf = (entry: LogEntry | undefined): number | undefined => {
  const value = entry?.headers[wire.chunk];
  return value === undefined ? undefined : Number(value);
};

function positionAt({ seq, headers, data, time }: LogEntry): FilePosition {
  const kind = headers[wire.fileEnd];
  const base = { sequence: seq, at: time };
  return kind === 'stored' || kind === 'deleted' ? { ...base, next: 0, end: { kind, data } } : { ...base, next: Number(headers[wire.chunk]) + 1 };
}
