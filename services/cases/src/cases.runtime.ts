import { Inject, Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { participantInForce } from '@tongban/catalogue';
import { type RegionCode, TongbanError, consumers, decode, encode, messageIds, streams, subjects, v1 } from '@tongban/contracts';
import { ConsumerWatchdog, type DurableMessage, JetStreamServer, Rounds, SourceWatchdog, StreamScrubber, Timers, onReconnect, rangesInWords } from '@tongban/messaging';
import { type Outgoing, REGION_RUNTIME, type RegionRuntime, StoreMarks, StoreWatch } from '@tongban/service-kit';
import { count } from '@tongban/telemetry';
import { openViewRedis } from '@tongban/views';
import { CaseAlarms } from './alarms/case-alarms';
import { CaseTimers } from './alarms/case-timers';
import type { Alerts } from './alerts/alerts';
import { hubAlerts, standingOf } from './alerts/hub-alerts';
import { LatestStanding } from './alerts/latest-standing';
import { AuditLog } from './audit/audit-log';
import { type DispatchContext, receiptsTo, repeatTo } from './dispatch-entry';
import { CaseErasures } from './erasure/case-erasures';
import { RegionErasure } from './erasure/region-erasure';
import { Failures, readsInstead } from './failures/failures';
import { openPartOf } from './failures/open-fields';
import { HeldReleaser } from './held/held-releaser';
import { HeldStream } from './held/held-stream';
import { MirrorWatch } from './mirrors/mirror-watch';
import { CaseMigrations } from './migration/case-migrations';
import { caseNumbers } from './nats/case-numbers';
import { collectHub } from './metrics/collect-hub';
import { LinkGreetings } from './nats/link-greetings';
import { RegionViews } from './nats/region-views';
import { StreamCaseLog } from './nats/stream-case-log';
import { WatermarkRequests } from './nats/watermark-requests';
import { Watermarks } from './nats/watermarks';
import { WrappedKeys } from './nats/wrapped-keys';
import { YearStreams, dispatcherBinding } from './nats/year-streams';
import { LinkOffer } from './reconciliation/link-offer';
import { Reconciler } from './reconciliation/reconciler';
import { releasesFromBook } from './releases-from-book';
import { type StaleCopies, StageLog, staleStandings } from './stale-copies';
import { Successors } from './queries/successors';
import { CaseStore } from './record/case-store';
import type { FlowReleases } from './record/flow-releases';
import { type RegisterPorts, registerMessage } from './register-message';

/**
 * An opening waits so long for what is on its way: entries just announced, the first word of an owner after a start, or after the
 * business clock was set forward. Then it is refused, so that its sender learns that the link is down.
 */
const STANDARDS_AWAITED_MS = 10_000;
const STAGES_LOOKED_AT_MS = 30_000;
const CALENDARS_LOOKED_AT_MS = 2_000;
/** Its hub keeps the copies of all regions on the backbone. */
const KEEPER_REGION: RegionCode = 'nat';

/** What the handlers of the cases service share, wired once. */
@Injectable()
export class CasesRuntime implements OnModuleDestroy, OnApplicationShutdown {
  readonly releases: FlowReleases;
  readonly store: CaseStore;
  readonly years: YearStreams;
  readonly views: RegionViews;
  readonly watchdog: SourceWatchdog;
  readonly consumerWatchdog: ConsumerWatchdog;
  readonly scrubber: StreamScrubber;
  readonly storeWatch: StoreWatch;
  readonly migrations: CaseMigrations;
  readonly erasures: CaseErasures;
  /** What this region does of erasures that a home orders. */
  readonly regionErasure: RegionErasure;
  /** This region's ends of its links: what it sends, and what it reads. */
  readonly offer: LinkOffer;
  readonly reconciler: Reconciler;
  /** At the national hub: the copies of all regions on the backbone. */
  readonly mirrors: MirrorWatch | undefined;
  readonly watermarks: Watermarks;
  private readonly watermarkRequests: WatermarkRequests;
  readonly alarms: CaseAlarms;
  /** What rings for the alarms. */
  readonly timers: Timers;
  readonly caseTimers: CaseTimers;
  private readonly rowsBeyondCalendar: Rounds;
  private readonly staleCopies: StaleCopies;
  private readonly stages: Rounds;
  private rowsMadeWith = -1;
  private readonly greetings: LinkGreetings;
  readonly dispatch: DispatchContext;
  readonly held: HeldStream;
  readonly wrappedKeys: WrappedKeys;
  readonly successors: Successors;
  /** Messages that no handler of the region could take. */
  readonly failures: Failures;
  /** What operators did here. */
  readonly audit: AuditLog;
  /** What is wrong with the hub itself, who is told, and who has it in hand. */
  readonly alerts: Alerts;
  /** How the hub stands: measured for its alerts, and told to whoever scrapes. */
  readonly standing = new LatestStanding(() => standingOf(this));
  private readonly releaser: HeldReleaser;
  private readonly redis: Redis;
  private readonly startedAtMs = Date.now();
  private lastCatalogue: unknown;
  private catalogues = 0;
  private stopListening: (() => void) | undefined;

  constructor(@Inject(REGION_RUNTIME) readonly region: RegionRuntime, @Inject(JetStreamServer) readonly server: JetStreamServer) {
    this.staleCopies = { policy: region.catalogue.staleCopies, region: region.region, nowMs: Date.now };
    this.releases = releasesFromBook(region.standards, { base: region.catalogue, leaseHours: region.config.TONGBAN_STANDARDS_LEASE_HOURS, stale: this.staleCopies });
    this.years = new YearStreams(region, (_year, stream) => this.yearOpened(stream));
    this.store = new CaseStore(new StreamCaseLog(region, this.years), this.releases, region.config.TONGBAN_CASES_CACHED);
    this.redis = openViewRedis(region.config.TONGBAN_REDIS_URL);
    this.views = new RegionViews(region, this.redis, this.store, this.releases);
    this.migrations = new CaseMigrations({
      store: this.store, releases: this.releases, standards: region.standards, running: (flowId) => this.views.running(flowId), isLevel: () => this.views.level(), now: () => region.clock.now(),
      onError: (error) => region.log.warn({ code: TongbanError.from(error).code }, 'running cases could not be looked through for a migration'),
    });
    const { environment, signer, trust, clock } = region;
    this.erasures = new CaseErasures({
      environment, region: region.region, signer, store: this.store, standards: region.standards, keeper: KEEPER_REGION, now: () => clock.now(),
      onErased: (caseNo, actionId, messages) => region.log.info({ caseNo, actionId, messages }, 'the content of a case is erased lawfully'),
      onError: (error) => region.log.warn({ code: TongbanError.from(error).code }, 'ordered erasures could not be looked through'),
    });
    this.successors = new Successors({
      region: region.region, store: this.store, views: this.views.views, homeOf: (division) => region.catalogue.divisions.regionOf(division),
      ask: async <T>(other: RegionCode, name: 'cases.next' | 'cases.successors', query: Uint8Array, timeoutMs: number): Promise<T> => {
        const reply = await region.queries.request(subjects.service(region.environment, other, name), query, { timeoutMs, unreachable: 'region.unreachable' });
        return JSON.parse(Buffer.from(decode(v1.JsonDocument, reply).json).toString('utf8')) as T;
      },
    });
    this.watermarks = new Watermarks(region, { lacks: (other) => (this.standingOf(other)?.open ?? 0) > 0, onCounted: () => this.alarms.soon() });
    this.watermarkRequests = new WatermarkRequests({ runtime: region, lacking: () => this.watermarks.silent(), isWhole: (other) => other === region.region || this.isWhole(other) });
    this.timers = new Timers(region.nats, region.region);
    this.caseTimers = new CaseTimers({
      timers: this.timers, setting: () => region.clock.setting, waiting: () => this.views.views.withAlarms(), rememberedMax: region.config.TONGBAN_CASES_CACHED,
      onError: (error) => region.log.warn({ code: TongbanError.from(error).code }, 'timers of cases could not be set; they are set again'),
    });
    this.alarms = new CaseAlarms({
      timers: this.caseTimers, sweepEveryMs: region.config.TONGBAN_ALARM_SWEEP_SECONDS * 1_000,
      store: this.store, releases: this.releases, rules: region.catalogue.alarmRules, vouchedUntil: (other) => this.watermarks.vouchedUntil(other),
      waiting: (day) => this.views.views.withAlarmsUntil(day), everyCase: () => caseNumbers(region.nats, region.region),
      known: () => `${region.clock.setting.revision}|${this.watermarks.version}|${this.publications()}`, now: () => region.clock.now(),
      onRaised: (caseNo, { stage, level, deadlineId, dueOn, side, to }, wokenBy) => {
        for (const desk of to) count('tongban_case_alarms_total', { stage, desk });
        region.log[to.includes('hub') ? 'warn' : 'info']({ caseNo, stage, level, deadlineId, dueOn, side, wokenBy }, 'a clock of a case raised an alarm');
      },
      onError: (error) => region.log.warn({ code: TongbanError.from(error).code }, 'the clocks of cases could not be looked at'),
    });
    region.clock.onSet(() => this.alarms.soon());
    this.rowsBeyondCalendar = new Rounds(() => this.refreshRows(), CALENDARS_LOOKED_AT_MS, (error) => region.log.warn({ code: TongbanError.from(error).code }, 'rows beyond the calendar could not be made anew'));
    const stageLog = new StageLog((owner, { ageHours, stage, next }) =>
      region.log[stage ? 'warn' : 'info']({ owner, stage: stage?.id, next: next?.stage.id, nextInHours: next && Math.ceil(next.inHours), ageHours: Math.floor(ageHours) }, stage ? 'a copy of a registry grows stale' : 'a copy of a registry is fresh again'));
    this.stages = new Rounds(() => Promise.resolve(stageLog.look(staleStandings(region.standards.standing(), this.staleCopies))), STAGES_LOOKED_AT_MS, (error) => region.log.warn({ code: TongbanError.from(error).code }, 'the age of copies could not be looked at'));
    this.dispatch = { environment: region.environment, region: region.region, releases: this.releases };
    this.wrappedKeys = new WrappedKeys({ nats: region.nats, region: region.region, publisher: region.publisher });
    this.held = new HeldStream({
      nats: region.nats, region: region.region, publisher: region.publisher,
      answerAgain: ({ received, inboxSequence }, { caseNo, opener }) => this.send(receiptsTo(opener, caseNo, [received], messageIds.repeat(inboxSequence, opener), this.dispatch)),
    });
    this.releaser = new HeldReleaser(region, this.held, { releases: this.releases, register: (incoming) => registerMessage(this.ports, incoming) });
    this.audit = new AuditLog(region);
    this.failures = new Failures({
      ...region, handlerOf: (stream, consumer) => this.handlerOf(stream, consumer), participant: (code, at) => unlessEnded(participantInForce(region.standards.catalogue, code, at)),
      personalNames: region.catalogue.personalNames, openPartOf: (message) => openPartOf(this.releases, message),
      audit: async (entry) => void (await this.audit.append(entry)),
      onActed: ({ sequence, outcome, code }) => region.log[code ? 'warn' : 'info']({ sequence, action: outcome, code }, 'an operator acted on a failed message'),
    });
    this.watchdog = new SourceWatchdog({
      nc: region.nats, topology: region.topology,
      onChange: ({ side, region: other, stalled, lag, detail }) => region.log[stalled ? 'warn' : 'info']({ side, other, stalled, lag, detail }, 'link between regions'),
      onError: (error) => region.log.warn({ error: nameOf(error) }, 'links could not be looked at'),
    });
    this.consumerWatchdog = new ConsumerWatchdog({
      nc: region.nats, consumers: () => server.readsFrom(), cure: ({ stream, consumer }) => server.askAnew(stream, consumer),
      onChange: ({ stopped, ...report }) => region.log[stopped ? 'warn' : 'info']({ ...(stopped && { code: 'consumer.stopped' }), ...report }, stopped ? 'consumer does not move' : 'consumer moves'),
      onError: (error) => region.log.warn({ error: nameOf(error) }, 'consumers could not be looked at'),
    });
    this.greetings = new LinkGreetings(region);
    this.offer = new LinkOffer(region);
    this.reconciler = new Reconciler({ runtime: region, load: (caseNo) => this.store.load(caseNo) });
    const mirrors = MirrorWatch.of(region);
    this.mirrors = mirrors;
    this.scrubber = new StreamScrubber({
      nc: region.nats, everyMs: region.config.TONGBAN_SCRUB_EVERY_MINUTES * 60_000, messagesPerSecond: region.config.TONGBAN_SCRUB_MESSAGES_PER_SECOND,
      onChange: ({ stream, unreadable, droppedBytes, incomplete }) => region.log.error({ code: 'store.corrupt', stream, unreadable: rangesInWords(unreadable), droppedBytes, incomplete }, 'stored messages'),
      onError: (stream, error) => region.log.warn({ stream, error: nameOf(error) }, 'stored messages could not be read again'),
    });
    this.storeWatch = new StoreWatch({
      nc: region.nats, marks: new StoreMarks(this.redis, region.region, region.signer.fingerprint),
      onLoss: (stream, loss) => region.log.error({ code: 'store.lost', stream, ...loss }, 'a stream is not what it was'),
      onError: (error) => region.log.warn({ error: nameOf(error) }, 'the store could not be compared with its marks'),
    });
    this.alerts = hubAlerts(this);
    collectHub(this);
    this.regionErasure = new RegionErasure({
      environment, region: region.region, regions: region.topology.regions, participants: region.topology.participants, nats: region.nats, trust, signer, clock, standards: region.standards,
      destroyKeys: (caseNo, messageId) => this.wrappedKeys.destroy(caseNo, messageId), erasing: (...erased) => this.storeWatch.erasing(...erased), ...(mirrors && { backbone: () => mirrors.backbone() }),
      send: (outgoing) => this.send(outgoing), onErased: (caseNo, erased) => region.log.info({ caseNo, ...erased }, 'what this region kept of the keys of a case is destroyed'),
    });
  }

  /** After the transport listens: its bindings can be added only then. */
  async begin(): Promise<void> {
    await this.years.openExisting();
    this.views.feedRejections();
    for (const watch of this.watches) watch.start();
    this.stopListening = onReconnect(this.region.nats, () => this.caseTimers.reconnected(), () => this.caseTimers.disconnected());
    await this.releaser.start();
  }

  get ports(): RegisterPorts {
    const { region, store, releases, views, held } = this;
    return {
      store, releases, held, attachments: region.catalogue.attachments, signer: region.signer, trust: region.trust, clock: region.clock, region: region.region, environment: region.environment,
      isKnownDivision: (code) => region.catalogue.divisions.isKnown(code),
      valueUsers: (ruleId, participant, value) => views.valueUsers(ruleId, participant, value),
      mayFollow: (caseNo, participant) => this.successors.mayFollow(caseNo, participant),
      waitsForStandards: (storedAtMs) => Date.now() < Math.max(storedAtMs, this.startedAtMs) + STANDARDS_AWAITED_MS,
      onRefused: (sender, code) => {
        count('tongban_rejections_total', { by: 'home', code });
        region.security.noteError(code, sender, 'home');
      },
      keepKeys: (caseNo, messageId, wrappedKeys) => this.wrappedKeys.keep(caseNo, messageId, wrappedKeys),
      refuse: (rejected, sender, inboxSequence) => this.refuse(rejected, sender, inboxSequence),
      repeat: (sender, caseNo, message, inboxSequence) => this.send(repeatTo(sender, caseNo, message, inboxSequence, this.dispatch)),
    };
  }

  send(outgoing: Outgoing): Promise<void> {
    return this.region.exchange.send(outgoing);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopListening?.();
    // While Redis is away every command waits for it: whoever ends waits for none of them.
    if (this.redis.status !== 'ready') this.redis.disconnect();
    await Promise.all([...this.watches.map((watch) => watch.stop()), this.views.stop(), this.releaser.stop()]);
  }
  async onApplicationShutdown(): Promise<void> {
    this.redis.disconnect();
    await Promise.resolve();
  }

  private async refuse(rejected: v1.RejectedMessage.$Properties, sender: string, inboxSequence: number): Promise<void> {
    const { region } = this.region;
    const receipt = v1.Receipt.decode(rejected.rejected?.receipt ?? new Uint8Array());
    await this.region.publisher.publish(subjects.rejected(region, sender), encode(v1.RejectedMessage, rejected), {
      msgId: `home:${Buffer.from(receipt.messageDigest).toString('hex')}`,
    });
    await this.send(receiptsTo(sender, receipt.caseNo, [rejected.rejected ?? {}], messageIds.refusal(region, inboxSequence, sender), this.dispatch));
    this.views.wake(streams.rejected(region));
  }

  /** The handler that gave up, by its consumer. What a releaser gave up on was no message of the transport. */
  private handlerOf(stream: string, consumer: string): ((message: DurableMessage) => Promise<void>) | undefined {
    if (stream === streams.held(this.region.region) && consumer === consumers.releaser) return (message) => this.releaser.again(message);
    const reads = readsInstead(this.server.readsFrom(), stream, consumer);
    return reads === undefined ? undefined : async (message) => {
      if (!(await this.server.runAgain(stream, reads, message))) throw new TongbanError('hub.starting', `${reads} of ${stream} is not read just now`);
    };
  }

  private get watches() {
    return [this.greetings, this.watchdog, this.consumerWatchdog, this.scrubber, this.storeWatch, this.migrations, this.erasures, this.reconciler, this.watermarks, this.watermarkRequests, this.alarms, this.caseTimers, this.rowsBeyondCalendar, this.stages, this.alerts, ...(this.mirrors ? [this.mirrors] : [])];
  }

  /** How the link from a region stood when it was last compared; undefined while it was not. */
  private standingOf(other: RegionCode) {
    return this.reconciler.known().find(({ fromRegion }) => fromRegion === other);
  }
  private isWhole(other: RegionCode): boolean {
    const standing = this.standingOf(other);
    return standing !== undefined && standing.blind === undefined && standing.open === 0;
  }

  /** Goes up when another catalogue is in force: a calendar may have come. */
  private publications(): number {
    const { catalogue } = this.region.standards;
    if (catalogue !== this.lastCatalogue) this.catalogues += 1;
    this.lastCatalogue = catalogue;
    return this.catalogues;
  }

  private async refreshRows(): Promise<void> {
    const publications = this.publications();
    if (publications === this.rowsMadeWith) return;
    await this.views.refreshBeyondCalendar();
    this.rowsMadeWith = publications;
  }

  private async yearOpened(stream: string): Promise<void> {
    await this.server.addBinding(dispatcherBinding(stream));
    this.views.feedCases(stream);
  }
}

const unlessEnded = <T extends object>(record: T | 'ended' | undefined): T | undefined => (record === 'ended' ? undefined : record);
const nameOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');
