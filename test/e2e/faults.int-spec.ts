import type { CaseListDocument } from '@tongban/contracts';
import { encode, v1 } from '@tongban/contracts';
import { checkChain } from '@tongban/trust';
import { Redis } from 'ioredis';
import { eventually } from '../harness/eventually';
import { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';
import { describeRebuild } from './rebuild';
import { describeRestore } from './restore';
import { describeStandby } from './standby';
import { play } from './walks';

/** What an outage may not change: nothing lost, nothing twice, and each region goes on inside. */
let environment: TestEnvironment;
beforeAll(async () => {
  environment = await TestEnvironment.start();
}, 120_000);
afterAll(() => environment?.stop(), 60_000);

const REFUSAL = walk('F-UNE.refusal');
const NORMAL = walk('F-UNE.normal');
const inRegion = { opener: '310115', counterpart: '320105' };

describe('with the backbone stopped', () => {
  it('both sides still finish cases inside their region, and cross-region ones finish when it is back', async () => {
    await environment.local.stopProcess('nats-backbone');
    const crossing = play(environment, NORMAL);
    crossing.catch(() => undefined);
    const local = await play(environment, between(NORMAL, inRegion));
    expect((await environment.show('yrd', local)).closed).toBe(true);
    const ccec = await play(environment, between(REFUSAL, { opener: '500103', counterpart: '510104' }));
    expect((await environment.show('ccec', ccec)).outcome).toBe('refused');
    await environment.local.startNats('backbone');
    const crossed = await crossing;
    expect((await eventually('the case is shown', () => environment.show('yrd', crossed), { tolerate: true })).closed).toBe(true);
  }, 240_000);
});

describe('killed without warning', () => {
  it.each(['hub-yrd', 'nats-yrd', 'nats-ccec', 'hub-ccec'])('%s is killed while cases run: every message is registered once', async (name) => {
    const playing = Promise.all([play(environment, NORMAL), play(environment, between(NORMAL, inRegion)), play(environment, between(NORMAL, { opener: '510104', counterpart: '310115' }))]);
    playing.catch(() => undefined);
    await eventually('traffic', async () => ((await environment.list('yrd')).rows.some(({ closed }) => !closed) ? true : undefined), { tolerate: true });
    await environment.killAndRestart(name);
    for (const caseNo of await playing) {
      const region = caseNo.startsWith('31') ? 'yrd' : 'ccec';
      const document = await eventually(`${region} answers`, () => environment.show(region, caseNo), { tolerate: true });
      expect({ closed: document.closed, chainWhole: document.chainWhole, rejected: document.entries.filter(({ kind }) => kind === 'rejected').length }).toEqual({ closed: true, chainWhole: true, rejected: 0 });
      expect(checkChain(await environment.logOf(region, caseNo))).toEqual([]);
      expect(document.entries.filter(({ kind }) => kind === 'registered')).toHaveLength(NORMAL.messages.length);
    }
  }, 240_000);
});

describe('Redis is a view', () => {
  const everything = async (): Promise<CaseListDocument['rows'][]> => Promise.all((['nat', 'jjj', 'yrd', 'gba', 'ccec'] as const).map(async (region) => (await environment.list(region)).rows));

  /** The list once receipts have stopped to move it: the same twice in a row. */
  const quiet = async (): ReturnType<typeof everything> => {
    let last = '';
    return eventually('a list that does not move', async () => {
      const rows = await everything();
      const text = JSON.stringify(rows);
      const same = text === last;
      last = text;
      return same ? rows : undefined;
    }, { everyMs: 1_500, withinMs: 60_000, tolerate: true });
  };

  it('emptied while the hubs are stopped, it is rebuilt and the list is identical', async () => {
    await play(environment, REFUSAL);
    const before = await quiet();
    expect(before.flat().length).toBeGreaterThan(0);
    await environment.local.stopProcess('hub-yrd');
    const redis = new Redis(environment.setup.file.regions.yrd.redisUrl);
    await redis.flushall();
    await redis.quit();
    await environment.local.startHub('yrd');
    await eventually('as many cases as before', async () => ((await everything()).flat().length === before.flat().length ? true : undefined), { tolerate: true });
    expect(await quiet()).toEqual(before);
  }, 180_000);

  it('stopped, it delays no case; back, the list is complete', async () => {
    await environment.local.stopProcess('redis');
    const caseNo = await play(environment, REFUSAL);
    await environment.local.startRedis();
    const rows = await eventually('the case in the list', async () => {
      const page = await environment.askJson<CaseListDocument>('yrd', 'cases.list', encode(v1.CaseListQuery, { filters: {}, limit: 500 }));
      return page.rows.some((row) => row.caseNo === caseNo) ? page.rows : undefined;
    }, { tolerate: true });
    expect(rows.find((row) => row.caseNo === caseNo)?.closed).toBe(true);
  }, 180_000);
});

describeStandby(() => environment);
describeRebuild(() => environment);
describeRestore(() => environment);
