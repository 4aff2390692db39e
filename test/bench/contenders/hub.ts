import { join } from 'node:path';
import type { RegionCode } from '@tongban/contracts';
import type { LocalEnvironment } from '@tongban/local';
import { runAudit } from '../audit';
import type { Load, LoadResult } from '../load/load';
import type { Appends } from '../measure/appends';
import { probeService } from '../measure/probe';
import type { ProvinceSettings } from '../sides/province-settings';
import { SideProcess } from '../sides/side-process';
import type { Workbench } from '../workbench';
import { COUNTERPART, OPENER, type Sides, signedOpening } from '../workload';
import type { AuditOutcome, Contender } from './contender';
import { Exchange } from './exchange';

/** Who talks: two participants of the regions that are measured. */
export interface Pair {
  readonly opener: string;
  readonly counterpart: string;
  readonly sides?: Sides;
  /** Where their credentials are; default: those of the set-up. */
  readonly credentialsOf?: (participant: string) => string;
}
const PAIR: Pair = { opener: OPENER.participant, counterpart: COUNTERPART.participant };

/** Owns items and flows. */
const STANDARDS_OWNER: RegionCode = 'nat';

/** (b) The first message of a case to another region, from the call of the SDK to the counterpart's DELIVERED at the sender. */
export class Hub implements Contender {
  readonly key = 'b';
  readonly title = { zh: '通办：首条跨区消息到 DELIVERED', en: 'Tongban: first cross-region message to DELIVERED' };
  readonly probed = [`hub-${OPENER.region}`, `hub-${COUNTERPART.region}`, 'opener', 'counterpart'];
  environment!: LocalEnvironment;
  exchange!: Exchange;
  private opener!: SideProcess;
  private counterpart!: SideProcess;
  private readonly loops: string | undefined;
  private readonly restart: boolean;
  /** `loops`: directory that gets the delays of the hubs' event loops. `restart`: processes that end are started again. */
  constructor(private readonly bench: Workbench, { loops, restart = false }: { readonly loops?: string; readonly restart?: boolean } = {}) {
    this.loops = loops;
    this.restart = restart;
  }

  async start(): Promise<void> {
    await this.startServers();
    await this.startHubs();
    await this.exchange.makeRoom();
    await this.startSystems();
  }
  async startServers(): Promise<void> {
    this.environment = await this.bench.environment('hub', this.restart);
    await this.environment.startServers();
    await this.environment.ensureStreams();
    this.exchange = new Exchange(this.environment);
  }
  /** Both regions' hubs, and the one that owns the standards: without its word no case begins. The other two regions have their servers and no traffic. */
  async startHubs(): Promise<void> {
    const regions = [OPENER.region, COUNTERPART.region];
    for (const region of regions) {
      const name = `hub-${region}`;
      const settings = { profiles: this.bench.profiles, ...(this.loops !== undefined && { loop: join(this.loops, `${name}.ndjson`) }) };
      if (this.bench.profiles !== undefined || this.loops !== undefined) probeService(this.environment, name, settings);
    }
    await Promise.all([...regions, STANDARDS_OWNER].map((region) => this.environment.startHub(region)));
  }
  /** The systems of both provinces. */
  async startSystems(pair: Pair = PAIR): Promise<void> {
    this.counterpart = await this.side('province-counterpart', this.settingsOf(pair.counterpart, pair));
    this.opener = await this.side('province-opener', { ...this.settingsOf(pair.opener, pair), promises: this.promises, ...(pair.sides && { sides: pair.sides }) });
  }

  run(load: Load): Promise<LoadResult> {
    return this.opener.run(load);
  }
  processes(): ReadonlyMap<string, number> {
    return this.exchange.processes([`hub-${OPENER.region}`, `hub-${COUNTERPART.region}`, 'redis']).set('opener', this.opener.pid).set('counterpart', this.counterpart.pid);
  }
  appends(): Promise<Appends> {
    return this.exchange.appends();
  }
  async facts(): Promise<Readonly<Record<string, unknown>>> {
    const { bytes } = await signedOpening(this.environment.setup, this.bench.catalogue);
    return { ...(await this.exchange.facts()), 'redis-server': this.bench.binaries['redis-server']?.version, messageBytes: bytes.length };
  }

  /** Both systems end first: what they hold is written, and nothing is under way. */
  async audit(): Promise<AuditOutcome> {
    await this.stopSystems();
    return runAudit(this.environment.setup.layout.root, [this.promises]);
  }
  async stopSystems(): Promise<void> {
    await Promise.all([this.opener?.stop(), this.counterpart?.stop()]);
  }
  async stop(): Promise<void> {
    await this.stopSystems();
    await this.exchange?.close();
    await this.environment?.stop();
  }

  private get promises(): string {
    return join(this.environment.setup.layout.root, 'bench-promises.ndjson');
  }
  private settingsOf(participant: string, { credentialsOf }: Pair): ProvinceSettings {
    const { layout } = this.environment.setup;
    return { credentials: credentialsOf?.(participant) ?? layout.participant(participant), trust: layout.trust, store: join(layout.root, 'bench-sdk', participant) };
  }
  private side(name: string, settings: ProvinceSettings): Promise<SideProcess> {
    const { logs } = this.environment.setup.layout;
    return SideProcess.start({ name, module: join(__dirname, `../sides/${name}.js`), settings, logFile: join(logs, `${name}.log`), guard: this.bench.guard, probe: { profiles: this.bench.profiles, ...(this.loops !== undefined && { loop: join(this.loops, `${name}.ndjson`) }) } });
  }
}
