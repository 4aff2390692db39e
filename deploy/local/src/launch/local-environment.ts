import { REGION_CODES, type RegionCode } from '@tongban/contracts';
import type { NatsConnection } from 'nats';
import type { FoundServer, ServerName } from '../find-servers/found-server';
import type { Say } from '../say';
import { BACKBONE } from '../setup/layout';
import type { Setup } from '../setup/prepare-setup';
import { writePrivateJson } from '../setup/private-file';
import { TongbanStartError } from '../start-error';
import { eventually } from './eventually';
import { startConsole } from './console';
import { Guard } from './guard';
import { connectOperator, startHub, waitUntilHubReady } from './hub';
import { Interventions } from './interventions';
import { type KeepOptions, KeptProcess } from './keep-running';
import { startLinks } from './links';
import { boundLogs } from './log-files';
import type { ManagedProcess } from './managed-process';
import { countLeafs, startNatsServer } from './nats-server';
import { startProvinceHost } from './province-host';
import { requireRedisAt, startRedisServer } from './redis-server';
import { rssMb } from './rss';
import { removeRunFile, writeRunFile } from './run-file';
import { ensureStreams } from './streams';

export type Binaries = Readonly<Record<Exclude<ServerName, 'redis-server'>, FoundServer> & Partial<Record<'redis-server', FoundServer>>>;
export type NatsServer = RegionCode | typeof BACKBONE;

export interface EnvironmentOptions {
  readonly setup: Setup;
  readonly binaries: Binaries;
  readonly say: Say;
  /** Start processes again that end by themselves. A test that kills them does this itself. */
  readonly restart: boolean;
  readonly onGivenUp?: (name: string) => void;
}

const LINKED_WITHIN_MS = 30_000;
/** Everything together ends within 25 s: provinces and hubs drain, then the servers close their files. */
const DRAIN_MS = { provinces: 8_000, hubs: 8_000, servers: 5_000, redis: 3_000 } as const;

/**
 * One environment on this machine: Redis, the backbone, five regions with their hubs, the links to the backbone, and the
 * reference provinces. Each can be started and stopped by itself; a process that was stopped or killed can be started again under the same name.
 */
export class LocalEnvironment {
  readonly setup: Setup;
  private readonly guard = new Guard();
  private readonly processes = new Map<string, KeptProcess>();
  private readonly operators = new Map<RegionCode, Promise<NatsConnection>>();
  private readonly interventions: Interventions;
  private readonly startedAt = new Date().toISOString();
  private readonly logs: { close(): void };

  constructor(private readonly options: EnvironmentOptions) {
    this.setup = options.setup;
    writePrivateJson(options.setup.layout.binaries, options.binaries);
    this.logs = boundLogs(options.setup.layout.logs);
    this.interventions = new Interventions(options.setup.layout.interventions);
  }

  /** Redis, the backbone, the links to it and all regions' servers, which dial at once: a refusal would cost them a second. */
  async startServers(): Promise<void> {
    const reachable = Promise.all([this.startNats(BACKBONE), this.startLinks()]);
    await Promise.all([this.startRedis(), reachable.then(() => Promise.all(REGION_CODES.map((region) => this.startNats(region))))]);
    await this.waitUntilLinked();
  }
  /** Nothing to do when somebody else runs it. */
  async startRedis(): Promise<void> {
    const binary = this.options.binaries['redis-server'];
    if (!this.setup.redisIsOurs) return requireRedisAt(this.setup.file.regions[REGION_CODES[0]!].redisUrl);
    if (!binary) throw new TongbanStartError('缺少 redis-server', 'redis-server is missing');
    await this.keep('redis', () => startRedisServer(this.setup, binary, this.guard));
  }
  async startNats(server: NatsServer): Promise<void> {
    await this.keep(`nats-${server}`, () => startNatsServer(this.setup, server, this.options.binaries['nats-server'], this.guard));
  }
  async startLinks(): Promise<void> {
    await this.keep('links', () => startLinks(this.setup, this.guard));
  }
  /** @throws TongbanStartError when a region stays without its link to the backbone. */
  async waitUntilLinked(regions = REGION_CODES.length): Promise<void> {
    const linked = await eventually(async () => ((await countLeafs(this.setup)) >= regions ? true : undefined), { withinMs: LINKED_WITHIN_MS });
    if (!linked) throw new TongbanStartError('区域与骨干之间没有连通：查看 logs 下的 nats-*.log', 'The regions are not linked to the backbone: look at nats-*.log in the logs');
  }
  /** Streams and consumers of all regions. */
  ensureStreams(): Promise<void> {
    return ensureStreams(this.setup);
  }
  /** @param withinMs how long it may take to read its logs; without it as long as those of a sandbox may. */
  async startHub(region: RegionCode, withinMs?: number): Promise<void> {
    const hub = await this.keep(`hub-${region}`, () => startHub(this.setup, region, this.guard));
    await waitUntilHubReady(this.setup, region, await this.operator(region), hub, withinMs);
  }
  async startHubs(): Promise<void> {
    await Promise.all(REGION_CODES.map((region) => this.startHub(region)));
  }
  /** @returns the process, whose channel takes commands. It may be followed by another; ask `process('provinces')` each time. */
  startProvinces(participants?: readonly string[]): Promise<KeptProcess> {
    return this.keep('provinces', () => startProvinceHost(this.setup, participants, this.guard));
  }
  startConsole(): Promise<KeptProcess> {
    return this.keep('console', () => startConsole(this.setup, this.guard));
  }

  /** The operator's connection to a region, kept and reconnecting. */
  operator(region: RegionCode): Promise<NatsConnection> {
    const known = this.operators.get(region);
    if (known) return known;
    const opening = connectOperator(this.setup, region);
    this.operators.set(region, opening);
    opening.catch(() => this.operators.delete(region));
    return opening;
  }
  /** By name: `links`, `redis`, `nats-<server>`, `hub-<region>`, `provinces`, `console`. */
  process(name: string): KeptProcess | undefined {
    return this.processes.get(name);
  }
  get running(): readonly KeptProcess[] {
    return [...this.processes.values()].filter((one) => one.running);
  }
  /** Resident memory of everything that runs, this process included, in MiB. */
  rssMb(): Promise<number> {
    return rssMb([process.pid, ...this.running.map(({ pid }) => pid)]);
  }

  /** Ends one process and waits for it. */
  async stopProcess(name: string, graceMs: number = DRAIN_MS.hubs): Promise<void> {
    await this.processes.get(name)?.stop(graceMs);
    this.processes.delete(name);
    this.saveRun();
  }
  /** Drains in order: provinces, hubs, NATS servers, Redis. What does not end in its time is killed. */
  async stop(): Promise<void> {
    for (const kept of this.processes.values()) kept.expectEnd();
    await this.stopAll((name) => name === 'provinces' || name === 'console', DRAIN_MS.provinces);
    await this.stopAll((name) => name.startsWith('hub-'), DRAIN_MS.hubs);
    await Promise.all([...this.operators.values()].map((opening) => opening.then((nc) => nc.close(), () => undefined)));
    await this.stopAll((name) => name !== 'redis', DRAIN_MS.servers);
    await this.stopAll(() => true, DRAIN_MS.redis);
    this.close();
  }
  /** Ends everything at once. */
  kill(): void {
    for (const kept of this.processes.values()) {
      kept.expectEnd();
      kept.kill('SIGKILL');
    }
    this.close();
  }

  private close(): void {
    this.logs.close();
    this.guard.close();
    removeRunFile(this.setup.layout.run);
  }
  private async stopAll(chosen: (name: string) => boolean, graceMs: number): Promise<void> {
    const names = [...this.processes.keys()].filter(chosen);
    await Promise.all(names.map((name) => this.processes.get(name)?.stop(graceMs)));
    for (const name of names) this.processes.delete(name);
  }

  private async keep(name: string, start: () => Promise<ManagedProcess>): Promise<KeptProcess> {
    if (this.processes.get(name)?.running) throw new TongbanStartError(`${name} 已在运行`, `${name} is running already`);
    const options: KeepOptions = {
      say: this.options.say, restart: this.options.restart, onGivenUp: (given) => this.options.onGivenUp?.(given), onChanged: () => this.saveRun(),
      isHeld: () => this.interventions.isHeld(name),
    };
    const kept = await KeptProcess.start(start, options);
    this.processes.set(name, kept);
    this.saveRun();
    return kept;
  }
  private saveRun(): void {
    const { layout, file } = this.setup;
    writeRunFile(layout.run, {
      version: 1, pid: process.pid, startedAt: this.startedAt, dataDir: layout.root,
      processes: Object.fromEntries([...this.processes].filter(([, { running }]) => running).map(([name, { pid }]) => [name, pid])),
      held: [...this.processes].filter(([, { isHeldDown }]) => isHeldDown).map(([name]) => name),
      endpoints: { backbone: file.backbone, regions: file.regions },
    });
  }
}
