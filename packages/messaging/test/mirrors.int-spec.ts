import { consumers, streams, subjects } from '@tongban/contracts';
import type { JetStreamManager, NatsConnection } from 'nats';
import {
  DurablePublisher, MirrorKeeper, type MirrorReport, type RegionTopology, StoreRecords, compareEnds, digestStream, ensureCaseYear, ensureInbox, ensureRecordStreams, readStream, rebuildRegion,
} from '../src/index';
import { mirrorConsumer, mirrorOf } from '../src/mirrors/mirror-shapes';
import { NatsLab, eventually } from './nats-lab';

const YRD: RegionTopology = { environment: 'sandbox', region: 'yrd', regions: ['jjj', 'yrd'], participants: ['310000'] };
const CASES = streams.cases('yrd', '2026');
const SUBMIT = streams.submit('310000');
const COPIED = [
  CASES, SUBMIT, streams.outbox('yrd'), streams.inbox('yrd'), streams.rejected('yrd'), streams.failed('yrd'), streams.held('yrd'), streams.clock('yrd'), streams.standards('yrd'), streams.reconciliation('yrd'),
  streams.keys('yrd'), streams.security('yrd'), streams.audit('yrd'), streams.alerts('yrd'),
].sort();

jest.setTimeout(90_000); // seconds on an idle machine; the suite may share two cores with others

describe('the copies of a region on the backbone (G3-C3)', () => {
  let lab: NatsLab;
  let backbone: NatsConnection;
  let yrd: NatsConnection;
  let keeper: MirrorKeeper;
  const changes: MirrorReport[] = [];
  let sent = 0;

  beforeAll(async () => {
    lab = await NatsLab.start('yrd');
    lab.startBackbone({ keepsCopies: true });
    lab.startRegion('yrd');
    [backbone, yrd] = await Promise.all([lab.connect('backbone'), lab.connect('yrd')]);
    await makeStreams();
    // What a switch let go before it could be copied: its number is used, and there is nothing to copy.
    await new DurablePublisher(yrd).publish(subjects.held('yrd', { caseNo: 'C', opener: '310000', counterpart: '110000', itemCode: 'I' }, 'd'), Buffer.from('held'), { msgId: 'held' });
    await (await yrd.jetstreamManager()).streams.deleteMessage(streams.held('yrd'), 1, false);
    keeper = newKeeper();
    keeper.start();
  });
  afterAll(async () => {
    await keeper.stop();
    await lab.stop();
  });

  const newKeeper = (): MirrorKeeper => new MirrorKeeper({ nc: backbone, regions: ['yrd'], everyMs: 200, stalledAfterMs: 1_500, onChange: (report) => changes.push(report) });
  async function makeStreams(): Promise<void> {
    await ensureRecordStreams(yrd, YRD);
    await ensureInbox(yrd, YRD);
    await ensureCaseYear(yrd, { ...YRD, year: '2026' });
  }
  const append = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) {
      const id = `entry-${++sent}`;
      await new DurablePublisher(yrd).publish(subjects.caseLog('yrd', '2026', '05', `CASE${sent % 7}`), Buffer.from(id), { msgId: id });
      await new DurablePublisher(yrd).publish(subjects.submit('sandbox', 'yrd', '310000', 'yrd', 'message'), Buffer.from(id), { msgId: id });
    }
  };
  const managers = async (): Promise<[JetStreamManager, JetStreamManager]> => Promise.all([yrd.jetstreamManager(), backbone.jetstreamManager()]);
  const endOf = async (manager: JetStreamManager, stream: string): Promise<{ last: number; messages: number }> => {
    const { state } = await manager.streams.info(stream);
    return { last: state.last_seq, messages: state.messages };
  };
  /** A server that was just started answers in a moment. */
  const tolerant = (check: () => Promise<boolean>) => (): Promise<boolean> => check().catch(() => false);
  const level = (...of: string[]): Promise<void> => eventually('the copies are level', tolerant(async () => {
    const [own, copies] = await managers();
    for (const stream of [CASES, SUBMIT, ...of]) if ((await endOf(copies, stream)).last !== (await endOf(own, stream)).last) return false;
    return true;
  }), 30_000);
  async function startYrd(): Promise<void> {
    lab.startRegion('yrd');
    await eventually('yrd answers', tolerant(async () => (await yrd.jetstreamManager()).getAccountInfo().then(() => true)));
  }
  const cutOff = async (own: JetStreamManager): Promise<void> => {
    await own.consumers.delete(CASES, consumers.mirror).catch(() => undefined); // a server that was started again has forgotten it
    await own.consumers.add(CASES, { durable_name: consumers.mirror, ack_policy: 'none', deliver_policy: 'all', deliver_subject: 'nowhere', mem_storage: true } as never);
  };
  const standing = (stream: string): MirrorReport['standing'] | undefined => keeper.reports().find((report) => report.stream === stream)?.standing;

  it('are made of every stream of record, with its sequences, times and ids, and of no other', async () => {
    await append(60);
    await eventually('a copy of each', async () => keeper.reports().length === COPIED.length, 20_000);
    await level();
    const [, copies] = await managers();
    const names: string[] = [];
    for await (const { config } of copies.streams.list()) if (config.mirror) names.push(config.name);
    expect(names.sort()).toEqual(COPIED);
    expect(await readStream(backbone, CASES, 1)).toEqual(await readStream(yrd, CASES, 1));
    expect((await copies.streams.info(CASES)).config).toMatchObject({ deny_delete: true, deny_purge: true, discard: 'old', max_bytes: 2 ** 30 });
    const { streams: seen } = JSON.parse((await copies.streams.getMessage(streams.seenRegions, { last_by_subj: subjects.seenRegion('yrd') })).string()) as { streams: Record<string, { settled: object }> };
    expect(Object.keys(seen).sort()).toEqual(COPIED);
    expect(seen[SUBMIT]).toMatchObject({ settled: { [consumers.border]: 0 } });
  });

  it('get a stream of another year when the region makes it', async () => {
    await ensureCaseYear(yrd, { ...YRD, year: '2027' });
    await eventually('its copy', async () => standing(streams.cases('yrd', '2027')) === 'level', 20_000);
  });

  it('do not stop or slow a region while the backbone is away, and catch up, also with a server that was started again and has forgotten whom it feeds', async () => {
    await lab.crash('backbone');
    const beganMs = Date.now();
    await append(40);
    expect(Date.now() - beganMs).toBeLessThan(20_000);
    await lab.crash('yrd');
    await startYrd();
    await append(5);
    lab.startBackbone({ keepsCopies: true });
    await level();
    expect(standing(CASES)).not.toBe('ahead');
  });

  it('report one that nothing reaches, and attach it again', async () => {
    const [own] = await managers();
    await keeper.stop();
    await own.consumers.delete(CASES, consumers.mirror);
    await append(3);
    changes.length = 0;
    // Somebody else's consumer in its place: the copy hears nothing, and only taking that away helps.
    await cutOff(own);
    keeper = newKeeper();
    keeper.start();
    await level();
    await eventually('it is well again', () => standing(CASES) === 'level');
    expect(standing(streams.held('yrd'))).toMatch(/^(behind|level)$/);
    expect(changes.map(({ stream, standing: is, lag }) => [stream, is === 'stalled' ? lag : 'well'])).toEqual([[CASES, 3], [CASES, 'well']]);
  });

  it('are compared with what they are of, and a gap on either side is found and named', async () => {
    const [own] = await managers();
    const compare = async (stream: string): ReturnType<typeof compareEnds> => {
      const { last } = await endOf(own, stream);
      return compareEnds((range, parts) => digestStream(yrd, stream, range, parts), (range, parts) => digestStream(backbone, stream, range, parts), { from: 1, to: last });
    };
    expect(await compare(SUBMIT)).toEqual({ through: (await endOf(own, SUBMIT)).last, differences: [] });
    for (const sequence of [17, 18, 90]) await own.streams.deleteMessage(SUBMIT, sequence);
    expect((await compare(SUBMIT)).differences).toEqual([17, 18, 90].map((sequence) => ({ kind: 'missing-in-region', sequence })));
    // A copy allows no deletion: one that does is made for this.
    const [failed, copy] = [streams.failed('yrd'), (await managers())[1]];
    await keeper.stop();
    await copy.streams.delete(failed);
    await own.consumers.delete(failed, consumers.mirror).catch(() => undefined); // forgotten by the server that was started again
    await own.consumers.add(failed, mirrorConsumer('yrd', failed) as never);
    for (const id of ['one', 'two', 'three']) await new DurablePublisher(yrd).publish(subjects.failed('yrd', id), Buffer.from(id), { msgId: id });
    await copy.streams.add({ ...mirrorOf('yrd', (await own.streams.info(failed)).config), deny_delete: false, deny_purge: false } as never);
    await level(failed);
    await copy.streams.deleteMessage(failed, 2);
    expect((await compare(failed)).differences).toEqual([{ kind: 'missing-in-copy', sequence: 2 }]);
    keeper = newKeeper();
    keeper.start();
    await eventually('its keeper closes it again', async () => (await copy.streams.info(failed)).config.deny_delete);
  });

  describe('when the store of the region is lost', () => {
    let before: Awaited<ReturnType<typeof readStream>>;

    it('stay what they are when the region begins anew, and say so', async () => {
      await append(20);
      await level();
      before = await readStream(yrd, CASES, 1);
      await lab.crash('yrd');
      lab.loseStoreOf('yrd');
      await startYrd();
      await makeStreams();
      await append(2);
      await eventually('it is reported', async () => standing(CASES) === 'ahead' && keeper.reports().some(({ stream, lastSequence }) => stream === CASES && lastSequence === 2));
      expect(keeper.reports().find(({ stream }) => stream === CASES)).toMatchObject({ lastSequence: 2, copiedSequence: before.length, lag: before.length - 2 });
      expect(await readStream(backbone, CASES, 1)).toEqual(before);
      await append(before.length - 2);
      await eventually('another history of the same length is told from it', async () => standing(CASES) === 'apart');
      await append(5);
      await eventually('also when it goes on', async () => standing(CASES) === 'apart' && keeper.reports().some(({ stream, lag }) => stream === CASES && lag === 5));
      expect(await readStream(backbone, CASES, 1)).toEqual(before);
      await expect(rebuildRegion({ backbone, region: yrd, topology: YRD })).rejects.toMatchObject({ code: 'mirror.differs' });
    });

    it('make it whole again, and the server knows the ids once it was started again', async () => {
      await lab.crash('yrd');
      lab.loseStoreOf('yrd');
      await startYrd();
      const { rebuilt, kept, seenAt } = await rebuildRegion({ backbone, region: yrd, topology: YRD });
      expect(kept).toEqual([]);
      expect(seenAt).toMatch(/Z$/);
      expect(rebuilt.find(({ stream }) => stream === CASES)).toMatchObject({ hadSequence: 0, lastSequence: before.length, seenSequence: before.length });
      expect(await readStream(yrd, CASES, 1)).toEqual(before);
      expect((await new StoreRecords(yrd, 'yrd').rebuilt()).get(CASES)).toBe((await (await yrd.jetstreamManager()).streams.info(CASES)).created);
      await lab.shutDown('yrd');
      await startYrd();
      const again = await new DurablePublisher(yrd).publish(subjects.caseLog('yrd', '2026', '05', 'CASE1'), before.at(-1)!.data, { msgId: before.at(-1)!.headers['Nats-Msg-Id']! });
      expect(again).toMatchObject({ duplicate: true, sequence: before.length });
      await append(4);
      await level();
      await eventually('it is told to follow', () => standing(CASES) === 'level');
      expect((await rebuildRegion({ backbone, region: yrd, topology: YRD })).rebuilt).toEqual([]);
    });

    const settled = async (sequence: number): Promise<void> => void await yrd.request(`$JS.API.CONSUMER.RESET.${CASES}.${consumers.dispatcher}`, JSON.stringify({ seq: sequence + 1 }));
    const floor = async (): Promise<number> => (await (await yrd.jetstreamManager()).consumers.info(CASES, consumers.dispatcher)).ack_floor.stream_seq;

    it('give an older store what came since, consumers going on where they had settled', async () => {
      await settled(30);
      await eventually('the backbone has seen it', async () => {
        const { streams: seen } = JSON.parse((await (await managers())[1].streams.getMessage(streams.seenRegions, { last_by_subj: subjects.seenRegion('yrd') })).string()) as { streams: Record<string, { settled: Record<string, number> }> };
        return seen[CASES]?.settled[consumers.dispatcher] === 30;
      });
      await lab.shutDown('yrd');
      const putBack = lab.backUp('yrd');
      await startYrd();
      await append(30);
      await level();
      const whole = await readStream(yrd, CASES, 1);
      await lab.crash('yrd');
      putBack();
      await startYrd();
      await settled(20); // where the older store itself has it
      const { rebuilt, kept } = await rebuildRegion({ backbone, region: yrd, topology: YRD });
      expect(rebuilt).toEqual([CASES, SUBMIT].map((stream) => expect.objectContaining({ stream })));
      expect(rebuilt[0]).toMatchObject({ hadSequence: whole.length - 30, lastSequence: whole.length });
      expect(kept).toContain(streams.failed('yrd'));
      expect(await readStream(yrd, CASES, 1)).toEqual(whole);
      expect(await floor()).toBe(20);
    });

    it('say what they had not got, and that there is nothing of a region they do not copy; one that is of no use is given up by name', async () => {
      const { length } = await readStream(yrd, CASES, 1);
      // The copy is cut off and the region goes on: what the backbone saw of it last is all that is known.
      const [own] = await managers();
      await keeper.stop();
      await cutOff(own);
      await append(6);
      const seeing = new MirrorKeeper({ nc: backbone, regions: ['yrd'], stalledAfterMs: 60_000 });
      await seeing.look();
      await lab.crash('yrd');
      lab.loseStoreOf('yrd');
      await startYrd();
      const { rebuilt } = await rebuildRegion({ backbone, region: yrd, topology: YRD });
      expect(rebuilt.find(({ stream }) => stream === CASES)).toMatchObject({ lastSequence: length, seenSequence: length + 6 });
      expect(await floor()).toBe(20); // as the backbone had seen it
      await expect(rebuildRegion({ backbone, region: yrd, topology: { ...YRD, region: 'jjj' } })).rejects.toMatchObject({ code: 'backup.invalid' });
      await own.streams.delete(CASES);
      await ensureCaseYear(yrd, { ...YRD, year: '2026' });
      await seeing.look();
      expect(await seeing.renew(SUBMIT)).toBeUndefined(); // one that is well is not given up
      expect(await seeing.renew(CASES)).toMatchObject({ stream: CASES, standing: 'ahead', copiedSequence: length });
      await append(2);
      await seeing.look();
      await level();
      expect(await readStream(backbone, CASES, 1)).toEqual(await readStream(yrd, CASES, 1));
      keeper = newKeeper();
    });
  });
});
