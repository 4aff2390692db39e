import { REGION_CODES, consumers, streams } from '@tongban/contracts';
import type { NatsConnection } from 'nats';
import { DurableConsumer, Timers, ensureRecordStreams } from '../src/index';
import { NatsLab, eventually } from './nats-lab';

jest.setTimeout(90_000);
const REGION = 'yrd';

describe('timers of a region (G1-C2)', () => {
  let lab: NatsLab;
  let nats: NatsConnection;
  let timers: Timers;
  let ears: DurableConsumer;
  /** What rang, and when. */
  let rang: { readonly caseNo: string; readonly atMs: number }[];

  beforeAll(async () => {
    lab = await NatsLab.start(REGION);
    lab.startRegion(REGION, { alone: true });
    nats = await lab.connect(REGION);
    await ensureRecordStreams(nats, { environment: 'sandbox', region: REGION, regions: REGION_CODES, participants: [] });
    timers = new Timers(nats, REGION);
    ears = new DurableConsumer(nats, {
      stream: streams.timers(REGION), consumer: consumers.timers, resumeInOrder: false, park: () => Promise.reject(new Error('nothing is parked here')),
      handle: async ({ subject, streamSequence }) => {
        rang.push({ caseNo: subject.split('.').at(-1)!, atMs: Date.now() });
        await timers.heard(streamSequence);
        await timers.heard(streamSequence); // by another process, which comes too late
      },
    });
    await ears.start();
  });
  afterAll(async () => {
    await ears?.close();
    await lab.stop();
  });
  beforeEach(() => void (rang = []));
  const stored = async (): Promise<number> => (await (await nats.jetstreamManager()).streams.info(streams.timers(REGION))).state.messages;

  it('ring at their moment and not before, at once where it has passed, and are taken out when they are heard', async () => {
    const soonMs = Date.now() + 1_500;
    await Promise.all([timers.set('C-soon', soonMs), timers.set('C-past', soonMs - 86_400_000), timers.set('C-far', soonMs + 86_400_000)]);
    await eventually('both rang', () => rang.length === 2);
    expect(rang.map(({ caseNo }) => caseNo)).toEqual(['C-past', 'C-soon']);
    expect(rang[1]!.atMs).toBeGreaterThanOrEqual(soonMs);
    await eventually('the far one is left', async () => (await stored()) === 1);
    expect([...(await timers.pending())]).toEqual(['C-far']);
    await timers.cancel('C-far');
    await timers.cancel('C-far');
    expect([...(await timers.pending()), await stored()]).toEqual([0]);
  });

  it('ring once, at the moment that was set last, though it is the one that was set before', async () => {
    const [firstMs, secondMs] = [Date.now() + 1_000, Date.now() + 86_400_000];
    for (const atMs of [firstMs, secondMs, firstMs]) await timers.set('C-moved', atMs);
    await timers.set('C-later', secondMs);
    await timers.set('C-later', firstMs + 500);
    await eventually('both rang', () => rang.length === 2);
    expect(rang.map(({ caseNo }) => caseNo)).toEqual(['C-moved', 'C-later']);
    await eventually('nothing is left', async () => (await stored()) === 0);
  });

  it('that cannot be set are told at once, and not waited for', async () => {
    const jsm = await nats.jetstreamManager();
    await jsm.streams.delete(streams.timers(REGION));
    const beganMs = Date.now();
    await expect(timers.set('C-lost', beganMs)).rejects.toMatchObject({ code: 'hub.unreachable' });
    expect(Date.now() - beganMs).toBeLessThan(5_000);
  });
});
