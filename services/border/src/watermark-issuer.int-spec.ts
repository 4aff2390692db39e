import { REGION_CODES, consumers, decode, streams, subjects, v1 } from '@tongban/contracts';
import { REAL_TIME, startOfDay } from '@tongban/domain';
import { DurableConsumer, DurablePublisher, type RegionTopology, ensureInbox, ensureRecordStreams } from '@tongban/messaging';
import { BusinessClock, ExchangePublisher, createLogger } from '@tongban/service-kit';
import { MessageIdSeal, Signer, TrustDirectory, generateSigningKey, verifyWatermark } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { NatsLab, eventually } from '../../../packages/messaging/test/nats-lab';
import { WatermarkIssuer } from './watermark-issuer';

jest.setTimeout(120_000);
const REGION = 'yrd';
const [FIRST, SECOND] = ['310000', '320000'];
const topology: RegionTopology = { environment: 'sandbox', region: REGION, regions: REGION_CODES, participants: [FIRST, SECOND] };
const key = generateSigningKey('hub:yrd');
const trust = new TrustDirectory({ version: 1, keys: [key.public] });

describe('a border vouches for what its region received (DESIGN §3, legal time)', () => {
  let lab: NatsLab;
  let nats: NatsConnection;
  /** Business time runs beside real time, a day ahead for each. */
  let daysAhead = 0;
  const realNow = (): number => Date.now() + daysAhead * 86_400_000;
  const today = (): string => startOfDay(new Date(realNow() + 8 * 3_600_000).toISOString().slice(0, 10));
  const issuer = (): WatermarkIssuer => {
    const publisher = new DurablePublisher(nats);
    const anchors = [{ realAt: new Date(Date.now() - 1_000).toISOString(), businessAt: new Date(realNow() - 1_000).toISOString(), speed: 1 }];
    return new WatermarkIssuer({
      nats, environment: 'sandbox', region: REGION, topology, signer: new Signer(key.signing), trust, exchange: new ExchangePublisher(publisher, new MessageIdSeal(key.signing)),
      clock: new BusinessClock(daysAhead === 0 ? REAL_TIME : { revision: daysAhead, anchors }), log: createLogger('border', 'silent'),
    });
  };
  const submit = (participant: string, id: string) => new DurablePublisher(nats).publish(subjects.submit('sandbox', REGION, participant, 'ccec', 'message'), new Uint8Array([1]), { msgId: id });
  const settle = async (participant: string): Promise<void> => {
    const jsm = await nats.jetstreamManager();
    const stream = streams.submit(participant);
    const border = new DurableConsumer(nats, { stream, consumer: consumers.border, handle: () => Promise.resolve(), lane: ({ subject }) => subject, park: () => Promise.resolve() });
    await border.start();
    await eventually('it is forwarded', async () => (await jsm.consumers.info(stream, consumers.border)).ack_floor.stream_seq > 0, 20_000);
    await border.close(1_000);
  };
  const issued = async (): Promise<Record<string, number>> => {
    const jsm = await nats.jetstreamManager();
    const of = async (stream: string) => (await jsm.streams.info(stream, { subjects_filter: 'xr.*.*.hub.*.nobody.*.watermark' })).state.subjects ?? {};
    return { ...(await of(streams.outbox(REGION))), ...(await of(streams.inbox(REGION))) };
  };

  beforeAll(async () => {
    lab = await NatsLab.start(REGION);
    lab.startRegion(REGION, { alone: true });
    nats = await lab.connect(REGION);
    await ensureRecordStreams(nats, topology);
    await ensureInbox(nats, topology);
  });
  afterAll(() => lab.stop());

  it('once everything was forwarded, to every region, once a business day', async () => {
    await submit(SECOND!, 'one');
    const border = issuer();
    await border.look();
    expect(await issued()).toEqual({});
    await settle(SECOND!);
    await border.look();
    await border.look();
    expect(await issued()).toEqual(Object.fromEntries(REGION_CODES.map((to) => [subjects.watermark('sandbox', REGION, to), 1])));
    const jsm = await nats.jetstreamManager();
    const { data } = await jsm.streams.getMessage(streams.inbox(REGION), { last_by_subj: subjects.watermark('sandbox', REGION, REGION) });
    const watermark = await verifyWatermark(trust, decode(v1.SignedWatermark, data), { environment: 'sandbox', region: REGION });
    expect([watermark.region, watermark.until, watermark.positions.map(({ participant, sequence }) => `${participant} ${String(sequence)}`)]).toEqual([REGION, today(), [`${FIRST} 0`, `${SECOND} 1`]]);
  });

  it('not again after a restart, and again on the next business day', async () => {
    await issuer().look();
    expect(new Set(Object.values(await issued()))).toEqual(new Set([1]));
    daysAhead = 1;
    await issuer().look();
    expect(new Set(Object.values(await issued()))).toEqual(new Set([2]));
  });

  it('again for a region that lacks its word, the same word and not at once again; the others have theirs', async () => {
    const border = issuer();
    const toJjj = subjects.watermark('sandbox', REGION, 'jjj');
    const last = async () => (await (await nats.jetstreamManager()).streams.getMessage(streams.outbox(REGION), { last_by_subj: toJjj })).data;
    const before = await last();
    expect([await border.again({ toRegion: 'jjj' }), await border.again({ toRegion: 'jjj' })]).toEqual([{ until: today(), sent: true }, { until: today(), sent: false }]);
    expect(await issued()).toEqual(Object.fromEntries(REGION_CODES.map((to) => [subjects.watermark('sandbox', REGION, to), to === 'jjj' ? 3 : 2])));
    expect(Buffer.from(await last()).equals(before)).toBe(true);
    await expect(border.again({ toRegion: 'nowhere' })).rejects.toMatchObject({ code: 'query.invalid' });
  });

  it('anew where its own copy is lacking, and never for a day that it has not vouched for', async () => {
    const border = issuer();
    await border.look();
    const jsm = await nats.jetstreamManager();
    const { seq } = await jsm.streams.getMessage(streams.inbox(REGION), { last_by_subj: subjects.watermark('sandbox', REGION, REGION) });
    await jsm.streams.deleteMessage(streams.inbox(REGION), seq);
    expect(await border.again({ toRegion: REGION })).toEqual({ until: expect.not.stringContaining(today()), sent: false });
    await border.look();
    expect((await border.again({ toRegion: REGION })).until).toBe(today());
  });

  it('not while a stream of its participants cannot be read', async () => {
    daysAhead = 2;
    const before = await issued();
    await (await nats.jetstreamManager()).streams.delete(streams.submit(FIRST!));
    await expect(issuer().look()).rejects.toThrow();
    expect(await issued()).toEqual(before);
  });
});
