import { rmSync } from 'node:fs';
import path from 'node:path';
import { encode, redisKeys, streams, subjects, v1 } from '@tongban/contracts';
import { DurablePublisher, type EraseHook, StoreRecords, type StreamLoss, Timers, ensureCaseYear, ensureRecordStreams, eraseMessages } from '@tongban/messaging';
import { StoreMarks, StoreWatch, createLogger, requireStore } from '@tongban/service-kit';
import { CaseViews, openViewRedis } from '@tongban/views';
import type { Redis } from 'ioredis';
import type { NatsConnection } from 'nats';
import { NatsLab, eventually } from '../../../../packages/messaging/test/nats-lab';
import { RedisServer } from '../../../../packages/views/test/redis-server';
import { settleLosses } from '../settle-losses';
import { storeChecks } from './store-checks';

const LOG = streams.cases('jjj', '2026');
const OUTBOX = streams.outbox('jjj');
const STORE = '0123456789abcdef';

jest.setTimeout(60_000); // seconds on an idle machine; the suite may share two cores with others

describe('the memory of what a region stored', () => {
  let lab: NatsLab;
  let nc: NatsConnection;
  let server: RedisServer;
  let redis: Redis;
  beforeEach(async () => {
    [lab, server] = await Promise.all([NatsLab.start('jjj'), RedisServer.start()]);
    redis = openViewRedis(server.url);
    lab.startRegion('jjj', { alone: true });
    nc = await lab.connect('jjj');
    await ensureStreams();
    await append(1, 20);
  });
  afterEach(async () => {
    redis?.disconnect();
    await Promise.all([lab?.stop(), server?.stop()]);
  });

  async function ensureStreams(): Promise<void> {
    await ensureRecordStreams(nc, { environment: 'sandbox', region: 'jjj', regions: ['jjj', 'yrd'], participants: [] });
    await ensureCaseYear(nc, { region: 'jjj', year: '2026' });
  }
  async function append(from: number, to: number): Promise<void> {
    const publisher = new DurablePublisher(nc);
    for (let index = from; index <= to; index++) await publisher.publish(subjects.caseLog('jjj', '2026', '05', `${index}`), Buffer.from(`entry ${index}`), { msgId: `m${index}` });
  }
  const marks = (): StoreMarks => new StoreMarks(redis, 'jjj', STORE);
  /** What a hub that starts now finds. */
  async function look(): Promise<{ watch: StoreWatch; losses: Record<string, StreamLoss>; told: string[] }> {
    const told: string[] = [];
    const watch = new StoreWatch({ nc, marks: marks(), onLoss: (stream) => told.push(stream) });
    await watch.look();
    return { watch, losses: Object.fromEntries(watch.losses().map(({ stream, loss }) => [stream, loss])), told };
  }
  async function startAgain(meanwhile: () => void): Promise<void> {
    await lab.shutDown('jjj');
    meanwhile();
    lab.startRegion('jjj', { alone: true });
    const before = nc;
    nc = await lab.connect('jjj');
    await eventually('the connection of before is back', () => before.rtt().then(() => true, () => false));
  }
  const alarm = (watch: StoreWatch) => storeChecks({ scrubs: [], losses: watch.losses(), sight: watch.sight(), consumers: [], longestRunsMs: {}, stuckAfterMs: 1 })['store'];

  it('a store that is as it was, or has more, is no loss', async () => {
    await look();
    await startAgain(() => undefined);
    expect(await requireStore(nc, marks(), 'jjj')).toBe(true);
    await ensureStreams();
    await append(21, 25);
    const { watch, losses } = await look();
    expect(losses).toEqual({});
    expect(alarm(watch)).toMatchObject({ ok: true });
  });

  it('a whole store that was deleted is said, at once, after new entries, by the next hub, and though the view is dropped', async () => {
    await look();
    await startAgain(() => rmSync(lab.storeOf('jjj'), { recursive: true }));
    await expect(requireStore(nc, marks(), 'jjj')).rejects.toMatchObject({ code: 'store.lost', message: expect.stringContaining(LOG) as unknown });
    expect((await look()).losses).toEqual({ [LOG]: expect.objectContaining({ kind: 'gone', had: 20 }) }); // OUTBOX never held anything
    await ensureStreams();
    await expect(requireStore(nc, marks(), 'jjj')).rejects.toMatchObject({ code: 'store.lost' }); // somebody made the streams anew
    await append(21, 60); // further than it ever was
    await new CaseViews(redis, 'jjj').drop();
    const { watch, losses, told } = await look();
    expect(losses).toEqual({ [LOG]: expect.objectContaining({ kind: 'gone', had: 20 }) });
    expect(told).toEqual([LOG]);
    expect(alarm(watch)).toMatchObject({ ok: false, code: 'store.lost', detail: { zh: expect.stringContaining(LOG) as unknown, en: expect.stringContaining(LOG) as unknown } });
    await redis.hdel(redisKeys.streamMarks('jjj', STORE), LOG);
    await watch.look();
    expect([watch.losses(), (await look()).losses]).toEqual([[], {}]); // settled by the operator
    expect(await requireStore(nc, marks(), 'jjj')).toBe(true);
  });

  it('a stream of timers that is gone is no loss: it holds no record', async () => {
    await new Timers(nc, 'jjj').set('C-1', Date.now() + 86_400_000);
    await look();
    await startAgain(() => rmSync(path.join(lab.storeOf('jjj'), streams.timers('jjj')), { recursive: true }));
    expect([(await look()).losses, await requireStore(nc, marks(), 'jjj')]).toEqual([{}, true]);
  });

  it('a store that was rebuilt from its copies is on record as that and is begun on; what its copies lacked stays a loss until an office answers for it', async () => {
    await look();
    await startAgain(() => rmSync(lab.storeOf('jjj'), { recursive: true }));
    await ensureStreams();
    await append(1, 15);
    const { created } = await (await nc.jetstreamManager()).streams.info(LOG);
    await new StoreRecords(nc, 'jjj').add('one', { rebuilt: { streams: [{ stream: LOG, created: '2026-03-02T01:00:00Z', lastSequence: 15, seenSequence: 20 }] } });
    await expect(requireStore(nc, marks(), 'jjj')).rejects.toMatchObject({ code: 'store.lost' }); // of another stream of that name
    await new StoreRecords(nc, 'jjj').add('two', { rebuilt: { streams: [{ stream: LOG, created, lastSequence: 15, seenSequence: 20 }] } });
    expect(await requireStore(nc, marks(), 'jjj')).toBe(true);
    const { watch, losses } = await look();
    expect(losses).toEqual({ [LOG]: expect.objectContaining({ kind: 'cut', had: 20, has: 15 }) });

    const settle = (settlement: v1.LossSettlement.$Properties): ReturnType<typeof settleLosses> => settleLosses({ nats: nc, region: 'jjj', log: createLogger('test', 'silent', {}) }, watch, encode(v1.LossSettlement, settlement));
    for (const [settlement, code] of [
      [{ stream: LOG, by: 'Zhang San', reason: 'nothing is owed' }, 'query.invalid'], [{ stream: LOG, by: 'ops-jjj', reason: ' ' }, 'query.invalid'], [{ stream: OUTBOX, by: 'ops-jjj', reason: 'nothing is owed' }, 'find.nothing'],
    ] as const) await expect(settle(settlement)).rejects.toMatchObject({ code });
    expect(await settle({ by: 'ops-jjj', reason: 'sent again by their senders' })).toMatchObject({ settled: [{ stream: LOG, loss: { had: 20, has: 15 } }] });
    expect([watch.losses(), (await look()).losses]).toEqual([[], {}]);
    const [record] = await new StoreRecords(nc, 'jjj').all('settled');
    expect(record?.settled).toMatchObject({ stream: LOG, kind: 'cut', by: 'ops-jjj', reason: 'sent again by their senders' });
    await append(16, 17);
    expect((await look()).losses).toEqual({});
  });

  it('a Redis that was emptied is given back what a running hub remembers, a known loss too', async () => {
    const { watch } = await look();
    await redis.flushall();
    await startAgain(() => rmSync(path.join(lab.storeOf('jjj'), LOG), { recursive: true }));
    const went = new StoreWatch({ nc, marks: marks() }); // another process, which begins after the loss
    await watch.look();
    expect(watch.losses()).toMatchObject([{ stream: LOG, loss: { kind: 'gone', had: 20 } }]);
    await redis.flushall();
    await watch.look();
    await went.look();
    expect(went.losses()).toEqual(watch.losses());
    expect(watch.sight()).toEqual({ sees: true });
  });

  it('without Redis a running hub notices a loss, says that it is not to be relied on, and keeps the loss when Redis is back', async () => {
    const { watch } = await look();
    await server.kill();
    await startAgain(() => rmSync(path.join(lab.storeOf('jjj'), LOG), { recursive: true }));
    await expect(watch.look()).rejects.toThrow();
    expect(watch.losses()).toMatchObject([{ stream: LOG, loss: { kind: 'gone', had: 20 } }]);
    expect(watch.sight()).toEqual({ sees: false });
    expect((await look().catch(() => undefined))).toBeUndefined(); // a hub that starts now knows nothing
    expect(await requireStore(nc, marks(), 'jjj')).toBe(false);
    await server.run();
    await ensureStreams();
    await append(21, 60);
    await watch.look();
    expect(watch.sight()).toEqual({ sees: true });
    expect((await look()).losses).toEqual({ [LOG]: expect.objectContaining({ kind: 'gone', had: 20 }) });
  });

  it('what was erased lawfully is no loss, for whoever looks; what else is gone is', async () => {
    const subject = subjects.exchange('sandbox', 'jjj', '110000', 'yrd', 'hub', '05', 'message');
    const publisher = new DurablePublisher(nc);
    for (let index = 1; index <= 12; index++) await publisher.publish(subject, Buffer.from(`message ${index}`), { msgId: `x${index}` });
    const { watch } = await look();
    const other = (await look()).watch;
    const erase = (sequence: number, before?: EraseHook): Promise<number> => eraseMessages(nc, OUTBOX, subject, ({ seq }) => seq === sequence, before);
    for (const sequence of [1, 5, 7]) expect(await erase(sequence, (...erased) => watch.erasing(...erased))).toBe(1);
    expect((await look()).losses).toEqual({});
    await redis.flushall();
    for (const one of [(await look()).watch, watch, other]) {
      await one.look();
      expect(one.losses()).toEqual([]);
    }
    // What is before the first message that the stream has is to be told from nothing any more.
    expect((await redis.hkeys(redisKeys.streamMarks('jjj', STORE))).filter((field) => field.startsWith('erased')).sort()).toEqual([expect.stringMatching(/ 5$/), expect.stringMatching(/ 7$/)]);
    expect(await erase(9)).toBe(1);
    await other.look();
    expect(other.losses()).toEqual([{ stream: OUTBOX, loss: expect.objectContaining({ kind: 'holes', has: 1 }) as unknown }]);
    await server.kill();
    await expect(erase(11, (...erased) => watch.erasing(...erased))).rejects.toThrow();
    expect((await (await nc.jetstreamManager()).streams.getMessage(OUTBOX, { seq: 11 })).seq).toBe(11); // it stays
  });

  it('says since when it remembers, when there were streams before', async () => {
    await look();
    const jsm = await nc.jetstreamManager();
    const created = (await jsm.streams.info(LOG)).created;
    const since = new Date(Date.parse(created) + 3_600_000).toISOString();
    await redis.hset(redisKeys.streamMarks('jjj', STORE), 'since', since);
    expect((await look()).watch.sight()).toEqual({ sees: true, before: since });
  });

  it('a store that was deleted and filled further before the hub looked is said too', async () => {
    await look();
    await startAgain(() => rmSync(lab.storeOf('jjj'), { recursive: true }));
    await ensureStreams();
    await append(21, 60);
    expect((await look()).losses).toEqual({ [LOG]: expect.objectContaining({ kind: 'made-anew', had: 20, has: 40 }) });
  });

  it('one stream that is missing is said, and the others are not', async () => {
    await new DurablePublisher(nc).publish(subjects.exchange('sandbox', 'jjj', '110000', 'yrd', 'hub', '05', 'message'), Buffer.from('x'), { msgId: 'x' });
    await look();
    await startAgain(() => rmSync(path.join(lab.storeOf('jjj'), OUTBOX), { recursive: true }));
    expect((await look()).losses).toEqual({ [OUTBOX]: expect.objectContaining({ kind: 'gone', had: 1 }) });
  });

  it('a stream that the server cut short by itself is said: a crash, no index to trust, and a corrupt block', async () => {
    await look();
    await lab.crash('jjj');
    lab.flipBitIn('jjj', LOG, 'entry 15');
    rmSync(path.join(lab.storeOf('jjj'), LOG, 'msgs/index.db'), { force: true }); // written every two minutes and when the server stops
    lab.startRegion('jjj', { alone: true });
    nc = await lab.connect('jjj');
    await append(21, 22);
    expect((await look()).losses).toEqual({ [LOG]: expect.objectContaining({ kind: 'cut', had: 20, has: 16 }) });
  });

  it('another set-up in the same Redis has its own memory', async () => {
    await look();
    const other = new StoreWatch({ nc, marks: new StoreMarks(redis, 'jjj', 'another'), everyMs: 10 });
    await startAgain(() => rmSync(lab.storeOf('jjj'), { recursive: true }));
    await other.look();
    expect(other.losses()).toEqual([]);
  });
});
