import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RegionCode } from '@tongban/contracts';
import type { LocalEnvironment } from '@tongban/local';
import { Exchange } from '../contenders/exchange';
import { probeService } from '../measure/probe';
import { countersOf } from '../measure/processes';
import { SideProcess } from '../sides/side-process';
import type { SubscribersAnswer, SubscribersQuestion, SubscribersSettings, ToldSubscriber } from '../sides/standards-subscribers-settings';
import type { Workbench } from '../workbench';
import { OWNER } from './log-writer';
import { Stewards } from './stewards';

const MIB = 2 ** 20;
/** The largest registry is read in some minutes where others use the machine too. */
const HUB_WITHIN_MS = 1_800_000;

/** One environment with its hubs and subscribers, as the parts of this measurement need it. */
export class RegistrySetting {
  readonly stewards: Stewards;
  private readonly exchange: Exchange;
  private readonly sides = new Set<Subscribers>();

  private constructor(private readonly bench: Workbench, readonly environment: LocalEnvironment, private readonly name: string) {
    this.exchange = new Exchange(environment);
    this.stewards = new Stewards(environment);
  }

  /** Servers and streams; no hub yet. */
  static async open(bench: Workbench, name: string): Promise<RegistrySetting> {
    const environment = await bench.environment(name);
    const setting = new RegistrySetting(bench, environment, name);
    bench.onStop(() => setting.close());
    await environment.startServers();
    await environment.ensureStreams();
    return setting;
  }

  /** The owner's server, with the rights of its hub. */
  ownersServer(): ReturnType<Exchange['hub']> {
    return this.exchange.hub(OWNER);
  }
  /** Milliseconds until the hub answers. Its event loop is watched from its start on. */
  async startHub(region: RegionCode): Promise<number> {
    probeService(this.environment, `hub-${region}`, { loop: this.loopFile(region) });
    const began = performance.now();
    await this.environment.startHub(region, HUB_WITHIN_MS);
    return performance.now() - began;
  }
  async stopHub(region: RegionCode): Promise<void> {
    await this.environment.stopProcess(`hub-${region}`);
  }
  loopFile(region: RegionCode): string {
    return join(this.bench.folder('loops'), `${this.name}-${region}.ndjson`);
  }

  /** Systems of participants that subscribe, in a process of their own, up and connected. The same participants go on where they were. */
  async subscribers(participants: readonly string[]): Promise<Subscribers> {
    const { layout, file } = this.environment.setup;
    mkdirSync(layout.logs, { recursive: true });
    const settings: SubscribersSettings = {
      environment: file.environment, trust: layout.trust, participants: participants.map((code) => ({ credentials: layout.participant(code), store: join(layout.root, 'bench-sdk', code) })),
    };
    const side = await SideProcess.start({
      name: 'subscribers', module: join(__dirname, '../sides/standards-subscribers.js'), settings, logFile: join(layout.logs, 'subscribers.log'), guard: this.bench.guard,
    });
    const subscribers = new Subscribers(side, () => this.sides.delete(subscribers));
    this.sides.add(subscribers);
    return subscribers;
  }

  /** What a process of the environment has used until now. */
  used(name: string): Used {
    const pid = this.environment.process(name)?.pid;
    return pid === undefined ? { rssMiB: Number.NaN, cpuMs: Number.NaN } : usedBy(pid);
  }
  get natsName(): string {
    return `nats-${OWNER}`;
  }

  async close(): Promise<void> {
    await Promise.all([...this.sides].map((side) => side.stop()));
    await this.exchange.close();
    await this.environment.stop();
  }
}

/** The process of the subscribers. */
export class Subscribers {
  constructor(private readonly side: SideProcess, private readonly ended: () => void) {}

  /** What each was told, once all were told an entry of the owner. */
  async told(number: number): Promise<{ readonly beganMs: number; readonly subscribers: readonly ToldSubscriber[] }> {
    return this.side.ask<Extract<SubscribersAnswer, { beganMs: number }>>({ number } satisfies SubscribersQuestion);
  }
  async lookups(lookups: number, items: readonly string[]) {
    return (await this.side.ask<Extract<SubscribersAnswer, { lookupMs: unknown }>>({ lookups, items } satisfies SubscribersQuestion)).lookupMs;
  }
  used(): Used {
    return usedBy(this.side.pid);
  }
  async stop(): Promise<void> {
    this.ended();
    await this.side.stop();
  }
}

/** Resident memory now, and CPU time since the process began: what others do on the machine adds to it little. */
export interface Used { readonly rssMiB: number; readonly cpuMs: number }
function usedBy(pid: number): Used {
  const { rssBytes = Number.NaN, cpuMs = Number.NaN } = countersOf(new Map([['one', pid]])).get('one') ?? {};
  return { rssMiB: rssBytes / MIB, cpuMs };
}
