import { TongbanError, consumers, streams } from '@tongban/contracts';
import type { JetStreamManager, NatsConnection, StreamConfig, StreamInfo } from 'nats';
import { ConsumerApi } from '../consumer-api';
import type { WantedStream } from '../ensure';
import { inParallel } from '../in-parallel';
import type { RegionTopology } from '../stream-shapes';
import { caseYearStream, ensureCaseYear, ensureInbox, ensureRecordStreams, regionStreams } from '../topology';
import { copyStream } from './copy-stream';
import { holdSame } from './mirror-keeper';
import { regionOfMirror } from './mirror-shapes';
import { StoreRecords } from '../store-records';
import { readSeenRegion, settledOf } from './seen-regions';

/** A stream that was made again from its copy. */
export interface RebuiltStream {
  readonly stream: string;
  /** When the server made it (RFC 3339). */
  readonly created: string;
  readonly messages: number;
  /** What the region had of it before; 0: nothing. */
  readonly hadSequence: number;
  readonly lastSequence: number;
  /** The last the backbone had seen in the region; beyond `lastSequence` the copy had not got it, and nobody here has. */
  readonly seenSequence: number;
}
export interface Rebuilt {
  readonly rebuilt: readonly RebuiltStream[];
  /** Streams of which the region has everything that its copy has. */
  readonly kept: readonly string[];
  /** When the backbone last saw the region (RFC 3339); undefined: never. */
  readonly seenAt?: string;
}

export interface RebuildOptions {
  /** Connection to the backbone, as its keeper. */
  readonly backbone: NatsConnection;
  /** Connection to the region's own server, as its hub; its services are stopped. */
  readonly region: NatsConnection;
  readonly topology: Omit<RegionTopology, 'participants'>;
  readonly onStream?: (stream: string) => void;
}

const AT_ONCE = 2;
const NO_SUCH_CONSUMER = 'topology.mismatch';
const SUBMIT = streams.submit('');

interface Plan { readonly copy: StreamInfo; readonly present?: StreamInfo; readonly settled: Readonly<Record<string, number>> }

/**
 * Makes the streams of record of a region again from their copies: those it lacks, and those that end earlier than their copy (an older backup was restored). Sequences and times are
 * as they were, so that readers and receipts go on; consumers begin after what was settled. Everything is looked at before anything is touched. Repeating it goes on where it stopped.
 * @throws TongbanError `mirror.differs` when the region has messages that the copy has otherwise or not at all; `backup.invalid` when there is no copy of the region; `hub.unreachable`, `topology.mismatch`.
 */
export async function rebuildRegion({ backbone, region: nc, topology, onStream }: RebuildOptions): Promise<Rebuilt> {
  const { region } = topology;
  const [copiesAt, jsm] = await Promise.all([backbone.jetstreamManager(), nc.jetstreamManager()]);
  const copies = (await all(copiesAt)).filter(({ config, state }) => regionOfMirror(config) === region && state.last_seq > 0);
  if (copies.length === 0) throw new TongbanError('backup.invalid', `the backbone has no copy of ${region}`);
  const seen = await readSeenRegion(backbone, region);
  const present = new Map((await all(jsm)).map((info) => [info.config.name, info]));
  const plans: Plan[] = [];
  const kept: string[] = [];
  for (const copy of copies) {
    const { name } = copy.config;
    const own = present.get(name);
    if (await hasAll(copiesAt, jsm, copy, own)) kept.push(name);
    else plans.push({ copy, ...(own && { present: own }), settled: { ...seen?.streams[name]?.settled, ...(own && own.state.last_seq > 0 && (await settledOf(jsm, name))) } });
  }
  const full: RegionTopology = { ...topology, participants: [...new Set([...copies.map(({ config }) => config.name), ...present.keys()])].filter((name) => name.startsWith(SUBMIT)).map((name) => name.slice(SUBMIT.length)).sort() };
  const shapes = shapesOf(full, copies);
  const rebuilt: RebuiltStream[] = [];
  await inParallel(plans, AT_ONCE, async ({ copy, present: own }) => {
    const { name } = copy.config;
    onStream?.(name);
    if (own) await jsm.streams.delete(name);
    await copyStream(backbone, nc, shapes.get(name)!);
    const { created, state } = await jsm.streams.info(name);
    rebuilt.push({ stream: name, created, messages: state.messages, hadSequence: own?.state.last_seq ?? 0, lastSequence: state.last_seq, seenSequence: Math.max(state.last_seq, seen?.streams[name]?.lastSequence ?? 0) });
  });
  await ensureRecordStreams(nc, full);
  await ensureInbox(nc, full);
  for (const year of yearsOf(region, copies)) await ensureCaseYear(nc, { ...full, year });
  const began = (await all(jsm)).filter(({ config: { name } }) => !copies.some((copy) => copy.config.name === name) && !present.has(name));
  await inParallel(plans, AT_ONCE, ({ copy, settled }) => continueAfter(nc, copy, withoutFiles(settled, began.some(({ config }) => config.name === streams.files(region)))));
  await record(nc, region, rebuilt, began);
  return { rebuilt: rebuilt.sort((a, b) => (a.stream < b.stream ? -1 : 1)), kept: kept.sort(), ...(seen && { seenAt: seen.at }) };
}

/** Files have no copy: who begins anew with them fetches again what other regions announced. */
const withoutFiles = (settled: Readonly<Record<string, number>>, areGone: boolean): Readonly<Record<string, number>> =>
  (areGone ? Object.fromEntries(Object.entries(settled).filter(([consumer]) => consumer !== consumers.files)) : settled);

/** By this a hub knows that what it finds is no store that somebody made anew. */
async function record(nc: NatsConnection, region: string, rebuilt: readonly RebuiltStream[], began: readonly StreamInfo[]): Promise<void> {
  const named = [
    ...rebuilt.map(({ stream, created, lastSequence, seenSequence }) => ({ stream, created, lastSequence, seenSequence })),
    ...began.map(({ config, created }) => ({ stream: config.name, created, lastSequence: 0, seenSequence: 0 })),
  ];
  if (named.length > 0) await new StoreRecords(nc, region).add(named.map(({ created }) => created).sort().at(-1)!, { rebuilt: { streams: named } });
}

/** Whether the region has everything that its copy has; undefined streams have not. @throws TongbanError `mirror.differs` */
async function hasAll(copiesAt: JetStreamManager, jsm: JetStreamManager, copy: StreamInfo, own: StreamInfo | undefined): Promise<boolean> {
  if (own === undefined || own.state.last_seq === 0) return false;
  const { name, max_age, max_msgs_per_subject } = copy.config;
  const isFurther = own.state.last_seq >= copy.state.last_seq;
  // The shorter end is part of the longer one, or they are two histories.
  if (!(await holdSame([jsm, copiesAt], copy.config, Math.min(own.state.last_seq, copy.state.last_seq)))) throw new TongbanError('mirror.differs', `${name}: sequence ${Math.min(own.state.last_seq, copy.state.last_seq)} is another message in its copy`);
  const limited = max_age > 0 || max_msgs_per_subject > 0;
  if (!isFurther && !limited && copy.state.first_seq > own.state.first_seq) throw new TongbanError('mirror.differs', `${name}: its copy begins at ${copy.state.first_seq}, the region at ${own.state.first_seq}`);
  return isFurther;
}

function shapesOf(topology: RegionTopology, copies: readonly StreamInfo[]): Map<string, WantedStream> {
  const years = yearsOf(topology.region, copies).map((year) => caseYearStream({ ...topology, year }));
  return new Map([...regionStreams(topology), ...years].map((shape) => [shape.name, shape]));
}

function yearsOf(region: string, copies: readonly { readonly config: StreamConfig }[]): string[] {
  const prefix = streams.cases(region, '');
  return copies.flatMap(({ config: { name } }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}

/** Consumers begin after what was settled, as far as the copy reaches. One that is not wanted any more is left out. */
async function continueAfter(nc: NatsConnection, { config: { name }, state }: StreamInfo, settled: Readonly<Record<string, number>>): Promise<void> {
  for (const [consumer, sequence] of Object.entries(settled)) {
    const next = Math.min(sequence, state.last_seq) + 1;
    if (next <= Math.max(1, state.first_seq)) continue;
    await new ConsumerApi(nc, name, consumer).reset(next).catch((error: unknown) => {
      if (TongbanError.from(error).code !== NO_SUCH_CONSUMER) throw error;
    });
  }
}

/** The last sequence of every copy on the backbone, by stream. */
export async function copiedSequences(backbone: NatsConnection): Promise<ReadonlyMap<string, number>> {
  const copies = (await all(await backbone.jetstreamManager())).filter(({ config }) => regionOfMirror(config) !== undefined);
  return new Map(copies.map(({ config, state }) => [config.name, state.last_seq]));
}

async function all(manager: JetStreamManager): Promise<StreamInfo[]> {
  const found: StreamInfo[] = [];
  for await (const info of manager.streams.list()) found.push(info);
  return found;
}
