import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Catalogue, loadCatalogue } from '@tongban/catalogue';
import { Province } from '@tongban/client';
import { type CaseDocument, type CaseListDocument, REGION_CODES, type RegionCode, type RegionStatus, decode, encode, hubInboxPrefix, streams, subjects, v1 } from '@tongban/contracts';
import { LocalEnvironment, type Setup, findFreePortBase, participantsOf, prepareSetup } from '@tongban/local';
import { QueryClient, connectNats, readSubject } from '@tongban/messaging';
import { type ClockSettingData, beijingInstant, businessInstant, shardOf, withAnchor } from '@tongban/domain';
import type { NatsConnection } from 'nats';
import { binaries } from './backend';
import { eventually } from './eventually';
import { RawClient } from './raw-client';

/** One whole environment of a test: backbone, five regions with hubs, real NATS and Redis, and what connects to them. */
export class TestEnvironment {
  private readonly provinces = new Map<string, Promise<Province>>();
  private readonly raws: RawClient[] = [];
  private readonly hubs = new Map<RegionCode, Promise<NatsConnection>>();
  private constructor(
    readonly local: LocalEnvironment, readonly catalogue: Catalogue, private readonly directory: string,
  ) {}

  /**
   * `hubs`: the regions whose services run in one process; the test starts the others' itself, or does without. `restart`: what
   * ends is started again, as by `npm start`.
   */
  static async start({ hubs = REGION_CODES, restart = false }: { readonly hubs?: readonly RegionCode[]; readonly restart?: boolean } = {}): Promise<TestEnvironment> {
    const directory = mkdtempSync(join(tmpdir(), 'tongban-e2e-'));
    const catalogue = loadCatalogue();
    // Its raw clients send in plain; SDKs seal all the same.
    process.env['TONGBAN_UNSEALED'] ??= 'accepted';
    // Many environments begin and end here: five hubs that look at themselves every five seconds are a part of what they cost.
    process.env['TONGBAN_ALERT_LOOK_SECONDS'] ??= '10';
    const setup = prepareSetup({ dataDir: directory, participants: participantsOf(catalogue), portBase: await findFreePortBase() });
    const local = new LocalEnvironment({ setup, binaries: await binaries(), say: () => undefined, restart });
    const environment = new TestEnvironment(local, catalogue, directory);
    try {
      await local.startServers();
      await local.ensureStreams();
      await Promise.all(hubs.map((region) => local.startHub(region)));
      if (hubs.includes('nat')) await Promise.all(hubs.map((region) => environment.knowsStandards(region)));
    } catch (error) {
      await environment.stop();
      throw error;
    }
    return environment;
  }

  get setup(): Setup {
    return this.local.setup;
  }

  /** The SDK of a participant; the same instance each time, its store in the test's directory. */
  province(code: string): Promise<Province> {
    const known = this.provinces.get(code);
    if (known) return known;
    const opening = Province.connect({
      credentials: this.setup.layout.participant(code), trust: this.setup.layout.trust, store: join(this.directory, 'sdk', code), catalogue: this.catalogue,
    });
    this.provinces.set(code, opening);
    opening.catch(() => this.provinces.delete(code));
    return opening;
  }
  async closeProvince(code: string): Promise<void> {
    const province = this.provinces.get(code);
    this.provinces.delete(code);
    await (await province)?.close();
  }
  storeOf(code: string): string {
    return join(this.directory, 'sdk', code);
  }

  /** A participant without the SDK: plain `nats`, valid credentials. */
  async raw(code: string): Promise<RawClient> {
    const client = await RawClient.connect(this.setup.layout.participant(code), this.catalogue, (region) => this.hubConnection(region));
    this.raws.push(client);
    return client;
  }

  /** Asks a hub as its operator. */
  async ask(region: RegionCode, name: Parameters<typeof subjects.service>[2], bytes: Uint8Array = new Uint8Array()): Promise<Uint8Array> {
    return new QueryClient(await this.local.operator(region)).request(subjects.service(this.setup.file.environment, region, name), bytes);
  }
  async askJson<T>(region: RegionCode, name: Parameters<typeof subjects.service>[2], bytes?: Uint8Array): Promise<T> {
    return JSON.parse(Buffer.from(decode(v1.JsonDocument, await this.ask(region, name, bytes)).json).toString('utf8')) as T;
  }
  show(region: RegionCode, caseNo: string): Promise<CaseDocument> {
    return this.askJson(region, 'cases.show', encode(v1.CaseQuery, { caseNo }));
  }

  list(region: RegionCode): Promise<CaseListDocument> {
    return this.askJson(region, 'cases.list', encode(v1.CaseListQuery, { filters: {}, limit: 500 }));
  }

  /** A region that never heard how far nat's standards are begins no case: a fault that comes before that would be another test. */
  private async knowsStandards(region: RegionCode): Promise<void> {
    await eventually(`${region} knows the standards of nat`, async () => {
      const { standards = [] } = await this.askJson<RegionStatus>(region, 'hub.status');
      return standards.some(({ owner, late }) => owner === 'nat' && late === undefined) || undefined;
    }, { withinMs: 60_000, tolerate: true });
  }

  /** Moves the business clock of the regions forward, of all by default. */
  async advanceClock(byMs: number, regions: readonly RegionCode[] = REGION_CODES): Promise<void> {
    await this.setClock(beijingInstant(Date.parse(await this.businessNow()) + byMs), regions);
  }
  async businessNow(): Promise<string> {
    return businessInstant(await this.clock(), Date.now());
  }
  /** To a business instant that is not over, whatever the links between the regions do. */
  async setClock(businessAt: string, regions: readonly RegionCode[] = REGION_CODES): Promise<void> {
    const setting = withAnchor(await this.clock(), Date.now(), businessAt, 1);
    const command = encode(v1.ClockCommand, { setting: { revision: setting.revision, anchors: [...setting.anchors] } });
    await Promise.all(regions.map((region) => this.ask(region, 'clock.set', command)));
  }

  private async clock(): Promise<ClockSettingData> {
    const { revision, anchors } = decode(v1.ClockSetting, await this.ask('yrd', 'clock.show'));
    return { revision, anchors: anchors.map(({ realAt, businessAt, speed }) => ({ realAt: realAt ?? '', businessAt: businessAt ?? '', speed: speed ?? 1 })) };
  }

  /** Stops a hub in order and starts it again. */
  async restartHub(region: RegionCode): Promise<void> {
    await this.local.stopProcess(`hub-${region}`);
    await this.local.startHub(region);
  }
  /** SIGKILL, then a successor under the same name. */
  async killAndRestart(name: string): Promise<void> {
    this.local.process(name)?.kill('SIGKILL');
    await this.local.stopProcess(name);
    if (name.startsWith('hub-')) await this.local.startHub(name.slice(4) as RegionCode);
    else await this.local.startNats(name.slice(5) as RegionCode);
  }

  /** A connection with the rights of a region's hub, to look at streams as an auditor would. */
  hubConnection(region: RegionCode): Promise<NatsConnection> {
    const known = this.hubs.get(region);
    if (known) return known;
    const { servers, nkeySeed, tls } = this.setup.identities.hubs[region];
    const opening = connectNats({ servers, nkeySeed, tls, name: `test-${region}`, inboxPrefix: hubInboxPrefix(region) });
    this.hubs.set(region, opening);
    return opening;
  }
  /** Bytes of every entry of a case log, oldest first. */
  async logOf(region: RegionCode, caseNo: string): Promise<Uint8Array[]> {
    const year = caseNo.slice(7, 11);
    const entries = await readSubject(await this.hubConnection(region), streams.cases(region, year), subjects.caseLog(region, year, shardOf(caseNo), caseNo));
    return entries.map(({ data }) => data);
  }

  /** `keep`: leaves the data where they are, for whoever looks for the cause of a failure. */
  async stop({ keep = false }: { readonly keep?: boolean } = {}): Promise<void> {
    await Promise.allSettled([...this.provinces.values()].map(async (province) => (await province).close()));
    await Promise.allSettled([...this.raws.map((raw) => raw.close()), ...[...this.hubs.values()].map(async (nc) => (await nc).close())]);
    await this.local.stop();
    if (!keep) rmSync(this.directory, { recursive: true, force: true });
  }
}
