import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REGION_CODES, streams, subjects } from '@tongban/contracts';
import { connectNats } from '@tongban/messaging';
import type { NatsConnection } from 'nats';
import { findServers } from '../bring-up';
import { cacheDirectory } from '../repository';
import { hubInboxPrefix } from '@tongban/contracts';
import { type Setup, prepareSetup } from '../setup/prepare-setup';
import { findFreePortBase, requireFreePorts } from './busy-ports';
import { eventually } from './eventually';
import { Interventions } from './interventions';
import { LocalEnvironment } from './local-environment';
import { waitForPredecessor } from './predecessor';
import type { RunFile } from './run-file';

jest.setTimeout(90_000);
const PARTICIPANTS = [{ participant: '310000', region: 'yrd' }, { participant: '620000', region: 'nat' }] as const;
const SERVERS = ['links', 'redis', 'nats-backbone', ...REGION_CODES.map((region) => `nats-${region}`)];
const WITHIN = { withinMs: 20_000 };

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A killed process stays listed until its parent has asked for it; in a container that may be nobody.
  return !existsSync('/proc') || (existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
};
const allGone = (pids: readonly number[]): Promise<true | undefined> => eventually(async () => (pids.some(isAlive) ? undefined : true), WITHIN);
const readRun = (file: string): RunFile => JSON.parse(readFileSync(file, 'utf8')) as RunFile;

describe('an environment on this machine', () => {
  const said: string[] = [];
  const opened: NatsConnection[] = [];
  let directory: string;
  let setup: Setup;
  let environment: LocalEnvironment;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tongban-launch-'));
    const { TONGBAN_REDIS_URL: _named, ...env } = process.env;
    const binaries = await findServers({ cacheDir: cacheDirectory(), env, say: () => undefined });
    setup = prepareSetup({ dataDir: directory, participants: PARTICIPANTS, portBase: await findFreePortBase() });
    environment = new LocalEnvironment({ setup, binaries, say: (_, en) => said.push(en), restart: true });
    await environment.startServers();
    await environment.ensureStreams();
  });
  afterAll(async () => {
    await Promise.all(opened.map((nc) => nc.close()));
    await environment.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('says in run.json which processes it is made of', async () => {
    const run = readRun(setup.layout.run);
    expect(Object.keys(run.processes).sort()).toEqual([...SERVERS].sort());
    expect(Object.values(run.processes).filter((pid) => !isAlive(pid))).toEqual([]);
    expect(run.pid).toBe(process.pid);
    expect(await environment.rssMb()).toBeGreaterThan(50);
  });
  it('refuses a second start on the same ports, naming the port and the option', async () => {
    await expect(requireFreePorts(setup)).rejects.toThrow(new RegExp(`Port ${setup.ports.backbone.client} \\(backbone\\) is in use.*--port-base`));
  });
  it('starts a server that was killed again, with everything it had acknowledged', async () => {
    const nc = await connectNats({ name: 'test', servers: setup.file.regions.yrd.url, nkeySeed: setup.identities.hubs.yrd.nkeySeed, inboxPrefix: hubInboxPrefix('yrd') });
    opened.push(nc);
    const ack = await nc.jetstream().publish(subjects.rejected('yrd', '310000'), 'kept');
    const before = environment.process('nats-yrd')!.pid;
    process.kill(before, 'SIGKILL');
    const successor = await eventually(async () => {
      const pid = environment.process('nats-yrd')!.pid;
      return pid === before ? undefined : pid;
    }, WITHIN);
    expect(isAlive(successor!)).toBe(true);
    expect(readRun(setup.layout.run).processes['nats-yrd']).toBe(successor);
    expect(said.some((line) => line.startsWith('nats-yrd ended unexpectedly (SIGKILL)'))).toBe(true);
    await environment.waitUntilLinked();
    const stored = await eventually(async () => {
      try {
        return await (await nc.jetstreamManager()).streams.getMessage(streams.rejected('yrd'), { seq: ack.seq });
      } catch {
        return undefined; // the client has not connected again yet
      }
    }, WITHIN);
    expect(stored?.string()).toBe('kept');
  });
  it('stops and starts one server by itself', async () => {
    const { pid } = environment.process('nats-backbone')!;
    await environment.stopProcess('nats-backbone');
    expect(isAlive(pid)).toBe(false);
    expect(environment.process('nats-backbone')).toBeUndefined();
    await environment.startNats('backbone');
    await environment.waitUntilLinked();
  });
  it('starts nothing that somebody outside holds down, until he lets go or is gone', async () => {
    const interventions = new Interventions(setup.layout.interventions);
    const isHeld = (): Promise<true | undefined> => eventually(async () => (readRun(setup.layout.run).held.includes('redis') ? true : undefined), WITHIN);
    const runsAgain = (): Promise<true | undefined> => eventually(async () => (readRun(setup.layout.run).processes['redis'] ? true : undefined), WITHIN);
    const holds = [interventions.ask('redis', 'hold', true), interventions.ask('redis', 'hold', true)];
    process.kill(readRun(setup.layout.run).processes['redis']!, 'SIGKILL');
    expect(await isHeld()).toBe(true);
    expect(readRun(setup.layout.run).processes['redis']).toBeUndefined();
    holds[0]!.withdraw();
    expect(interventions.isHeld('redis')).toBe(true);
    holds[1]!.withdraw();
    expect(await runsAgain()).toBe(true);

    const holder = spawn(process.execPath, ['-e', `
      const { Interventions } = require(${JSON.stringify(join(__dirname, '../../dist/index.js'))});
      new Interventions(${JSON.stringify(setup.layout.interventions)}).ask('redis', 'hold', true); console.log('asked'); setInterval(() => {}, 1000);`],
    { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    process.kill(readRun(setup.layout.run).processes['redis']!, 'SIGKILL');
    expect(await isHeld()).toBe(true);
    holder.kill('SIGKILL');
    expect(await runsAgain()).toBe(true);
  });
  it('leaves nothing behind when it stops', async () => {
    const pids = Object.values(readRun(setup.layout.run).processes);
    await environment.stop();
    expect(await allGone(pids)).toBe(true);
    expect(existsSync(setup.layout.run)).toBe(false);
    await requireFreePorts(setup);
  });
});

describe('a launcher that is killed with -9', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tongban-orphans-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('leaves no server behind', async () => {
    const script = `
      const { prepare } = require(${JSON.stringify(join(__dirname, '../../dist/index.js'))});
      prepare({ dataDir: ${JSON.stringify(directory)}, portBase: ${await findFreePortBase()}, say: () => {}, restart: true })
        .then(async ({ environment }) => { await environment.startServers(); console.log('up'); setInterval(() => {}, 1000); });`;
    const launcher = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(launcher.stdout, 'data');
    const pids = Object.values(readRun(join(directory, 'run.json')).processes);
    expect(pids).toHaveLength(SERVERS.length);
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    const said: string[] = [];
    await waitForPredecessor(join(directory, 'run.json'), (_, en) => said.push(en)); // as the next start does
    expect(pids.filter(isAlive)).toEqual([]);
    expect(said).toEqual(['Waiting for the processes of the previous run to end']);
  });
});

it('names the purpose of a port that somebody else holds', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tongban-ports-'));
  const setup = prepareSetup({ dataDir: directory, participants: PARTICIPANTS, portBase: await findFreePortBase() });
  const squatter = createServer().listen(setup.ports.regions.gba.client, '127.0.0.1');
  await once(squatter, 'listening');
  await expect(requireFreePorts(setup)).rejects.toThrow(`Port ${setup.ports.regions.gba.client} (hub gba) is in use`);
  squatter.close();
  rmSync(directory, { recursive: true, force: true });
});
