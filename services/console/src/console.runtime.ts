import { TongbanError, type RegionCode } from '@tongban/contracts';
import { OperatorDesk, type Setup, appendAudit, reference, tailLogs } from '@tongban/operator';
import type { Logger } from '@tongban/service-kit';
import { RetryBatches } from './failures/retry-batches';
import { FlowMeter } from './live/flow-meter';
import { LiveFeed } from './live/live-feed';
import { LogFollower } from './live/log-follower';
import { RecentLog } from './live/recent-log';
import { NowBoard } from './now/now-board';

/** Somebody who looks is told of hubs' standing this often. */
const NOW_EVERY_MS = 2_000;

/** What the controllers share, wired once: an operator's desk at every hub, and the logs as they go on. */
export class ConsoleRuntime {
  readonly desk: OperatorDesk;
  readonly recent = new RecentLog();
  readonly meter = new FlowMeter();
  readonly feed = new LiveFeed(this.recent);
  readonly board: NowBoard;
  readonly batches: RetryBatches;
  private readonly followers: readonly LogFollower[];
  private readonly reached = new Map<RegionCode, boolean>();
  private timer: NodeJS.Timeout | undefined;

  constructor(readonly setup: Setup, private readonly log: Logger) {
    this.desk = new OperatorDesk(setup, 'tongban-console');
    this.batches = new RetryBatches(this.desk);
    const { divisions } = reference();
    this.board = new NowBoard({ desk: this.desk, environment: setup.environment, meter: this.meter, regionOf: (participant) => (divisions.isKnown(participant) ? divisions.regionOf(participant) : undefined) });
    this.followers = setup.regions.map((region) => new LogFollower({
      region, tail: (query) => tailLogs(this.desk, region, query),
      onBegin: (name, sequence) => this.recent.beginAt(name, sequence),
      onEntries: (name, entries) => {
        this.recent.add(name, entries);
        this.meter.add(entries);
      },
      onReach: (isReached) => this.told(region, isReached),
      onError: (error) => log.debug({ region, code: TongbanError.from(error).code }, 'the logs of a region could not be followed'),
    }));
  }

  /** Regions whose logs are followed now. */
  get reachable(): readonly RegionCode[] {
    return this.setup.regions.filter((region) => this.reached.get(region) === true);
  }

  start(): void {
    for (const follower of this.followers) follower.start();
    this.timer = setInterval(() => void this.tellNow(), NOW_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.feed.stop();
    this.batches.stopAll();
    // Before the followers: what waits at a hub ends with its connection.
    await this.desk.close();
    await Promise.all(this.followers.map((follower) => follower.stop()));
  }

  /** Puts what somebody did at the console on the trail of the national hub. Best effort: a hub that is away keeps nobody from signing in or out. */
  async noted(login: string, roles: readonly string[], action: string, outcome: string): Promise<void> {
    await appendAudit(this.desk, { regions: ['nat'], actor: `operator:${login}`, client: 'console', roles, action }, outcome)
      .catch((error: unknown) => this.log.warn({ action, code: TongbanError.from(error).code }, 'an action is not on the audit trail'));
  }

  /** Nobody looks: hubs are left alone. */
  private async tellNow(): Promise<void> {
    if (this.feed.clients === 0) return;
    await this.board.document().then((document) => this.feed.now(document), (error: unknown) => this.log.warn({ code: TongbanError.from(error).code }, 'the standing of the hubs could not be put together'));
  }

  private told(region: RegionCode, isReached: boolean): void {
    if (this.reached.get(region) === isReached) return;
    this.reached.set(region, isReached);
    this.log[isReached ? 'info' : 'warn']({ region }, isReached ? 'the logs of a region are followed' : 'a region is out of reach');
  }
}
