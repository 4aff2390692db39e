import { BACKBONE_DOMAIN, type MirrorDocument, type MirrorReportDocument, TongbanError, decode, encode, hubInboxPrefix, subjects, v1 } from '@tongban/contracts';
import { MirrorKeeper, type MirrorReport, QueryClient, Rounds, type StreamDigestParts, compareEnds, connectNats, digestStream } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';
import { KeeperCredentialsSchema, readCredentials } from '@tongban/trust';
import type { NatsConnection } from 'nats';

const ANSWER_WITHIN_MS = 60_000;
const HOUR_MS = 3_600_000;
/** What was compared before is compared again each so many times. */
const WHOLE_EVERY = 7;
const FIRST_AFTER_MS = 10 * 60_000;
const LOOK_EVERY_MS = 60_000;

type Compared = Pick<MirrorDocument, 'comparedThrough' | 'comparedAt' | 'differences'>;

/**
 * The national hub's hand on the backbone: keeps a copy of every region's streams of record there, and compares both message by message, new ones once a day and all of them once a
 * week. The copies go on by themselves while no such hub runs.
 */
export class MirrorWatch {
  private readonly opening: Promise<NatsConnection>;
  private readonly compared = new Map<string, Compared>();
  private readonly rounds: Rounds;
  private keeper: MirrorKeeper | undefined;
  private dueAtMs = Date.now() + FIRST_AFTER_MS;
  private comparisons = 0;
  private stopped = false;

  /** Undefined at a hub that was not given the key. */
  static of(runtime: RegionRuntime): MirrorWatch | undefined {
    const file = runtime.config.TONGBAN_KEEPER_FILE;
    return file === undefined ? undefined : new MirrorWatch(runtime, file);
  }

  private constructor(private readonly runtime: RegionRuntime, file: string) {
    const { servers, nkeySeed, tls } = readCredentials(KeeperCredentialsSchema, file);
    // A backbone that is away stops no hub.
    this.opening = connectNats({ servers, nkeySeed, tls, name: `keeper-${runtime.region}`, inboxPrefix: hubInboxPrefix(BACKBONE_DOMAIN), firstConnectWithinMs: Number.MAX_SAFE_INTEGER });
    this.opening.catch(() => undefined);
    this.rounds = new Rounds(() => this.compareWhenDue(), LOOK_EVERY_MS, (error) => runtime.log.warn({ error: nameOf(error) }, 'copies could not be compared'));
  }

  start(): void {
    void this.begin();
    this.rounds.start();
  }
  async stop(): Promise<void> {
    this.stopped = true;
    await this.rounds.stop();
    await this.keeper?.stop();
    if (this.keeper) await (await this.opening).close();
  }

  /** Connection to the backbone, which stays this watch's own. */
  backbone(): Promise<NatsConnection> {
    return this.opening;
  }

  /** How the copies stand, of one region or of all. */
  report(region?: string): MirrorReportDocument {
    const mirrors = (this.keeper?.reports() ?? []).filter((one) => region === undefined || one.region === region);
    return { mirrors: mirrors.map((one) => this.documentOf(one)).sort((a, b) => (a.stream < b.stream ? -1 : 1)), silentRegions: this.keeper?.sight().silent ?? [], notCompared: [] };
  }

  /** As `report`, after a look at all of them. */
  async lookNow(region?: string): Promise<MirrorReportDocument> {
    await this.opening;
    await this.keeper?.look();
    return this.report(region);
  }

  /** A copy is made anew from its region, on somebody's word. @throws TongbanError `find.nothing` when there is no copy of that name that is ahead or apart. */
  async renew(stream: string, by: string): Promise<MirrorReport> {
    await this.opening;
    await this.keeper?.look();
    const given = await this.keeper?.renew(stream);
    if (given === undefined) throw new TongbanError('find.nothing', `${stream} has no copy that is ahead of it or apart from it`);
    this.compared.delete(stream);
    this.runtime.log.warn({ code: 'mirror.differs', ...given, by }, 'a copy was given up by an operator and is made anew');
    await this.keeper?.look();
    return given;
  }

  /** As `report`, after everything was compared. */
  async compareNow(region?: string): Promise<MirrorReportDocument> {
    const nc = await this.opening;
    await this.keeper?.look();
    const notCompared = await this.compareAll(nc, (this.keeper?.reports() ?? []).filter((one) => region === undefined || one.region === region), true);
    return { ...this.report(region), notCompared };
  }

  private async begin(): Promise<void> {
    const { log, topology } = this.runtime;
    const nc = await this.opening;
    if (this.stopped) return nc.close();
    this.keeper = new MirrorKeeper({
      nc, regions: topology.regions,
      onChange: ({ standing, ...report }) => {
        const code = standing === 'stalled' ? 'mirror.stalled' : 'mirror.differs';
        if (standing === 'level' || standing === 'behind') log.info(report, 'a copy follows again');
        else log.error({ code, standing, ...report }, 'a copy on the backbone');
      },
      onError: (region, error) => log.warn({ other: region, error: nameOf(error) }, 'copies could not be looked at'),
    });
    this.keeper.start();
  }

  private async compareWhenDue(): Promise<void> {
    if (Date.now() < this.dueAtMs) return;
    this.dueAtMs = Date.now() + this.runtime.config.TONGBAN_MIRROR_COMPARE_HOURS * HOUR_MS;
    await this.compareAll(await this.opening, this.keeper?.reports() ?? [], this.comparisons++ % WHOLE_EVERY === 0);
  }

  private async compareAll(nc: NatsConnection, reports: readonly MirrorReport[], whole: boolean): Promise<MirrorReportDocument['notCompared']> {
    const notCompared: { stream: string; code: string }[] = [];
    for (const report of reports) {
      if (this.stopped) break;
      await this.compare(nc, report, whole).catch((error: unknown) => {
        notCompared.push({ stream: report.stream, code: TongbanError.from(error).code });
        this.runtime.log.warn({ stream: report.stream, error: nameOf(error) }, 'a stream could not be compared with its copy');
      });
    }
    return notCompared;
  }

  private async compare(nc: NatsConnection, { region, stream, copiedSequence, lastSequence }: MirrorReport, whole: boolean): Promise<void> {
    const before = this.compared.get(stream);
    const from = whole || before?.comparedThrough === undefined ? 1 : before.comparedThrough + 1;
    const to = Math.min(copiedSequence, lastSequence);
    const { through, differences } = await compareEnds((range, parts) => this.ask(region, stream, range, parts), (range, parts) => digestStream(nc, stream, range, parts), { from, to });
    // What a switch held and let go, and what made room for another of its subject, is gone in the region alone, and rightly.
    const { config: { max_msgs_per_subject: perSubject } } = await (await nc.jetstreamManager()).streams.info(stream);
    const found = differences.filter(({ kind }) => kind !== 'missing-in-region' || perSubject <= 0);
    const kept = whole ? [] : before?.differences ?? [];
    this.compared.set(stream, { comparedThrough: Math.max(0, through), comparedAt: new Date().toISOString(), differences: [...kept, ...found] });
    if (found.length > 0) this.runtime.log.error({ code: 'mirror.differs', stream, messages: found.length, first: found[0] }, 'a stream and its copy do not hold the same');
  }

  private async ask(region: string, stream: string, { from, to }: { from: number; to: number }, parts: number): Promise<StreamDigestParts> {
    const { environment } = this.runtime;
    const bytes = encode(v1.StreamDigestQuery, { stream, fromSequence: from, toSequence: to, parts });
    const digest = decode(v1.StreamDigest, await new QueryClient(await this.opening).request(subjects.service(environment, region, 'streams.digest'), bytes, { timeoutMs: ANSWER_WITHIN_MS }));
    return {
      first: Number(digest.firstSequence), last: Number(digest.lastSequence),
      parts: digest.parts.map((part) => ({ from: Number(part.fromSequence), to: Number(part.toSequence), messages: Number(part.messages), hash: Buffer.from(part.hash ?? []).toString('hex') })),
    };
  }

  private documentOf(report: MirrorReport): MirrorDocument {
    return { ...report, differences: [], ...this.compared.get(report.stream) };
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');
