import type { Redis } from 'ioredis';
import { TongbanError, redisKeys } from '@tongban/contracts';
import { CaseViews } from './case-views';
import { dropMarkerKey } from './drop-view';
import { type FeederProblem, ViewFeeder } from './view-feeder';
import { VIEW } from './view-name';
import { openViewRedis } from './view-redis';
import { type RowMessage, RowStream, caseRow, changeOf } from '../test/case-rows';
import { RedisServer } from '../test/redis-server';

const STREAM = 'CASES_YRD_2026';
let server: RedisServer;
let redis: Redis;
let views: CaseViews;
let stream: RowStream;
let feeders: ViewFeeder<RowMessage>[];
let problems: FeederProblem[];

beforeAll(async () => {
  server = await RedisServer.start();
  redis = openViewRedis(server.url);
  views = new CaseViews(redis, 'yrd');
});
afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
});
beforeEach(async () => {
  await redis.flushall();
  stream = new RowStream();
  feeders = [];
  problems = [];
});
afterEach(async () => {
  await Promise.all(feeders.map((feeder) => feeder.stop()));
});

function feed(project = ({ row }: RowMessage) => changeOf(row), of: CaseViews = views): ViewFeeder<RowMessage> {
  const feeder = new ViewFeeder({ views: of, stream: STREAM, reader: stream, project, idleWaitMs: 20, backoffBaseMs: 5, onProblem: (problem) => problems.push(problem) });
  feeders.push(feeder);
  feeder.start();
  return feeder;
}
const appendCases = (count: number, from = 0): number => stream.append(...Array.from({ length: count }, (_, n) =>
  caseRow({ caseNo: `C-${String((from + n) % 150).padStart(4, '0')}`, logIndex: 1 + Math.floor((from + n) / 150), states: { main: `s${(from + n) % 3}` } })));
const level = async (feeder: ViewFeeder<RowMessage>): Promise<void> => expect(await feeder.caughtUp(stream.end, 10_000)).toBe(true);
const snapshot = async (): Promise<string> => JSON.stringify(await views.snapshot());

it('catches up in bounded batches, follows the stream and goes on from the checkpoint', async () => {
  appendCases(450);
  const feeder = feed();
  await level(feeder);
  expect(await feeder.lag()).toBe(0);
  appendCases(1, 450);
  await level(feeder);
  await feeder.stop();
  appendCases(1, 451);
  const reads = stream.reads;
  const next = feed();
  await level(next);
  expect(stream.reads - reads).toBeLessThanOrEqual(3);
  expect((await views.list({}, 500)).rows).toHaveLength(150);
});

it('notices FLUSHALL and builds the same view again', async () => {
  appendCases(420);
  const feeder = feed();
  await level(feeder);
  const before = await snapshot();
  await redis.flushall();
  await level(feeder);
  expect(await snapshot()).toBe(before);
});

it('notices a Redis that was set back to an earlier state', async () => {
  appendCases(100);
  const feeder = feed();
  await level(feeder);
  const copies = await Promise.all((await redis.keys('*')).map(async (key) => ({ key, bytes: await redis.dumpBuffer(key) })));
  appendCases(200, 100);
  await level(feeder);
  const before = await snapshot();
  const restore = redis.multi().flushall();
  for (const { key, bytes } of copies) restore.restore(key, 0, bytes);
  await restore.exec();
  await level(feeder);
  expect(await snapshot()).toBe(before);
});

it('lets two feeders race: every batch is applied once', async () => {
  appendCases(900);
  let applied = 0;
  class Counting extends CaseViews {
    override async apply(...[name, batch]: Parameters<CaseViews['apply']>): ReturnType<CaseViews['apply']> {
      const result = await super.apply(name, batch);
      if (result.applied) applied += batch.lastSequence - batch.previousSequence;
      return result;
    }
  }
  const counting = new Counting(redis, 'yrd');
  const pair = [feed(undefined, counting), feed(undefined, counting)];
  await Promise.all(pair.map(level));
  appendCases(300, 900);
  await Promise.all(pair.map(level));
  expect(applied).toBe(1_200);
  const raced = await snapshot();
  await redis.flushall();
  await level(pair[0]!);
  expect(await snapshot()).toBe(raced);
});

it.each([
  ['ends before the checkpoint', (other: RowStream) => other.append(caseRow({ caseNo: 'NEW' }))],
  ['has another incarnation', (other: RowStream) => {
    other.incarnation = 'second';
    other.append(...Array.from({ length: 60 }, (_, n) => caseRow({ caseNo: 'NEW', logIndex: n + 1 })));
  }],
])('drops the view of an earlier stream when the stream %s', async (_how, fill) => {
  appendCases(50);
  const first = feed();
  await level(first);
  await first.stop();
  stream = new RowStream();
  fill(stream);
  await level(feed());
  expect((await views.list({}, 10)).rows.map(({ caseNo }) => caseNo)).toEqual(['NEW']);
});

it('notices while it runs that the stream was replaced by a longer one', async () => {
  appendCases(50);
  const feeder = feed();
  await level(feeder);
  stream.messages = [];
  stream.incarnation = 'second';
  stream.append(...Array.from({ length: 60 }, (_, n) => caseRow({ caseNo: 'NEW', logIndex: n + 1 })));
  const shown = async (): Promise<string[]> => (await views.list({}, 500)).rows.map(({ caseNo }) => caseNo);
  while (String(await shown().catch(() => 'dropping')) !== 'NEW') await feeder.caughtUp(Number.MAX_SAFE_INTEGER, 20);
  await level(feeder);
  const followed = await snapshot();
  expect(await feeder.rebuild(10_000)).toBe(true);
  expect(await snapshot()).toBe(followed);
});

it('rebuilds on demand to an equal view', async () => {
  appendCases(333);
  const feeder = feed();
  await level(feeder);
  const before = await snapshot();
  await redis.sadd('tb:{yrd}:find:left-over', 'of an older version');
  expect(await feeder.rebuild(10_000)).toBe(true);
  expect(await snapshot()).toBe(before);
  expect(await redis.exists('tb:{yrd}:find:left-over')).toBe(0);
});

it('feeds a view of an older form again by itself, to what it would be if it were new', async () => {
  appendCases(250);
  const first = feed();
  await level(first);
  await first.stop();
  const before = await snapshot();
  // As a build of before left it: its own checkpoint, rows laid down otherwise, what nothing is left of now, and none of the indexes that came since.
  await redis.rename(redisKeys.checkpoint('yrd', VIEW, STREAM), redisKeys.checkpoint('yrd', 'cases2', STREAM));
  await redis.del(redisKeys.viewLayout('yrd'));
  await redis.hset(redisKeys.case('yrd', 'C-0001'), { row: '{"caseNo":"C-0001"}', indexes: '["tb:{yrd}:idx:all:"]', logIndex: 9 });
  await redis.zadd(redisKeys.caseIndex('yrd', 'state', 'of-old'), 0, 'C-0001');
  expect(await redis.del('tb:{yrd}:idx:opener:310000', 'tb:{yrd}:idx:counterpart:510000')).toBe(2);
  await level(feed());
  expect(await snapshot()).toBe(before);
});

it('ends a drop that nobody ends', async () => {
  appendCases(10);
  await redis.set(dropMarkerKey('yrd'), 'a process that was killed');
  await level(feed());
  expect((await views.list({}, 500)).rows).toHaveLength(10);
});

it('backs off while Redis is away and loses nothing', async () => {
  appendCases(100);
  const feeder = feed();
  await level(feeder);
  const before = await snapshot();
  await server.kill();
  appendCases(100, 0);
  expect(await feeder.caughtUp(stream.end, 100)).toBe(false);
  await server.run();
  await level(feeder);
  expect(problems.length).toBeGreaterThan(0);
  expect(feeder.problem).toBeUndefined();
  expect(await snapshot()).toBe(before);
}, 30_000);

it('retries a failing projector, gives up a message it cannot read and says so', async () => {
  appendCases(10);
  let waits = 4;
  const feeder = feed(({ sequence, row }) => {
    if (sequence === 3 && waits-- > 0) throw new TongbanError('region.unreachable', 'later');
    if (sequence === 7) throw new Error('poison');
    return changeOf(row);
  });
  await level(feeder);
  expect((await views.list({}, 500)).rows).toHaveLength(9);
  expect(feeder.skipped).toBe(1);
  expect(problems.filter(({ skipped }) => skipped !== undefined)).toEqual([expect.objectContaining({ skipped: 7, stream: STREAM })]);
  expect(problems.some(({ error }) => error.code === 'region.unreachable')).toBe(true);
});

it('stops cleanly and applies nothing afterwards', async () => {
  appendCases(5);
  const feeder = feed();
  await level(feeder);
  await feeder.stop();
  appendCases(5, 5);
  feeder.wake();
  expect(await feeder.caughtUp(stream.end, 50)).toBe(false);
  expect((await views.checkpoint(STREAM)).sequence).toBe(5);
});
