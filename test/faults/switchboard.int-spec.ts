import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RegionCode, type RegionStatus, consumers, decode, streams, subjects, v1 } from '@tongban/contracts';
import { readManifest, verifyBackup } from '@tongban/data-directory';
import { REPOSITORY_ROOT } from '@tongban/local';
import { checkChain, openMessage } from '@tongban/trust';
import { Redis } from 'ioredis';
import { tongban } from '../../packages/cli/test/run';
import { opening } from '../e2e/bad-input';
import { eventually } from '../harness/eventually';
import type { RawClient } from '../harness/raw-client';
import { TestEnvironment } from '../harness/test-environment';
import { applyFault } from './switchboard/apply-fault';
import type { FaultRequest } from './switchboard/fault';
import { FaultTarget } from './switchboard/target/fault-target';
import { leafsOf } from './switchboard/target/leafs';
import { FaultError, FaultUsageError, NotRunning } from './switchboard/words';

/**
 * What each fault does to a real environment, and that undoing it undoes it. Two regions have hubs that carry
 * cases, and `nat` has one because it owns the standards these follow; of the others the servers run.
 */
let environment: TestEnvironment;
let target: FaultTarget;
let shanghai: RawClient;
let sichuan: RawClient;
beforeAll(async () => {
  environment = await TestEnvironment.start({ hubs: ['nat', 'yrd', 'ccec'], restart: true });
  target = FaultTarget.open(environment.setup.layout.root);
  [shanghai, sichuan] = await Promise.all([environment.raw('310000'), environment.raw('510000')]);
}, 120_000);
afterAll(() => environment?.stop(), 60_000);

const apply = (request: FaultRequest) => applyFault(target, request);
/** An honest message still gets through to its registration. */
async function honest(): Promise<{ bytes: Uint8Array; caseNo: string }> {
  const bytes = await shanghai.send(opening(shanghai));
  expect((await shanghai.verdict(bytes)).level).toBe('REGISTERED');
  return { bytes, caseNo: openMessage(bytes).envelope.caseNo };
}
const leafIs = (region: RegionCode, there: boolean) => eventually(`the leaf of ${region} is ${there ? 'there' : 'gone'}`, async () =>
  ((await leafsOf(target))?.includes(region) === there ? true : undefined));
const canConnect = (url: string): Promise<boolean> => new Promise((resolve) => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) }, () => socket.destroy()).on('error', () => resolve(false)).on('close', () => resolve(true));
});
const countOf = async (region: RegionCode, stream: string): Promise<number> =>
  (await (await (await environment.hubConnection(region)).jetstreamManager()).streams.info(stream)).state.messages;
/** What the services of a region have sent, and whatever came in meanwhile. */
const sentBy = async (region: RegionCode): Promise<number> => (await countOf(region, streams.outbox(region))) + (await countOf(region, streams.inbox(region)));
/** Border and home of a region have dealt with everything that was there. */
const idle = (region: RegionCode) => eventually(`${region} has nothing left to do`, async () => {
  const jsm = await (await environment.hubConnection(region)).jetstreamManager();
  const participants = target.participantsOf(region).map(({ participant }) => streams.submit(participant));
  const infos = [...await jsm.consumers.list(streams.inbox(region)).next(), ...(await Promise.all(participants.map((stream) => jsm.consumers.info(stream, consumers.border))))];
  const ours = infos.filter(({ name }) => name === consumers.border || name.startsWith(consumers.lane('')));
  const sources = (await jsm.streams.info(streams.inbox(region))).sources ?? [];
  return ours.every(({ num_pending, num_ack_pending }) => num_pending + num_ack_pending === 0) && sources.every(({ lag }) => lag === 0) ? true : undefined;
}, { withinMs: 40_000, tolerate: true });
const registered = async (caseNo: string): Promise<number> => {
  const entries = await environment.logOf('yrd', caseNo);
  expect(checkChain(entries)).toEqual([]);
  return entries.map((entry) => decode(v1.CaseEntry, entry)).filter((entry) => entry.registered).length;
};

describe('links', () => {
  it('cut: the leaf is gone and dialling is refused; undone, it is back', async () => {
    const { did, undo } = await apply({ fault: 'cut', region: 'ccec' });
    expect(did.facts).toMatchObject({ region: 'ccec', mode: 'cut' });
    await leafIs('ccec', false);
    expect(await canConnect(target.setup.regions.ccec.leafUrl)).toBe(false);
    await leafIs('yrd', true);
    expect((await undo()).facts).toMatchObject({ mode: 'open', linked: true });
    await leafIs('ccec', true);
  });

  it('blackhole: the connection stays and nothing passes; undone, what waited arrives', async () => {
    const { undo } = await apply({ fault: 'blackhole', region: 'ccec' });
    const before = (await target.links.reports())['ccec']!;
    const { bytes } = await honest(); // its delivery goes to ccec
    const during = (await target.links.reports())['ccec']!;
    expect(during).toMatchObject({ mode: 'blackhole', connections: 1, bytesToRegion: before.bytesToRegion, bytesToBackbone: before.bytesToBackbone });
    expect(sichuan.deliveries).toEqual([]);
    await undo();
    await eventually('the delivery', () => sichuan.deliveries.find(({ data }) => Buffer.from(data).equals(bytes)));
  });

  it('lag: the link is slow and connected; undone, it is not slow', async () => {
    const { undo } = await apply({ fault: 'lag', region: 'yrd', byMs: 30 });
    expect((await target.links.reports())['yrd']).toMatchObject({ mode: 'open', delayMs: 30, connections: 1 });
    const received = (await honest()).bytes;
    await eventually('the delivery, later', () => sichuan.deliveries.find(({ data }) => Buffer.from(data).equals(received)));
    await undo();
    expect((await target.links.reports())['yrd']).toMatchObject({ delayMs: 0 });
  });
});

describe('processes', () => {
  it.each(['nats-ccec', 'nats-backbone', 'links'])('kill %s: another process takes its place', async (name) => {
    const { did, undo } = await apply({ fault: 'kill', process: name });
    const { facts } = await undo();
    expect(facts['pid']).not.toBe(did.facts['pid']);
    expect(target.pidOf(name)).toBe(facts['pid']);
    for (const region of ['yrd', 'ccec'] as const) await leafIs(region, true);
  });

  it('kill with hold: the hub stays down until it is undone, and a message sent meanwhile is registered then', async () => {
    const { undo } = await apply({ fault: 'kill', process: 'hub-yrd', hold: true });
    expect(target.run().held).toEqual(['hub-yrd']);
    expect(target.pidOf('hub-yrd')).toBeUndefined();
    const bytes = await shanghai.send(opening(shanghai));
    await undo();
    expect((await shanghai.verdict(bytes)).level).toBe('REGISTERED');
    expect(target.run().held).toEqual([]);
  });

  it('skew: the hub reads another clock than its broker and the other hubs; undone, the same', async () => {
    const clockOf = async (region: RegionCode): Promise<number> => Date.parse((await environment.askJson<RegionStatus>(region, 'hub.status')).clock.businessNow);
    const minutes = (ms: number): number => Math.round(ms / 60_000) + 0; // never -0
    const minutesAhead = async (): Promise<number> => minutes((await clockOf('ccec')) - (await clockOf('yrd')));
    expect(await minutesAhead()).toBe(0);
    const { did, undo } = await apply({ fault: 'skew', region: 'ccec', byMs: 5 * 60_000 });
    expect(did.facts).toMatchObject({ process: 'hub-ccec', skewMs: 300_000 });
    expect(await minutesAhead()).toBe(5);
    const bytes = await sichuan.send(opening(sichuan, { from: '510104', to: '310115', caseNo: sichuan.caseNo('510104') }));
    const [received, decided] = [await sichuan.receipt(bytes, 'RECEIVED'), await sichuan.verdict(bytes)];
    expect(minutes(Date.parse(decided.receipt.at) - Date.parse(received.receipt.at))).toBe(5); // RECEIVED tells the broker's time
    await undo();
    expect(await minutesAhead()).toBe(0);
  });
});

describe('Redis', () => {
  const list = async () => (await environment.list('yrd')).rows;
  const redisSize = async (): Promise<number> => {
    const redis = new Redis(target.setup.regions.yrd.redisUrl);
    const size = await redis.dbsize();
    redis.disconnect();
    return size;
  };

  it('flush-redis: the views are gone, and come back the same', async () => {
    await honest();
    await idle('yrd');
    const before = await eventually('rows', async () => ((await list()).length > 0 ? list() : undefined));
    const { did } = await apply({ fault: 'flush-redis' });
    expect(did.facts['keys']).toBeGreaterThan(0);
    await eventually('the same rows', async () => (JSON.stringify(await list()) === JSON.stringify(before) ? true : undefined), { tolerate: true });
    expect(await redisSize()).toBeGreaterThan(0);
  });

  it('stop-redis: nobody listens, and cases go on; undone, the list has them', async () => {
    const { undo } = await apply({ fault: 'stop-redis' });
    expect(await canConnect(target.setup.regions.yrd.redisUrl)).toBe(false);
    const { caseNo } = await honest();
    await undo();
    await eventually('the case in the list', async () => ((await list()).some((row) => row.caseNo === caseNo) ? true : undefined), { tolerate: true });
  });
});

describe('messages', () => {
  it('poison: consumers go on, and an honest message gets through', async () => {
    const [own, sent] = [await countOf('yrd', streams.failed('yrd')), await sentBy('yrd')];
    const { did } = await apply({ fault: 'poison', region: 'yrd' });
    expect(did.facts['submitted']).toContain('wrong signature');
    const { caseNo } = await honest();
    await idle('yrd');
    await idle('ccec');
    expect(await registered(caseNo)).toBe(1);
    expect(await countOf('yrd', streams.failed('yrd'))).toBeGreaterThan(own); // set aside, where an operator sees it
    expect(await sentBy('yrd')).toBeGreaterThanOrEqual(sent + Number(did.facts['exchanged']));
  }, 90_000);

  it.each(['duplicate', 'reorder'])('%s: messages come again, and no case moves twice', async (fault) => {
    const { caseNo } = await honest();
    await idle('yrd');
    const before = { submit: await countOf('yrd', streams.submit('310000')), exchange: await sentBy('yrd'), log: await registered(caseNo) };
    const { did } = await apply({ fault, region: 'yrd', count: 20, seed: 3 });
    const { submissions = 0, exchanged = 0, sent = 0 } = did.facts as Record<string, number>;
    expect(exchanged + sent).toBeGreaterThan(0);
    expect(exchanged + sent).toBeLessThanOrEqual(20);
    await idle('yrd');
    await idle('ccec');
    expect(await sentBy('yrd')).toBeGreaterThanOrEqual(before.exchange + exchanged + sent);
    expect(await countOf('yrd', streams.submit('310000'))).toBeLessThanOrEqual(before.submit + submissions);
    if (fault === 'duplicate') expect(submissions).toBeGreaterThan(0);
    expect(await registered(caseNo)).toBe(before.log);
    await honest();
  }, 90_000);
});

describe('disks', () => {
  it('disk-full: a write is not acknowledged and the server says that it is ill; undone, everything acknowledged is there and writes go on', async () => {
    const js = (await environment.hubConnection('gba')).jetstream();
    const write = (text: string) => js.publish(subjects.failed('gba', 'fault'), text, { timeout: 2_000 });
    const health = async (): Promise<number> => (await fetch(`${target.setup.regions.gba.monitorUrl}/healthz`)).status;
    const kept = await write('before');
    expect(await health()).toBe(200);
    const { did, undo } = await apply({ fault: 'disk-full', region: 'gba' });
    await expect(write('during')).rejects.toThrow();
    expect(await health()).toBe(503);
    expect((await undo()).facts).toMatchObject({ process: 'nats-gba', restarted: true });
    expect(target.pidOf('nats-gba')).not.toBe(did.facts['pid']);
    const after = await eventually('a write', () => write('after'), { tolerate: true }); // the client connects again first
    const jsm = await (await environment.hubConnection('gba')).jetstreamManager();
    expect((await jsm.streams.getMessage(streams.failed('gba'), { seq: kept.seq })).string()).toBe('before');
    expect(after.seq).toBeGreaterThan(kept.seq);
    expect(await health()).toBe(200);
  });

  it('a hub starts again on streams that have poison in them', async () => {
    const { undo } = await apply({ fault: 'kill', process: 'hub-yrd' });
    await undo(); // waits until the next one serves
    await honest();
  });

  it('corrupt-block: exactly one bit of one block differs, undoing says that it stays, and the status of the region names the stream', async () => {
    await idle('yrd');
    const stream = streams.rejected('yrd'); // nothing writes there now
    const folder = join(target.layout.streams('yrd'), 'jetstream/XR/streams', stream, 'msgs');
    const blocks = () => new Map(readdirSync(folder).filter((name) => name.endsWith('.blk')).map((name) => [name, readFileSync(join(folder, name))]));
    const before = blocks();
    const { did, undo } = await apply({ fault: 'corrupt-block', region: 'yrd', stream, seed: 5 });
    const flipped = [...blocks()].flatMap(([name, bytes]) => [...bytes].flatMap((byte, offset) => {
      const changed = byte ^ before.get(name)![offset]!;
      return changed === 0 ? [] : [{ file: `streams/yrd/jetstream/XR/streams/${stream}/msgs/${name}`, offset, changed }];
    }));
    expect(flipped).toEqual([{ file: did.facts['file'], offset: did.facts['offset'], changed: 1 << Number(did.facts['bit']) }]);
    expect((await undo()).en).toContain('not undone');
    const restarted = await apply({ fault: 'corrupt-block', region: 'yrd', stream, seed: 6, restart: true });
    expect(target.pidOf('nats-yrd')).toBe(restarted.did.facts['pid']);
    const alarm = await eventually('the status says so', async () => {
      const { checks } = await environment.askJson<RegionStatus>('yrd', 'hub.status');
      return [checks['records'], checks['store']].find((check) => check?.ok === false);
    }, { withinMs: 40_000, tolerate: true });
    expect(['store.corrupt', 'store.lost']).toContain(alarm.code);
    expect(JSON.stringify(alarm.detail)).toContain(stream);
  }, 90_000);
});

// After the faults: what was restarted just before is started again later than those expect.
describe('a backup of a set-up that runs', () => {
  it('stops each region for the moment of its copy, and leaves everything serving', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tongban-backup-'));
    const before = target.run().processes;
    // What the faults before have stopped may still be on its way up.
    const { caseNo } = await eventually('an honest message is registered', () => honest(), { withinMs: 60_000, tolerate: true });
    const { exit, json } = await tongban(['backup', '--running', '--to', join(folder, 'all'), '--data', target.layout.root, '--json']);
    expect({ exit, json }).toMatchObject({ exit: 0, json: { ok: true, streamsOnly: true, keys: false, environment: 'sandbox' } });
    expect(json.streams).toEqual(expect.arrayContaining([{ region: 'yrd', stream: streams.cases('yrd', caseNo.slice(7, 11)) }, { region: 'gba', stream: streams.outbox('gba') }].map((one) => expect.objectContaining({ ...one, lastSequence: expect.any(Number) }) as unknown)));
    await verifyBackup(join(folder, 'all'), readManifest(join(folder, 'all')));
    const after = target.run().processes;
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    expect(Object.keys(after).filter((name) => after[name] !== before[name]).sort()).toEqual(Object.keys(before).filter((name) => /^(?:hub-|nats-(?!backbone))/.test(name)).sort());
    await eventually('an honest message is registered again', () => honest(), { withinMs: 60_000, tolerate: true });
    rmSync(folder, { recursive: true, force: true });
  }, 180_000);
});

describe('what cannot be done is said', () => {
  it.each([
    [{ fault: 'melt' }, FaultUsageError], [{ fault: 'cut' }, FaultUsageError], [{ fault: 'lag', region: 'yrd' }, FaultUsageError], [{ fault: 'skew', region: 'yrd' }, FaultUsageError],
    [{ fault: 'kill', process: 'hub-gba' }, FaultError], [{ fault: 'corrupt-block', region: 'yrd', stream: 'NO_SUCH' }, FaultError],
  ] as const)('%j', async (request, kind) => {
    await expect(apply(request)).rejects.toThrow(kind);
  });
  it('nothing runs there', () => expect(() => FaultTarget.open(join(target.layout.root, 'elsewhere'))).toThrow(NotRunning));

  it('the command takes back what it did when it is interrupted', async () => {
    const main = join(REPOSITORY_ROOT, 'test/faults/switchboard/dist/main.js');
    const child = spawn(process.execPath, [main, 'cut', 'gba', '10m', '--json', '--data', target.layout.root], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    await once(child.stdout, 'data');
    await leafIs('gba', false);
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    const lines = out.trim().split('\n').map((line) => JSON.parse(line) as { event: string; facts: object });
    expect(lines.map(({ event }) => event)).toEqual(['done', 'undone']);
    expect(code).toBe(130);
    await leafIs('gba', true);
  });

  it('with the environment gone there is nothing to take back', async () => {
    const [link, process] = [await apply({ fault: 'cut', region: 'gba' }), await apply({ fault: 'kill', process: 'redis', hold: true })];
    await environment.local.stop();
    expect([(await link.undo()).facts, (await process.undo()).facts]).toEqual([{ stopped: true }, { stopped: true }]);
    await expect(apply({ fault: 'flush-redis' })).rejects.toThrow(NotRunning);
  });
});
