import { consumers, headers, streams, subjects } from '@tongban/contracts';
import type { NatsConnection } from 'nats';
import { ACK_PENDING_MAX, DurableConsumer, DurablePublisher, type RegionTopology, ensureInbox, ensureRecordStreams, inParallel, laneConsumers } from '../src/index';
import { eventually, NatsLab } from './nats-lab';

jest.setTimeout(120_000); // seconds on an idle machine; the suite may share two cores with others

const REGION = 'jjj';
const INBOX = streams.inbox(REGION);
const TOPOLOGY: RegionTopology = { environment: 'sandbox', region: REGION, regions: [REGION, 'yrd'], participants: [] };
/** As every region was before: a consumer for each shard, named by it. */
const APART = Array.from({ length: 64 }, (_, shard) => String(shard).padStart(2, '0'));
/** Two cases of some shards; 08 and 16 share a consumer with 00, 09 does not. */
const CASES = ['00', '08', '16', '09', '63'].flatMap((shard) => [`${shard}a`, `${shard}b`]);

describe('the consumers that carry the shards of an inbox', () => {
  let lab: NatsLab;
  let nc: NatsConnection;
  /** What the cases have taken, in order; a repeat is harmless, a gap is told. */
  let taken: Map<string, number>;
  let gaps: string[];
  let repeats: number;
  const open: DurableConsumer[] = [];
  let letGo: (() => void)[] = [];
  beforeEach(async () => {
    lab = await NatsLab.start(REGION);
    lab.startRegion(REGION, { alone: true });
    nc = await lab.connect(REGION);
    [taken, gaps, repeats] = [new Map(), [], 0];
    await ensureRecordStreams(nc, TOPOLOGY);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((consumer) => consumer.close(2_000)));
    await lab.stop();
  });

  /** The consumers of old, with everything else of their configuration as that of the new. */
  const bringUpApart = async (): Promise<void> => {
    await ensureInbox(nc, { ...TOPOLOGY, laneConsumers: 64 });
    const jsm = await nc.jetstreamManager();
    for (const [index, { consumer }] of laneConsumers({ laneConsumers: 64 }).entries()) {
      const { config } = await jsm.consumers.info(INBOX, consumer);
      const { metadata: _metadata, name: _name, ...old } = config;
      await jsm.consumers.delete(INBOX, consumer);
      await jsm.consumers.add(INBOX, { ...old, durable_name: consumers.lane(APART[index]!) });
    }
  };
  /** Of those that carry shards, and of what was left by others before. */
  const names = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { name } of (await nc.jetstreamManager()).consumers.list(INBOX)) if (name !== consumers.files && name !== consumers.watermarks) found.push(name);
    return found.sort();
  };
  const namesOf = (count: number): string[] => laneConsumers({ laneConsumers: count }).map(({ consumer }) => consumer).sort();
  const put = async (from: number, to: number): Promise<void> => {
    const publisher = new DurablePublisher(nc);
    for (let number = from; number < to; number++) {
      for (const ofCase of CASES) {
        const subject = subjects.exchange('sandbox', REGION, '110000', REGION, 'hub', ofCase.slice(0, 2), 'message');
        await publisher.publish(subject, Buffer.from(String(number)), { msgId: `${ofCase} ${number}`, headers: { [headers.ceSubject]: ofCase } });
      }
    }
    const jsm = await nc.jetstreamManager();
    await eventually('all is in the inbox', async () => (await jsm.streams.info(INBOX)).state.last_seq === to * CASES.length);
  };
  /** Takes messages as a case does; `held` ones end only when their process does. */
  const handle = (held: (ofCase: string, number: number) => boolean) => async ({ data, headers: { [headers.ceSubject]: ofCase = '' } }: { data: Uint8Array; headers: Readonly<Record<string, string>> }) => {
    const number = Number(Buffer.from(data).toString());
    if (held(ofCase, number)) return new Promise<void>((resolve) => void letGo.push(resolve));
    const next = taken.get(ofCase) ?? 0;
    if (number > next) gaps.push(`${ofCase}: ${number} before ${next}`);
    else if (number < next) repeats++;
    else taken.set(ofCase, number + 1);
  };
  const consume = async (connection: NatsConnection, consumer: string, held: (ofCase: string, number: number) => boolean = () => false): Promise<DurableConsumer> => {
    const durable = new DurableConsumer(connection, {
      stream: INBOX, consumer, lane: ({ headers: { [headers.ceSubject]: ofCase = '' } }) => ofCase, handle: handle(held), park: (_message, failure) => Promise.reject(failure),
    });
    await durable.start();
    return durable;
  };
  const consumeAll = async (count: number): Promise<void> => {
    for (const consumer of namesOf(count)) open.push(await consume(nc, consumer));
  };
  /** kill -9: its connection goes, what it had in hand is never settled. */
  const kill = async (connection: NatsConnection, ...consumersOfIt: readonly DurableConsumer[]): Promise<void> => {
    await connection.close();
    for (const end of letGo.splice(0)) end();
    await Promise.all(consumersOfIt.map((consumer) => consumer.close(2_000)));
  };
  const hasAll = (upTo: number): Promise<void> => eventually(`each case has ${upTo}`, () => CASES.every((ofCase) => taken.get(ofCase) === upTo), 60_000);
  const inOrder = (): void => expect(gaps).toEqual([]);
  /** Old hubs at work on three messages of each case, of which the second ones of some cases are in hand when they are killed. */
  const crashAtWork = async (...stuck: readonly string[]): Promise<void> => {
    const old = await lab.connect(REGION, 'old');
    const atWork: DurableConsumer[] = [];
    for (const shard of APART) atWork.push(await consume(old, consumers.lane(shard), (ofCase, number) => stuck.includes(ofCase) && number === 1));
    const jsm = await nc.jetstreamManager();
    await eventually('what is not stuck is done', () => CASES.every((ofCase) => taken.get(ofCase) === (stuck.includes(ofCase) ? 1 : 3)), 60_000);
    await eventually('and settled', async () => {
      let unsettled = 0;
      for await (const { num_pending: waiting, num_ack_pending: inHand } of jsm.consumers.list(INBOX)) unsettled += waiting + inHand;
      return unsettled === stuck.length * 2;
    });
    await kill(old, ...atWork);
  };
  const beginnings = async (): Promise<(number | undefined)[]> => {
    const jsm = await nc.jetstreamManager();
    return Promise.all(namesOf(8).map(async (name) => (await jsm.consumers.info(INBOX, name)).config.opt_start_seq));
  };

  it('are eight, each shard in one of them, and begin with everything', async () => {
    await ensureInbox(nc, TOPOLOGY);
    expect(await names()).toEqual(namesOf(8));
    expect(laneConsumers({}).flatMap(({ shards }) => shards).sort()).toEqual(APART);
    await put(0, 3);
    await consumeAll(8);
    await hasAll(3);
    expect([gaps, repeats]).toEqual([[], 0]);
  });

  it('hold nobody up when a case stands still with more messages than one shard may have in hand', async () => {
    await ensureInbox(nc, TOPOLOGY);
    const publisher = new DurablePublisher(nc);
    const still = subjects.exchange('sandbox', REGION, '110000', REGION, 'hub', '00', 'message');
    await inParallel(Array.from({ length: ACK_PENDING_MAX + 50 }, (_, number) => number), 100, (number) =>
      publisher.publish(still, Buffer.from('0'), { msgId: `still ${number}`, headers: { [headers.ceSubject]: 'still' } }));
    await publisher.publish(still.replace('.00.', '.08.'), Buffer.from('0'), { msgId: 'other', headers: { [headers.ceSubject]: 'other' } });
    open.push(await consume(nc, consumers.lane('0of8'), (ofCase) => ofCase === 'still'));
    await eventually('the other case goes on', () => taken.get('other') === 1, 60_000);
    for (const end of letGo.splice(0)) end();
  });

  it('take over from one per shard where each of these had come to, and go on in order', async () => {
    await bringUpApart();
    await put(0, 3);
    await crashAtWork('08a', '63b');
    await ensureInbox(nc, TOPOLOGY);
    expect(await names()).toEqual(namesOf(8));
    // The second of 08a is message 13, of 63b 20; who has nothing unsettled begins at the end, whatever its shards had before.
    expect(await beginnings()).toEqual([13, 31, 31, 31, 31, 31, 31, 20]);
    await put(3, 5);
    await consumeAll(8);
    await hasAll(5);
    inOrder();
  });

  /** More than are asked for at a time, so that the change really is cut in the middle. */
  const MANY: RegionTopology = { ...TOPOLOGY, laneConsumers: 32 };
  it.each([['CREATED', 1], ['CREATED', 17], ['DELETED', 1], ['DELETED', 40]] as const)('a process that ends at %s number %i of the change leaves nothing wrong', async (what, number) => {
    await bringUpApart();
    await put(0, 3);
    await crashAtWork('00b', '09a', '16a');
    const doomed = await lab.connect(REGION, 'doomed');
    let seen = 0;
    const advisories = nc.subscribe(`$JS.EVENT.ADVISORY.CONSUMER.${what}.${INBOX}.*`, { callback: () => void (++seen === number && doomed.close()) });
    await nc.flush();
    await ensureInbox(doomed, MANY).then(() => doomed.close(), () => undefined);
    expect(seen).toBeGreaterThanOrEqual(number);
    advisories.unsubscribe();
    await put(3, 4);
    await ensureInbox(nc, MANY);
    expect(await names()).toEqual(namesOf(32));
    await consumeAll(32);
    await hasAll(4);
    inOrder();
  });

  it('are changed by two processes at once, and to another number and back while messages come', async () => {
    await bringUpApart();
    await put(0, 3);
    await crashAtWork('16b');
    const other = await lab.connect(REGION, 'other');
    await Promise.all([ensureInbox(nc, TOPOLOGY), ensureInbox(other, TOPOLOGY)]);
    expect(await names()).toEqual(namesOf(8));
    await put(3, 4);
    await ensureInbox(nc, { ...TOPOLOGY, laneConsumers: 16 });
    expect(await names()).toEqual(namesOf(16));
    await consumeAll(16);
    await hasAll(4);
    await Promise.all(open.splice(0).map((consumer) => consumer.close(2_000)));
    await put(4, 5);
    await ensureInbox(nc, TOPOLOGY);
    await ensureInbox(nc, TOPOLOGY);
    expect(await names()).toEqual(namesOf(8));
    await consumeAll(8);
    await hasAll(5);
    inOrder();
  });

  it('a new one that is killed before it settled anything begins again where it began', async () => {
    await bringUpApart();
    await put(0, 3);
    await crashAtWork('08b');
    await ensureInbox(nc, TOPOLOGY);
    const killed = await lab.connect(REGION, 'killed');
    const ofKilled = await consume(killed, consumers.lane('0of8'), () => true);
    const jsm = await nc.jetstreamManager();
    await eventually('it has all in hand', async () => (await jsm.consumers.info(INBOX, consumers.lane('0of8'))).num_pending === 0);
    await kill(killed, ofKilled);
    await lab.crash(REGION);
    lab.startRegion(REGION, { alone: true });
    nc = await lab.connect(REGION);
    await put(3, 4);
    await ensureInbox(nc, TOPOLOGY);
    await consumeAll(8);
    await hasAll(4);
    inOrder();
  });
});
