import { REGION_CODES, consumers, encode, headers as wire, messageIds, streams, subjects, v1 } from '@tongban/contracts';
import { REAL_TIME, startOfDay } from '@tongban/domain';
import { DurableConsumer, DurablePublisher, type RegionTopology, ensureInbox, ensureRecordStreams, laneConsumers, shardTokens } from '@tongban/messaging';
import { BusinessClock, createLogger } from '@tongban/service-kit';
import { Signer, TrustDirectory, generateSigningKey, signWatermark } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { NatsLab, eventually } from '../../../../packages/messaging/test/nats-lab';
import { type WatermarkHooks, Watermarks, isSettledBefore } from './watermarks';

jest.setTimeout(120_000);
const REGION = 'yrd';
const TODAY = startOfDay('2026-03-10');
const topology: RegionTopology = { environment: 'sandbox', region: REGION, regions: REGION_CODES, participants: ['310000'] };
const [hub, stranger] = [generateSigningKey('hub:yrd'), generateSigningKey('hub:ccec')];
const trust = new TrustDirectory({ version: 1, keys: [hub.public, stranger.public] });

describe('what a region vouched for (DESIGN §3, legal time)', () => {
  let lab: NatsLab;
  let nats: NatsConnection;
  const watermarks = ({ lacks, onCounted, everyMs, now = '2026-03-10T09:00:00+08:00' }: WatermarkHooks & { everyMs?: number; now?: string } = {}): Watermarks => new Watermarks({
    nats, environment: 'sandbox', region: REGION, topology, trust, clock: new BusinessClock(REAL_TIME, () => Date.parse(now)), log: createLogger('cases', 'silent'),
  }, { ...(lacks && { lacks }), ...(onCounted && { onCounted }) }, everyMs);
  const publish = (subject: string, data: Uint8Array, msgId: string) => new DurablePublisher(nats).publish(subject, data, { msgId, headers: { [wire.ceSubject]: 'a case' } });
  const vouch = async (until: string, by = hub): Promise<void> => {
    const signed = await signWatermark(new Signer(by.signing), { environment: 'sandbox', region: REGION, until, issuedAt: until, positions: [] });
    await publish(subjects.watermark('sandbox', REGION, REGION), encode(v1.SignedWatermark, signed), messageIds.watermark(REGION, REGION, until, Math.random()));
  };
  /** A message for the hub that no lane has taken yet; settled by `settle`. */
  const arrive = (id: string): Promise<unknown> => publish(subjects.exchange('sandbox', REGION, '310000', REGION, 'hub', shardTokens()[3]!, 'message'), new Uint8Array([1]), id);
  const settle = async (): Promise<void> => {
    const jsm = await nats.jetstreamManager();
    for (const { consumer } of laneConsumers(topology)) {
      const lane = new DurableConsumer(nats, { stream: streams.inbox(REGION), consumer, handle: () => Promise.resolve(), lane: ({ subject }) => subject, park: () => Promise.resolve() });
      await lane.start();
      await eventually('the lane is settled', async () => {
        const { num_pending: pending, num_ack_pending: inHand } = await jsm.consumers.info(streams.inbox(REGION), consumer);
        return pending + inHand === 0;
      }, 20_000);
      await lane.close(1_000);
    }
  };

  beforeAll(async () => {
    lab = await NatsLab.start(REGION);
    lab.startRegion(REGION, { alone: true });
    nats = await lab.connect(REGION);
    await ensureRecordStreams(nats, topology);
    await ensureInbox(nats, topology);
  });
  afterAll(() => lab.stop());

  it('counts when all that came before it is settled, and is known again after a restart', async () => {
    const first = watermarks();
    await first.look();
    expect([first.vouchedUntil(REGION), first.version]).toEqual([undefined, 0]);
    await arrive('before');
    await vouch(TODAY);
    await first.look();
    expect(first.vouchedUntil(REGION)).toBeUndefined();
    await settle();
    await first.look();
    expect([first.vouchedUntil(REGION), first.version]).toEqual([TODAY, 1]);
    const again = watermarks();
    await again.look();
    expect(again.vouchedUntil(REGION)).toBe(TODAY);
  });

  it('does not count while messages of the region are known to be lacking', async () => {
    let lacks = true;
    const reader = watermarks({ lacks: (region) => lacks && region === REGION });
    await reader.look();
    expect([reader.vouchedUntil(REGION), reader.silent()]).toEqual([undefined, [...REGION_CODES]]);
    lacks = false;
    await reader.look();
    expect([reader.vouchedUntil(REGION), reader.silent()]).toEqual([TODAY, REGION_CODES.filter((region) => region !== REGION)]);
  });

  it('is known when it comes, before anybody looks for it again', async () => {
    const next = startOfDay('2026-03-11');
    let counted = 0;
    // It looks by itself when it starts, and then not within this test.
    const reader = watermarks({ onCounted: () => void counted++, now: '2026-03-11T09:00:00+08:00', everyMs: 3_600_000 });
    const bell = new DurableConsumer(nats, { stream: streams.inbox(REGION), consumer: consumers.watermarks, handle: async () => reader.arrived(), park: () => Promise.resolve(), resumeInOrder: false });
    reader.start();
    await bell.start();
    await eventually('what was there counts', () => counted === 1);
    await vouch(next);
    await eventually('the new one counts', () => counted === 2);
    expect(reader.vouchedUntil(REGION)).toBe(next);
    await Promise.all([reader.stop(), bell.close(1_000)]);
  });

  it('is nobody else’s word', async () => {
    await vouch(startOfDay('2026-03-20'), stranger);
    const reader = watermarks();
    await reader.look();
    expect(reader.vouchedUntil(REGION)).toBeUndefined();
  });

  it.each([
    ['nothing is under way', { num_pending: 0, num_ack_pending: 0, floor: 3 }, true], ['what is under way came later', { num_pending: 5, num_ack_pending: 0, floor: 9 }, true],
    ['one is in hand that may have come before', { num_pending: 0, num_ack_pending: 1, floor: 8 }, false], ['one waits that may have come before', { num_pending: 1, num_ack_pending: 0, floor: 3 }, false],
  ])('a lane is settled before 10: %s', (_what, { floor, ...info }, expected) =>
    expect(isSettledBefore({ ...info, ack_floor: { stream_seq: floor, consumer_seq: floor } } as never, 10)).toBe(expected));
});
