import { REGION_CODES, streams } from '@tongban/contracts';
import { DurablePublisher, ensureRecordStreams, isRecordStream } from '@tongban/messaging';
import type { NatsConnection } from 'nats';
import { NatsLab } from '../../../packages/messaging/test/nats-lab';
import { WrappedKeys } from '../src/nats/wrapped-keys';

jest.setTimeout(120_000);
const REGION = 'yrd';

describe('wrapped keys on a real server', () => {
  let lab: NatsLab;
  let nats: NatsConnection;
  beforeAll(async () => {
    lab = await NatsLab.start(REGION);
    lab.startRegion(REGION, { alone: true });
    nats = await lab.connect(REGION);
    await ensureRecordStreams(nats, { environment: 'sandbox', region: REGION, regions: REGION_CODES, participants: [] });
  });
  afterAll(() => lab.stop());
  /** Another process of the region: it has nothing at hand. */
  const process = (): WrappedKeys => new WrappedKeys({ nats, region: REGION, publisher: new DurablePublisher(nats) });
  const text = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString();

  it('are kept once per message, replaced while nothing is registered, and read by any process', async () => {
    const keys = process();
    await keys.keep('C-1', 'm-1', Buffer.from('first'));
    await keys.keep('C-1', 'm-1', Buffer.from('first'));
    await keys.keep('C-1', 'm-1', Buffer.from('second'));
    expect([await keys.of('C-1', 'm-1'), await keys.of('C-1', 'm-1'), await process().of('C-1', 'm-1'), await process().of('C-1', 'm-2')].map(text)).toEqual(['second', 'second', 'second', undefined]);
    expect((await (await nats.jetstreamManager()).streams.info(streams.keys(REGION))).state.messages).toBe(1);
  });
  it('are destroyed of one message or of a case, and of no other; again finds nothing', async () => {
    const keys = process();
    for (const [caseNo, messageId] of [['C-2', 'm-1'], ['C-2', 'm-2'], ['C-2', 'm-3'], ['C-21', 'm-1']] as const) await keys.keep(caseNo, messageId, Buffer.from(`${caseNo} ${messageId}`));
    expect(await process().destroy('C-2', 'm-1')).toBe(1);
    expect([await process().of('C-2', 'm-1'), await process().of('C-2', 'm-2')].map(text)).toEqual([undefined, 'C-2 m-2']);
    expect([await keys.destroy('C-2'), await keys.destroy('C-2')]).toEqual([2, 0]);
    expect([await keys.of('C-2', 'm-2'), await keys.of('C-2', 'm-3'), await keys.of('C-21', 'm-1')].map(text)).toEqual([undefined, undefined, 'C-21 m-1']);
  });
  it('are copied to the backbone as other records are: a region that lost its store opens nothing otherwise', () => expect([streams.keys(REGION), streams.keys('jjj')].map((name) => isRecordStream(REGION, name))).toEqual([true, false]));
});
