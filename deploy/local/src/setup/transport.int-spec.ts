import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Broker, addBrokerKey, brokerKeysOf, ensureCertificates, newAuthority, revokeBrokerKeys } from '@tongban/broker';
import { type RegionCode, REGION_CODES, hubInboxPrefix, subjects } from '@tongban/contracts';
import { connectNats } from '@tongban/messaging';
import { type ParticipantCredentials, ParticipantCredentialsSchema, readCredentials } from '@tongban/trust';
import { Events, type NatsConnection } from 'nats';
import { findServer } from '../find-servers/find-server';
import { findFreePortBase } from '../launch/busy-ports';
import { eventually } from '../launch/eventually';
import { Guard } from '../launch/guard';
import { startLinks } from '../launch/links';
import type { ManagedProcess } from '../launch/managed-process';
import { countLeafs, startNatsServer } from '../launch/nats-server';
import { writeRunFile } from '../launch/run-file';
import { cacheDirectory } from '../repository';
import { BACKBONE, layoutOf } from './layout';
import { type Setup, prepareSetup } from './prepare-setup';

jest.setTimeout(90_000);
const PARTICIPANTS = [{ participant: '310000', region: 'yrd' }, { participant: '320000', region: 'yrd' }] as const;
const [ROTATING, OTHER] = ['310000', '320000'];
const REGIONS: readonly RegionCode[] = ['yrd', 'jjj'];
const TRANSPORT = { profile: 'mtls', host: '127.0.0.1' } as const;

describe('the broker with mutual TLS, on real servers', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tongban-transport-'));
  const guard = new Guard();
  const processes: ManagedProcess[] = [];
  const connections: NatsConnection[] = [];
  let setup: Setup;
  let broker: Broker;

  const credentialsOf = (participant: string): ParticipantCredentials => readCredentials(ParticipantCredentialsSchema, setup.layout.participant(participant));
  const connect = async (name: string, { servers, nkeySeed, tls }: Pick<ParticipantCredentials, 'servers' | 'nkeySeed' | 'tls'>, inboxPrefix?: string): Promise<NatsConnection> => {
    const nc = await connectNats({ name, servers, nkeySeed, tls, inboxPrefix, firstConnectWithinMs: 10_000 });
    connections.push(nc);
    return nc;
  };
  /** How often a connection was lost from now on. */
  const losses = (nc: NatsConnection): { count: number } => {
    const seen = { count: 0 };
    void (async () => { for await (const { type } of nc.status()) if (type === Events.Disconnect) seen.count++; })();
    return seen;
  };

  beforeAll(async () => {
    const binary = await findServer('nats-server', { cacheDir: cacheDirectory(), env: process.env, say: () => undefined });
    const layout = layoutOf(directory);
    await ensureCertificates(layout, TRANSPORT, 'sandbox', PARTICIPANTS.map(({ participant }) => participant), Date.now());
    setup = prepareSetup({ dataDir: directory, participants: PARTICIPANTS, portBase: await findFreePortBase(), transport: TRANSPORT });
    processes.push(await startLinks(setup, guard));
    const pids: Record<string, number> = {};
    for (const server of [BACKBONE, ...REGIONS] as const) {
      const started = await startNatsServer(setup, server, binary, guard);
      processes.push(started);
      pids[`nats-${server}`] = started.pid;
    }
    writeRunFile(layout.run, { version: 1, pid: process.pid, startedAt: new Date().toISOString(), dataDir: directory, processes: pids, held: [], endpoints: { backbone: setup.file.backbone, regions: setup.file.regions } });
    broker = Broker.open(directory, { path: binary.path, env: binary.env as Record<string, string> });
  });
  afterAll(async () => {
    await Promise.all(connections.map((nc) => nc.close()));
    await Promise.all(processes.map((one) => one.stop(3_000)));
    guard.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('links the regions to the backbone, and lets in who shows a certificate and a key', async () => {
    expect(await eventually(async () => ((await countLeafs(setup)) === REGIONS.length ? true : undefined), { withinMs: 20_000 })).toBe(true);
    const nc = await connect('participant', credentialsOf(ROTATING));
    expect(nc.info).toMatchObject({ tls_required: true, tls_verify: true });
  });
  it.each([
    ['no certificate', ({ ca }: NonNullable<ParticipantCredentials['tls']>) => Promise.resolve({ ca })],
    ['another authority than the one that vouches for the server', async (tls: NonNullable<ParticipantCredentials['tls']>) => ({ ...tls, ca: (await newAuthority('another', Date.now())).cert })],
    ['nothing at all', () => Promise.resolve(undefined)],
  ])('refuses a connection with %s as a matter of trust', async (_what, change) => {
    const credentials = credentialsOf(ROTATING);
    const tls = await change(credentials.tls!);
    await expect(connectNats({ name: 'nobody', servers: credentials.servers, nkeySeed: credentials.nkeySeed, tls, firstConnectWithinMs: 0 })).rejects.toMatchObject({ code: 'transport.not-trusted', traits: { layer: 'trust' } });
  });
  it('refuses a server whose certificate is for another name', async () => {
    const { servers, nkeySeed, tls } = credentialsOf(ROTATING);
    const elsewhere = servers.map((url) => url.replace('127.0.0.1', 'ip6-localhost.invalid'));
    await expect(connectNats({ name: 'nobody', servers: elsewhere, nkeySeed, tls, firstConnectWithinMs: 0 })).rejects.toMatchObject({ code: 'hub.unreachable' }); // no such name at all
    await expect(connectNats({ name: 'nobody', servers, nkeySeed, tls: { ...tls!, servername: 'elsewhere.example' } as never, firstConnectWithinMs: 0 })).rejects.toMatchObject({ code: 'transport.not-trusted' });
  });
  it('finds every running server in order', async () => {
    const standings = await broker.check();
    expect(standings.filter(({ valid, written }) => !valid || !written)).toEqual([]);
    expect(standings.filter(({ running }) => running).map(({ server, inForce }) => [server, inForce]).sort()).toEqual([BACKBONE, ...REGIONS].map((server) => [server, true]).sort());
    expect(standings).toHaveLength(REGION_CODES.length + 1);
    expect(await broker.reload()).toEqual([]);
  });
  it('replaces the key of one participant while another works on and loses nothing', async () => {
    const { hubs } = setup.identities;
    const hub = await connect('hub', hubs.yrd, hubInboxPrefix('yrd'));
    hub.subscribe(subjects.queryAllOf('sandbox', 'yrd', OTHER), { callback: (_error, message) => void message.respond(message.data) });
    await hub.flush();
    const other = await connect(OTHER, credentialsOf(OTHER));
    const old = await connect(ROTATING, credentialsOf(ROTATING));
    const lost = { hub: losses(hub), other: losses(other), old: losses(old) };
    let [asked, answered, going] = [0, 0, true];
    const traffic = (async () => {
      while (going) {
        asked++;
        await other.request(subjects.query('sandbox', 'yrd', OTHER, 'pace'), String(asked), { timeout: 5_000 }).then((answer) => { if (answer.string() === String(asked)) answered++; });
      }
    })();
    const before = credentialsOf(ROTATING);
    const added = await addBrokerKey(directory, broker, ROTATING);
    expect(added.keys).toHaveLength(2);
    expect(added.reloaded.map(({ server }) => server)).toEqual(['yrd']);
    expect(lost.old.count).toBe(0); // both hold
    const after = credentialsOf(ROTATING);
    expect(after.nkeySeed).not.toBe(before.nkeySeed);
    await (await connect('new', after)).flush();

    await revokeBrokerKeys(directory, broker, ROTATING);
    expect(await eventually(async () => (lost.old.count > 0 ? true : undefined), { withinMs: 10_000 })).toBe(true);
    await expect(connectNats({ name: 'old', servers: before.servers, nkeySeed: before.nkeySeed, tls: before.tls, firstConnectWithinMs: 0 })).rejects.toMatchObject({ code: 'broker.refused', traits: { layer: 'authorisation' } });
    await (await connect('new', after)).flush();
    going = false;
    await traffic;
    expect({ answered, hub: lost.hub.count, other: lost.other.count }).toEqual({ answered: asked, hub: 0, other: 0 });
    expect(asked).toBeGreaterThan(10);
    expect(prepareSetup({ dataDir: directory, participants: PARTICIPANTS }).identities.participants[0]!.nkeySeed).toBe(after.nkeySeed);
    expect(await broker.reload()).toEqual([]); // a set-up that is repeated brings no revoked key back
  });
  it('takes over the new key in a client that runs, when it asks for it again', async () => {
    const nc = await connectNats({ name: 'running', servers: setup.file.regions.yrd.url, tls: credentialsOf(ROTATING).tls, nkeySeed: () => credentialsOf(ROTATING).nkeySeed });
    connections.push(nc);
    const seen = losses(nc);
    await addBrokerKey(directory, broker, ROTATING);
    await revokeBrokerKeys(directory, broker, ROTATING);
    expect(await eventually(async () => (seen.count > 0 ? true : undefined), { withinMs: 10_000 })).toBe(true);
    await eventually(() => nc.flush().then(() => true as const, () => undefined), { withinMs: 10_000 });
    expect(nc.isClosed()).toBe(false);
  });
  it('does not put a configuration in force that the server refuses', async () => {
    const files = [BACKBONE, ...REGION_CODES].map((server) => setup.layout.natsConfig(server));
    const before = files.map((file) => readFileSync(file, 'utf8'));
    const keys = readFileSync(setup.layout.brokerKeys, 'utf8');
    writeFileSync(setup.layout.brokerKeys, keys.replace(brokerKeysOf(directory, ROTATING)[0]!, 'UNOKEY'));
    await expect(broker.reload()).rejects.toMatchObject({ code: 'broker.config-invalid' });
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
    expect((await broker.check()).find(({ server }) => server === 'yrd')).toMatchObject({ written: false, valid: true, inForce: true });
    writeFileSync(setup.layout.brokerKeys, keys);
    expect((await broker.check()).find(({ server }) => server === 'yrd')).toMatchObject({ written: true });
  });
  it('refuses to leave a participant without a key', async () => {
    await expect(revokeBrokerKeys(directory, broker, ROTATING)).rejects.toMatchObject({ code: 'broker.key-invalid' });
    await expect(revokeBrokerKeys(directory, broker, ROTATING, brokerKeysOf(directory, ROTATING))).rejects.toMatchObject({ code: 'broker.key-invalid' });
  });
});
