import { consumers, streams, subjects } from '@tongban/contracts';
import { type NatsConnection, type StreamConfig, nanos } from 'nats';
import { DurablePublisher, type RegionTopology, ensureConsumer, ensureInbox, ensureRecordStreams, ensureStream, inboxStream } from '../src/index';
import { NatsLab, eventually } from './nats-lab';

const YRD: RegionTopology = { environment: 'sandbox', region: 'yrd', regions: ['jjj', 'yrd'], participants: ['310000'] };
const OUTBOX = streams.outbox('yrd');
const INBOX = streams.inbox('yrd');
const inside = (shard: string): string => subjects.exchange('sandbox', 'yrd', '310000', 'yrd', 'hub', shard, 'message');

jest.setTimeout(60_000); // seconds on an idle machine; the suite may share two cores with others

describe('what stays inside a region', () => {
  let lab: NatsLab;
  let nc: NatsConnection;
  beforeEach(async () => {
    lab = await NatsLab.start('yrd');
    lab.startRegion('yrd', { alone: true });
    nc = await lab.connect('yrd');
  });
  afterEach(() => lab.stop());

  const bringUp = async (): Promise<void> => {
    await ensureRecordStreams(nc, YRD);
    await ensureInbox(nc, YRD);
  };
  const send = (shard: string, msgId: string): Promise<unknown> => new DurablePublisher(nc).publish(inside(shard), Buffer.from(msgId), { msgId });
  const held = async (stream: string): Promise<string[]> => {
    const jsm = await nc.jetstreamManager();
    const { state: { first_seq: first, last_seq: last } } = await jsm.streams.info(stream);
    const found: string[] = [];
    for (let seq = Math.max(1, first); seq <= last; seq++) found.push((await jsm.streams.getMessage(stream, { seq })).string());
    return found;
  };

  it('is stored once, in the INBOX, and a repeat of its id is not stored', async () => {
    await bringUp();
    for (const id of ['a', 'b', 'a']) await send('07', id);
    expect(await held(INBOX)).toEqual(['a', 'b']);
    expect(await held(OUTBOX)).toEqual([]);
    const jsm = await nc.jetstreamManager();
    expect((await jsm.consumers.info(INBOX, consumers.lane('7of8'))).num_pending).toBe(2);
  });

  it('went through the OUTBOX before: nothing of it is lost or doubled when the subjects change hands, while somebody sends', async () => {
    const jsm = await nc.jetstreamManager();
    const own = { durable_name: consumers.source('yrd'), deliver_subject: subjects.sourceDelivery('yrd', 'yrd') };
    await ensureStream(jsm, { name: OUTBOX, storage: 'file', discard: 'new', max_bytes: 2 ** 24, subjects: ['xr.sandbox.yrd.>'], duplicate_window: nanos(600_000) });
    await ensureConsumer(jsm, OUTBOX, { ...own, ack_policy: 'flow_control', flow_control: true, idle_heartbeat: nanos(1_000), max_ack_pending: 1_000, filter_subject: subjects.exchangeToRegion('sandbox', 'yrd', 'yrd') });
    const { subjects: _subjects, ...wanted } = inboxStream(YRD);
    const sources = [...(wanted['sources'] as object[]), { name: OUTBOX, consumer: { name: own.durable_name, deliver_subject: own.deliver_subject } }];
    await jsm.streams.add({ ...wanted, sources, duplicate_window: nanos(100) } as unknown as StreamConfig);
    for (let number = 0; number < 100; number++) await send('07', `before ${number}`);
    await eventually('the source carries', async () => (await held(INBOX)).length > 0);

    let sent = 0;
    let sending = true;
    const load = (async () => {
      for (; sending; sent++) await send('07', `meanwhile ${sent}`);
    })();
    await Promise.all([bringUp(), bringUp()]);
    sending = false;
    await load;
    await send('07', 'after');
    const expected = [...Array.from({ length: 100 }, (_, number) => `before ${number}`), ...Array.from({ length: sent }, (_, number) => `meanwhile ${number}`), 'after'];
    expect(await held(INBOX)).toEqual(expected);
    expect((await jsm.streams.info(OUTBOX)).config.subjects).toEqual(['xr.sandbox.yrd.*.jjj.>']);
    await expect(jsm.consumers.info(OUTBOX, own.durable_name)).rejects.toThrow('consumer not found');
    // A process that ended between the last two steps.
    await ensureConsumer(jsm, OUTBOX, { ...own, ack_policy: 'flow_control', flow_control: true, idle_heartbeat: nanos(1_000), max_ack_pending: 1_000 });
    await bringUp();
    await expect(jsm.consumers.info(OUTBOX, own.durable_name)).rejects.toThrow('consumer not found');
    expect(await held(INBOX)).toEqual(expected);
  });
});
