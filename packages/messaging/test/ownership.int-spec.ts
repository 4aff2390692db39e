import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { OWNER_GROUP, TongbanError } from '@tongban/contracts';
import { type NatsConnection, nanos } from 'nats';
import { DurableConsumer, DurablePublisher, ensureConsumer, ensureStream, readSubject } from '../src/index';
import { eventually, NatsLab } from './nats-lab';

jest.setTimeout(120_000); // seconds on an idle machine; the suite may share two cores with others

/** Longer than any wait here: what comes again comes because of a new owner, never because an acknowledgement was overdue. */
const ACK_WAIT_MS = 300_000;
const SILENT_MAX_MS = 2_000;
const CASES = ['a', 'b', 'c'];

/** One reader of a lane in a process of its own, see owner-process.cjs. */
class Reader {
  readonly told: { what: string; of: string }[] = [];
  constructor(readonly child: ChildProcess) {
    child.on('message', (message) => this.told.push(message as { what: string; of: string }));
  }
  of(what: string): string[] {
    return this.told.filter((one) => one.what === what).map(({ of }) => of);
  }
  goAhead(message: string): void {
    this.child.send(message);
  }
  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await ended;
  }
}

/** A lane of a home with the logs of its cases. */
interface Lane {
  readonly stream: string;
  readonly log: string;
  readonly put: (ofCase: string, text: string) => Promise<unknown>;
  readonly entries: (ofCase: string) => Promise<string[]>;
  readonly pending: () => Promise<number>;
}

describe('a consumer that one process owns', () => {
  let lab: NatsLab;
  let nc: NatsConnection;
  let publisher: DurablePublisher;
  let lanes = 0;
  const readers: Reader[] = [];
  const open: DurableConsumer[] = [];
  beforeAll(async () => {
    lab = await NatsLab.start('jjj');
    // With leaf nodes, as a region has: such a server delivers to requests of a process that is gone, or of a connection that broke.
    lab.startRegion('jjj');
    nc = await lab.connect('jjj');
    publisher = new DurablePublisher(nc);
  });
  afterEach(async () => {
    await Promise.all([...readers.splice(0).map((reader) => reader.end('SIGKILL')), ...open.splice(0).map((consumer) => consumer.close(2_000))]);
  });
  afterAll(() => lab.stop());

  const shared = { durable_name: 'c', ack_policy: 'explicit', ack_wait: nanos(ACK_WAIT_MS), max_deliver: -1, max_ack_pending: 500 };
  const owned = (silentMaxMs: number) => ({ ...shared, priority_groups: [OWNER_GROUP], priority_policy: 'pinned_client', priority_timeout: nanos(silentMaxMs) });
  const freshLane = async (silentMaxMs = SILENT_MAX_MS): Promise<Lane> => {
    const [stream, log] = [`LANE${++lanes}`, `LOG${lanes}`];
    const jsm = await nc.jetstreamManager();
    await ensureStream(jsm, { name: stream, subjects: [`${stream.toLowerCase()}.>`], storage: 'file' });
    await ensureStream(jsm, { name: log, subjects: [`${log.toLowerCase()}.>`], storage: 'file', allow_direct: true });
    await ensureConsumer(jsm, stream, owned(silentMaxMs));
    return {
      stream, log,
      put: (ofCase, text) => publisher.publish(`${stream.toLowerCase()}.${ofCase}`, Buffer.from(text), { msgId: text.slice(0, 40) }),
      entries: async (ofCase) => (await readSubject(nc, log, `${log.toLowerCase()}.${ofCase}`)).map(({ data }) => new TextDecoder().decode(data)),
      pending: async () => {
        const { num_pending, num_ack_pending } = await jsm.consumers.info(stream, 'c');
        return num_pending + num_ack_pending;
      },
    };
  };
  const read = async ({ stream, log }: Lane): Promise<Reader> => {
    const child = fork(path.join(__dirname, 'owner-process.cjs'), [nc.getServer(), stream, log], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
    const reader = new Reader(child);
    readers.push(reader);
    await eventually('the reader stands by', () => reader.of('ready').length === 1, 30_000);
    return reader;
  };
  const consume = async ({ stream }: Lane, handle: (text: string) => Promise<void> | void, on = nc): Promise<DurableConsumer> => {
    const consumer = new DurableConsumer(on, {
      stream, consumer: 'c', park: (_message, failure) => Promise.reject(failure), handle: async ({ data }) => handle(new TextDecoder().decode(data)),
    });
    open.push(consumer);
    await consumer.start();
    return consumer;
  };
  const settled = (lane: Lane): Promise<void> => eventually('nothing is pending', async () => (await lane.pending()) === 0, 60_000);
  const numbered = (ofCase: string, from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `${ofCase} ${from + index}`);
  const putAll = async (lane: Lane, from: number, to: number): Promise<void> => {
    for (let index = from; index < to; index++) for (const ofCase of CASES) await lane.put(ofCase, `${ofCase} ${index}`);
  };

  it('gives everything to one of two processes, and when that is killed to the other: nothing lost, doubled or out of order', async () => {
    const lane = await freshLane();
    const [one, other] = [await read(lane), await read(lane)];
    await putAll(lane, 0, 10);
    await eventually('ten of each', async () => (await lane.entries('c')).length === 10, 30_000);
    const [owner, standby] = one.of('decided').length > 0 ? [one, other] : [other, one];
    expect([owner.of('decided').length, standby.told.length]).toEqual([30, 1]);
    const going = putAll(lane, 10, 40);
    await eventually('the owner is at work', () => owner.of('decided').length > 40, 30_000);
    await owner.end('SIGKILL');
    await going;
    await settled(lane);
    for (const ofCase of CASES) expect(await lane.entries(ofCase)).toEqual(numbered(ofCase, 0, 40));
    const killedAt = owner.of('appended').length;
    expect(standby.of('appended').length).toBeGreaterThanOrEqual(120 - owner.of('decided').length);
    expect(standby.of('appended').length).toBeLessThanOrEqual(120 - killedAt);
    expect(standby.of('fenced')).toEqual([]);
  });

  it.each(['one that stood by', 'its successor'])('is taken over by %s from a process that was killed, long before its silence would tell', async (who) => {
    const lane = await freshLane(ACK_WAIT_MS);
    const owner = await read(lane);
    await lane.put('a', 'wait 0');
    await eventually('it has decided', () => owner.of('decided').length === 1);
    const standby = who === 'one that stood by' ? await read(lane) : undefined;
    await putAll(lane, 1, 4);
    await eventually('the other cases go on', async () => (await lane.entries('c')).length === 3);
    await owner.end('SIGKILL');
    const next = standby ?? (await read(lane));
    await eventually('the other one has decided', () => next.of('decided').length > 0, 60_000);
    next.goAhead('wait 0');
    await settled(lane);
    expect(await lane.entries('a')).toEqual(['wait 0', ...numbered('a', 1, 4)]);
  });

  it('takes it from one that stands still with a message in hand; waking, that one is fenced and stands by', async () => {
    const lane = await freshLane();
    const still = await read(lane);
    await lane.put('a', 'wait 0');
    await eventually('it has decided', () => still.of('decided').length === 1);
    const next = await read(lane);
    await putAll(lane, 1, 4);
    await eventually('the other cases go on', async () => (await lane.entries('c')).length === 3);
    expect(next.told).toHaveLength(1);
    still.child.kill('SIGSTOP');
    await eventually('the other one takes over', () => next.of('decided').length === 1, 30_000);
    expect([next.of('decided'), await lane.entries('a')]).toEqual([['wait 0'], []]);
    next.goAhead('wait 0');
    await settled(lane);
    still.goAhead('wait 0');
    still.child.kill('SIGCONT');
    await eventually('its append is fenced', () => still.of('fenced').length === 1, 30_000);
    await putAll(lane, 4, 10);
    await settled(lane);
    expect(await lane.entries('a')).toEqual(['wait 0', ...numbered('a', 1, 10)]);
    for (const ofCase of ['b', 'c']) expect(await lane.entries(ofCase)).toEqual(numbered(ofCase, 1, 10));
    expect(still.of('decided').filter((text) => /^[abc] [4-9]$/.test(text))).toEqual([]);
  });

  it('is handed over at once by a process that ends in order, with what it had not begun', async () => {
    const lane = await freshLane(ACK_WAIT_MS);
    const first = await read(lane);
    await lane.put('a', 'wait 0');
    await eventually('it has decided', () => first.of('decided').length === 1);
    await putAll(lane, 1, 6);
    await eventually('the other cases go on', async () => (await lane.entries('c')).length === 5);
    const second = await read(lane);
    const ending = first.end('SIGTERM');
    await eventually('it is about to end', () => first.of('ending').length === 1); // before, it would begin the next one
    first.goAhead('wait 0');
    await ending;
    await settled(lane);
    expect(await lane.entries('a')).toEqual(['wait 0', ...numbered('a', 1, 6)]);
    expect([first.of('appended').includes('wait 0'), second.of('appended')]).toEqual([true, numbered('a', 1, 6)]);
  });

  it('stays with a process that is long at work, and comes back to one that was idle', async () => {
    const lane = await freshLane(400);
    const handled: string[] = [];
    let release: () => void = () => undefined;
    const first = await consume(lane, async (text) => {
      if (text === 'long') await new Promise<void>((resolve) => (release = resolve));
      handled.push(text);
    });
    await lane.put('a', 'long');
    await eventually('it is in hand', () => first.stats().running === 1);
    const second: string[] = [];
    const standby = await consume(lane, (text) => void second.push(text));
    const startedAt = Date.now();
    // Nothing but time can show that it lasts.
    await eventually('several silences go by', () => Date.now() - startedAt > 1_600);
    for (const text of ['short 1', 'short 2']) await lane.put('b', text);
    await eventually('the others go on', () => handled.length === 2);
    release();
    await settled(lane);
    expect([handled, second, first.isOwner, standby.isOwner]).toEqual([['short 1', 'short 2', 'long'], [], true, false]);
    await standby.close();
    for (let round = 0; round < 3; round++) {
      const jsm = await nc.jetstreamManager();
      await eventually('it was idle for long', async () => {
        const { priority_groups: groups } = (await jsm.consumers.info(lane.stream, 'c')) as unknown as { priority_groups: { pinned_client_id?: string }[] };
        return groups.every(({ pinned_client_id: pin }) => pin === undefined);
      });
      for (const text of ['x', 'y']) await lane.put('a', `${text} ${round}`);
      await settled(lane);
    }
    expect(handled.slice(3)).toEqual(['x 0', 'y 0', 'x 1', 'y 1', 'x 2', 'y 2']);
  });

  it('keeps the order when it loses the consumer with a message in hand that then fails', async () => {
    const lane = await freshLane(ACK_WAIT_MS);
    const handled: string[] = [];
    for (let round = 0; round < 8; round++) {
      let fail: () => void = () => undefined;
      const failing = new Promise<void>((resolve) => (fail = resolve));
      let attempts = 0;
      const consumer = await consume(lane, async (text) => {
        if (text === `first ${round}` && attempts++ === 0) {
          await failing;
          throw new TongbanError('hub.unreachable', 'this time');
        }
        handled.push(text);
      });
      await lane.put('a', `first ${round}`);
      await eventually('it is in hand', () => attempts === 1);
      await nc.request(`$JS.API.CONSUMER.UNPIN.${lane.stream}.c`, JSON.stringify({ group: OWNER_GROUP }));
      await lane.put('a', `second ${round}`);
      await eventually('the second one came', () => consumer.isOwner && consumer.stats().held + handled.length > 2 * round + 1);
      fail();
      await settled(lane);
      await consumer.close();
    }
    const firstTimes = handled.filter((text, index) => handled.indexOf(text) === index);
    expect(firstTimes).toEqual(Array.from({ length: 8 }, (_, round) => [`first ${round}`, `second ${round}`]).flat());
  });

  it('goes on after the server crashed, in order', async () => {
    const lane = await freshLane();
    const handled: string[] = [];
    await consume(lane, async (text) => {
      handled.push(text);
      await new Promise((resolve) => setTimeout(resolve, 2));
    });
    await putAll(lane, 0, 10);
    await lab.crash('jjj');
    lab.startRegion('jjj');
    await putAll(lane, 10, 20);
    await eventually('nothing is pending', async () => (await lane.pending().catch(() => 1)) === 0, 60_000);
    const firstTimes = handled.filter((text, index) => handled.indexOf(text) === index);
    for (const ofCase of CASES) expect(firstTimes.filter((text) => text.startsWith(ofCase))).toEqual(numbered(ofCase, 0, 20));
  });

  it('loses nothing of the order when the connection of its owner breaks again and again', async () => {
    const lane = await freshLane();
    const handled: string[] = [];
    const own = await lab.connect('jjj', 'breaks');
    await consume(lane, (text) => void handled.push(text), own);
    const going = putAll(lane, 0, 60);
    for (let broken = 1; broken <= 4; broken++) {
      await eventually('it is at work', () => handled.length > 12 * broken, 30_000);
      await own.reconnect();
    }
    await going;
    await settled(lane);
    const firstTimes = handled.filter((text, index) => handled.indexOf(text) === index);
    for (const ofCase of CASES) expect(firstTimes.filter((text) => text.startsWith(ofCase))).toEqual(numbered(ofCase, 0, 60));
  });

  it('is taken over with more unsettled than an owner may hold, in order', async () => {
    const lane = await freshLane(ACK_WAIT_MS);
    const owner = await read(lane);
    await lane.put('a', 'wait 0');
    await eventually('it has decided', () => owner.of('decided').length === 1);
    const long = 'x'.repeat(2 ** 20 - 100);
    for (let index = 1; index <= 40; index++) await lane.put('a', `${index} ${long}`);
    await owner.end('SIGKILL');
    const next = await read(lane);
    next.goAhead('wait 0');
    await settled(lane);
    expect((await lane.entries('a')).map((text) => text.split(' ')[0])).toEqual(['wait', ...Array.from({ length: 40 }, (_, index) => `${index + 1}`)]);
  });

  it('is made of one that any process could read, which keeps its place', async () => {
    const jsm = await nc.jetstreamManager();
    await ensureStream(jsm, { name: 'OLD', subjects: ['old'], storage: 'file' });
    await ensureConsumer(jsm, 'OLD', shared);
    const lane = { stream: 'OLD' } as Lane;
    const handled: string[] = [];
    const before = await consume(lane, (text) => void handled.push(text));
    for (const text of ['1', '2']) await publisher.publish('old', Buffer.from(text), { msgId: text.slice(0, 40) });
    await eventually('both are handled', () => handled.length === 2);
    await before.close();
    const { config } = await ensureConsumer(jsm, 'OLD', owned(SILENT_MAX_MS));
    expect(config).toMatchObject({ priority_policy: 'pinned_client', priority_groups: [OWNER_GROUP], priority_timeout: nanos(SILENT_MAX_MS) });
    await publisher.publish('old', Buffer.from('3'), { msgId: '3' });
    await consume(lane, (text) => void handled.push(text));
    await eventually('it goes on', () => handled.length === 3);
    expect(handled).toEqual(['1', '2', '3']);
  });
});
