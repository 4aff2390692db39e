import { consumers } from '@tongban/contracts';
import type { ConsumerConfig, ConsumerInfo, JetStreamManager, NatsConnection, StreamConfig, StreamInfo } from 'nats';
import { apiErrorCode, differences, ensureStream } from '../ensure';
import { inParallel } from '../in-parallel';
import { Rounds } from '../rounds';
import { isRecordStream, mirrorConsumer, mirrorOf, regionOfMirror, seenRegionsStream } from './mirror-shapes';
import { type EndState, type MirrorProgress, type MirrorReport, mirrorReport } from './mirror-state';
import { SeenRegions } from './seen-regions';

export interface MirrorKeeperOptions {
  /** Connection to the backbone, as its keeper. */
  readonly nc: NatsConnection;
  readonly regions: readonly string[];
  /** Called when a copy begins to stall, is found ahead or apart, and when it is well again. */
  readonly onChange?: (report: MirrorReport) => void;
  readonly onError?: (region: string | undefined, error: unknown) => void;
  readonly everyMs?: number;
  readonly stalledAfterMs?: number;
}

const EVERY_MS = 5_000;
const STALLED_AFTER_MS = 15_000;
const CONSUMERS_EVERY_ROUNDS = 6;
const KICK_AGAIN_MAX_MS = 60_000;
const ANSWER_WITHIN_MS = 3_000;
const AT_ONCE = 8;
const NO_SUCH_MESSAGE = 10037;
const NO_SUCH_CONSUMER = 10014;
const WELL: ReadonlySet<MirrorReport['standing']> = new Set(['level', 'behind']);

interface Ends { readonly backbone: JetStreamManager; /** Of the region. */ readonly manager: JetStreamManager }
interface Watched { report: MirrorReport; progress: MirrorProgress; kicks: number; kickAtMs: number }

/**
 * Keeps a copy of every stream of record of every region on the backbone, and watches them. A stream that a region has made gets its copy in the next round; the server copies, also
 * while no keeper runs. A copy is (re-)attached only where its last message is the same in the region: one whose region was set back, or began anew, follows no more and is
 * an alarm until the region is rebuilt from it. A region that does not answer is told of as such, and its copies keep what they have.
 */
export class MirrorKeeper {
  private readonly watched = new Map<string, Watched>();
  private readonly silent = new Set<string>();
  private readonly rounds: Rounds;
  private readonly seen: SeenRegions;
  private managers: Promise<ReadonlyMap<string | undefined, JetStreamManager>> | undefined;
  private looking: Promise<void> | undefined;
  private looks = 0;

  constructor(private readonly options: MirrorKeeperOptions) {
    const everyMs = options.everyMs ?? EVERY_MS;
    this.seen = new SeenRegions(options.nc, CONSUMERS_EVERY_ROUNDS * everyMs);
    this.rounds = new Rounds(() => this.look(), everyMs, (error) => options.onError?.(undefined, error));
  }

  start(): void {
    this.rounds.start();
  }
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /** The latest state of every copy. */
  reports(): MirrorReport[] {
    return [...this.watched.values()].map(({ report }) => report);
  }
  /** Whether there was a look at all, and which regions did not answer at the last one. */
  sight(): { readonly looked: boolean; readonly silent: readonly string[] } {
    return { looked: this.looks > 0, silent: [...this.silent].sort() };
  }

  /** Gives up a copy that is ahead of its original or apart from it; the next look makes another from the region. @returns what it was, undefined when there is no such copy. */
  async renew(stream: string): Promise<MirrorReport | undefined> {
    const report = this.watched.get(stream)?.report;
    if (report === undefined || WELL.has(report.standing) || report.standing === 'stalled') return undefined;
    await (await this.manager()).streams.delete(stream);
    this.watched.delete(stream);
    return report;
  }

  /** One round over all regions, or the one in hand. Rejects when the backbone does not answer. */
  look(): Promise<void> {
    this.looking ??= this.round().finally(() => { this.looking = undefined; });
    return this.looking;
  }

  private async round(): Promise<void> {
    const backbone = await this.manager();
    // Copies first: what comes meanwhile makes one that moves look behind, never ahead.
    const copies = new Map((await listed(backbone)).filter(({ config }) => regionOfMirror(config) !== undefined).map((info) => [info.config.name, info]));
    if (this.looks === 0) await ensureStream(backbone, seenRegionsStream());
    await Promise.all(this.options.regions.map(async (region) => {
      try {
        await this.lookAt(region, backbone, copies);
        this.silent.delete(region);
      } catch (error) {
        if (!this.silent.has(region)) this.options.onError?.(region, error);
        this.silent.add(region);
      }
    }));
    this.looks++;
  }

  private async lookAt(region: string, backbone: JetStreamManager, copies: ReadonlyMap<string, StreamInfo>): Promise<void> {
    const manager = await this.manager(region);
    const originals = (await listed(manager)).filter(({ config }) => isRecordStream(region, config.name));
    const failures: unknown[] = [];
    await inParallel(originals, AT_ONCE, (original) => this.keep(region, original, copies.get(original.config.name), { backbone, manager }).catch((error: unknown) => void failures.push(error)));
    // A stream that is gone has a copy still, and is the alarm that matters most.
    const names = new Set(originals.map(({ config }) => config.name));
    for (const [name, copy] of copies) if (regionOfMirror(copy.config) === region && !names.has(name)) this.note(region, name, copy, NOTHING);
    // Of one that was set back or began anew, what it had is what a rebuilt one is measured by.
    await this.seen.note(region, originals.filter(({ config }) => this.isFollowed(config.name)), manager);
    if (failures.length > 0) throw failures[0];
  }

  private async keep(region: string, original: StreamInfo, copy: StreamInfo | undefined, at: Ends): Promise<void> {
    const { name } = original.config;
    const wanted = mirrorOf(region, original.config);
    if (copy === undefined) {
      // A copy that has nothing goes on where the consumer was before (measured on 2.15.1): one that fed an earlier copy would leave out what that one had.
      await detach(at.manager, name);
      await this.attach(region, name, undefined, at);
      await ensureStream(at.backbone, wanted);
    } else if (differences(wanted, copy.config as unknown as Record<string, unknown>).length > 0) await ensureStream(at.backbone, wanted);
    const before = this.watched.get(name);
    // Only times that differ are looked into: a copy that passed over what was gone has no time of it.
    const isOther = copy !== undefined && copy.state.last_seq === original.state.last_seq && String(copy.state.last_ts) !== String(original.state.last_ts)
      && !(await holdSame([at.manager, at.backbone], copy.config, copy.state.last_seq));
    const watched = this.note(region, name, copy, endOf(original), isOther);
    const { standing, idleForMs } = watched.report;
    if (standing === 'ahead' || standing === 'apart') return detach(at.manager, name);
    if (standing === 'level' || copy === undefined) return;
    if (standing === 'stalled' && Date.now() >= watched.kickAtMs) {
      watched.kickAtMs = Date.now() + Math.min(KICK_AGAIN_MAX_MS, this.stalledAfterMs * 2 ** watched.kicks++);
      await detach(at.manager, name);
    } else if (before !== undefined && idleForMs === 0) return;
    // Also before it counts as stalled: a server that was started again has forgotten the consumer, which is in memory.
    const consumer = await this.attach(region, name, copy, at);
    if (consumer === undefined) {
      this.note(region, name, copy, endOf(original), true);
    } else if (consumer.num_pending + consumer.num_ack_pending === 0) {
      // The numbers up to the last had messages that are gone (expired, or let go by a switch) before they could be copied: there is nothing to follow.
      this.note(region, name, copy, endOf(copy));
    }
  }

  /** @returns what feeds the copy; undefined when the last message of the copy is another one in the region: then nothing is attached. */
  private async attach(region: string, name: string, copy: StreamInfo | undefined, { backbone, manager }: Ends): Promise<ConsumerInfo | undefined> {
    if (copy !== undefined && copy.state.last_seq > 0 && !(await holdSame([manager, backbone], copy.config, copy.state.last_seq))) {
      await detach(manager, name);
      return undefined;
    }
    return manager.consumers.add(name, mirrorConsumer(region, name) as unknown as Partial<ConsumerConfig>);
  }

  private note(region: string, stream: string, copy: StreamInfo | undefined, original: EndState, isOther = false): Watched {
    const before = this.watched.get(stream);
    const { report, progress } = mirrorReport({ region, stream }, copy && endOf(copy), original, isOther, before?.progress, Date.now(), this.stalledAfterMs);
    const next: Watched = { report, progress, kicks: 0, kickAtMs: 0, ...(before && report.idleForMs > 0 && { kicks: before.kicks, kickAtMs: before.kickAtMs }) };
    this.watched.set(stream, next);
    const [was, is] = [before?.report.standing ?? 'level', report.standing];
    if (was !== is && !(WELL.has(was) && WELL.has(is))) this.options.onChange?.(report);
    return next;
  }

  private isFollowed(stream: string): boolean {
    const standing = this.watched.get(stream)?.report.standing;
    return standing !== undefined && standing !== 'ahead' && standing !== 'apart';
  }

  private get stalledAfterMs(): number {
    return this.options.stalledAfterMs ?? STALLED_AFTER_MS;
  }

  /** Of a region, or of the backbone itself. */
  private async manager(domain?: string): Promise<JetStreamManager> {
    this.managers ??= Promise.all([undefined, ...this.options.regions].map(async (one) =>
      [one, await this.options.nc.jetstreamManager({ timeout: ANSWER_WITHIN_MS, checkAPI: false, ...(one !== undefined && { domain: one }) })] as const)).then((all) => new Map(all));
    return (await this.managers).get(domain)!;
  }
}

const NOTHING: EndState = { lastSequence: 0 };
export const endOf = ({ state }: StreamInfo): EndState => ({ lastSequence: state.last_seq });

async function listed(manager: JetStreamManager): Promise<StreamInfo[]> {
  const found: StreamInfo[] = [];
  for await (const info of manager.streams.list()) found.push(info);
  return found;
}

async function detach(manager: JetStreamManager, stream: string): Promise<void> {
  await manager.consumers.delete(stream, consumers.mirror).catch((error: unknown) => {
    if (apiErrorCode(error) !== NO_SUCH_CONSUMER) throw error;
  });
}

/**
 * Whether two ends have the same message at a sequence, to the nanosecond of its time. Where limits take messages away, or a switch lets them go, one that is absent cannot be told from
 * another, and is taken for the same.
 */
export async function holdSame(ends: readonly [JetStreamManager, JetStreamManager], { name, max_age, max_msgs_per_subject }: StreamConfig, sequence: number): Promise<boolean> {
  const [one, other] = await Promise.all(ends.map((end) => timeAt(end, name, sequence)));
  if (one === undefined || other === undefined) return one === other || max_age > 0 || max_msgs_per_subject > 0;
  return one === other;
}

async function timeAt(manager: JetStreamManager, stream: string, sequence: number): Promise<string | undefined> {
  try {
    return (await manager.streams.getMessage(stream, { seq: sequence })).timestamp;
  } catch (error) {
    if (apiErrorCode(error) === NO_SUCH_MESSAGE) return undefined;
    throw error;
  }
}
