import { decode, streams, TongbanError, v1 } from '@tongban/contracts';
import { type NatsConnection, type Subscription, nanos } from 'nats';
import {
  type ConsumerReport, ConsumerWatchdog, Defer, DurableConsumer, type DurableConsumerOptions, type DurableMessage, DurablePublisher, ensureConsumer, ensureRecordStreams, ensureStream,
  parkToFailed, type RetryPolicy, type Settlement,
} from '../src/index';
import { eventually, NatsLab } from './nats-lab';

const QUICK: RetryPolicy = { backoffMs: [20, 40], attemptsMax: 3, parkAgainMs: 100 };
const ACK_WAIT_MS = 1_000;
const LONG_ACK_WAIT_MS = 15_000;

jest.setTimeout(60_000); // seconds on an idle machine; the suite may share two cores with others

describe('a durable consumer', () => {
  let lab: NatsLab;
  let nc: NatsConnection;
  let publisher: DurablePublisher;
  let number = 0;
  const open: DurableConsumer[] = [];
  beforeAll(async () => {
    lab = await NatsLab.start('jjj');
    lab.startRegion('jjj', { alone: true });
    nc = await lab.connect('jjj');
    publisher = new DurablePublisher(nc);
    await ensureRecordStreams(nc, { environment: 'sandbox', region: 'jjj', regions: ['jjj', 'yrd'], participants: [] });
  });
  afterEach(async () => {
    for (const consumer of open.splice(0)) await consumer.close(2_000);
  });
  afterAll(() => lab.stop());

  /** A stream of its own with a consumer `c`, for one test. */
  const freshStream = async (ackWaitMs = ACK_WAIT_MS): Promise<{ stream: string; put: (lane: string, text: string) => Promise<number>; pending: () => Promise<number> }> => {
    const stream = `S${++number}`;
    const jsm = await nc.jetstreamManager();
    await ensureStream(jsm, { name: stream, subjects: [`s${number}.>`], storage: 'file' });
    await ensureConsumer(jsm, stream, { ...wantedConsumer, ack_wait: nanos(ackWaitMs) });
    const prefix = `s${number}`;
    let published = 0;
    return {
      stream,
      put: async (lane, text) => (await publisher.publish(`${prefix}.${lane}`, Buffer.from(text), { msgId: `${++published}`, headers: { 'Tb-Log-Index': text } })).sequence,
      pending: async () => {
        const info = await jsm.consumers.info(stream, 'c');
        return info.num_pending + info.num_ack_pending;
      },
    };
  };
  const wantedConsumer = { durable_name: 'c', ack_policy: 'explicit', ack_wait: nanos(ACK_WAIT_MS), max_deliver: -1, max_ack_pending: 500 };
  const consume = async (stream: string, handle: (text: string, message: DurableMessage, attempt: number) => Promise<void>, options: Partial<DurableConsumerOptions> = {}, on = nc): Promise<DurableConsumer> => {
    const consumer = new DurableConsumer(on, {
      stream, consumer: 'c', retries: QUICK, park: parkToFailed(publisher, 'jjj'),
      handle: (message, attempt) => handle(new TextDecoder().decode(message.data), message, attempt), ...options,
    });
    open.push(consumer);
    await consumer.start();
    return consumer;
  };
  const failedOf = async (stream: string): Promise<v1.FailedMessage[]> => {
    const jsm = await nc.jetstreamManager();
    const { state } = await jsm.streams.info(streams.failed('jjj'));
    const all: v1.FailedMessage[] = [];
    for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq++) {
      const failed = decode(v1.FailedMessage, (await jsm.streams.getMessage(streams.failed('jjj'), { seq })).data);
      if (failed.stream === stream) all.push(failed);
    }
    return all;
  };

  it('retries the flaky, parks the poison, and lets neither overtake or stop anybody', async () => {
    const { stream, put, pending } = await freshStream();
    for (let index = 0; index < 5; index++) for (const lane of ['ok', 'flaky', 'poison', 'broken', 'slow']) await put(lane, `${lane} ${index}`);
    const handled: Record<string, string[]> = {};
    const attempts: Record<string, number> = {};
    const settlements: Settlement[] = [];
    await consume(stream, async (text, message) => {
      const lane = message.subject.split('.')[1]!;
      attempts[text] = (attempts[text] ?? 0) + 1;
      if (text === 'poison 2') throw new TongbanError('message.malformed', 'not decodable');
      if (text === 'broken 2') throw new Error('who would have thought: 张三');
      if (lane === 'flaky' && attempts[text]! < 3) throw new TongbanError('hub.starting', 'not yet');
      if (text === 'slow 1') await new Promise((resolve) => setTimeout(resolve, 2.2 * ACK_WAIT_MS));
      (handled[lane] ??= []).push(text);
    }, { observe: (settlement) => settlements.push(settlement) });
    await eventually('all but the slow lane are through', () => ['ok', 'flaky', 'poison', 'broken'].every((lane) => handled[lane]?.at(-1) === `${lane} 4`));
    expect(handled.slow).toEqual(['slow 0']);
    await eventually('nothing is pending', async () => (await pending()) === 0);
    const all = (lane: string): string[] => [0, 1, 2, 3, 4].map((index) => `${lane} ${index}`);
    expect(handled).toEqual({
      ok: all('ok'), flaky: all('flaky'), slow: all('slow'),
      poison: all('poison').filter((text) => text !== 'poison 2'), broken: all('broken').filter((text) => text !== 'broken 2'),
    });
    expect(attempts).toMatchObject({ 'poison 2': 1, 'broken 2': 3, 'flaky 0': 3, 'slow 1': 1, 'slow 2': 1 });
    const failed = await failedOf(stream);
    expect(failed.map((each) => [new TextDecoder().decode(each.original), each.code, each.attempts, each.consumer])).toEqual([
      ['poison 2', 'message.malformed', 1, 'c'], ['broken 2', 'hub.internal', 3, 'c'],
    ]);
    expect(failed[0]).toMatchObject({ cause: 'not decodable', headers: { 'Tb-Log-Index': 'poison 2' } });
    expect(failed[1]!.cause).toMatch(/^Error at /);
    expect(settlements.filter((settlement) => settlement.outcome === 'parked').map((settlement) => settlement.code)).toEqual(['message.malformed', 'hub.internal']);
  });

  it('waits for a dependency without counting, however often', async () => {
    const { stream, put, pending } = await freshStream();
    await put('a', 'first');
    await put('a', 'second');
    let runs = 0;
    const handled: string[] = [];
    await consume(stream, async (text, _message, attempt) => {
      expect(attempt).toBe(1);
      if (++runs <= 10) throw new Defer(10, 'the region is not reachable');
      handled.push(text);
    });
    await eventually('nothing is pending', async () => (await pending()) === 0);
    expect(handled).toEqual(['first', 'second']);
    expect(await failedOf(stream)).toEqual([]);
  });

  it('keeps a message that cannot even be parked', async () => {
    const { stream, put, pending } = await freshStream();
    await put('a', 'poison');
    await put('b', 'fine');
    let parkings = 0;
    const handled: string[] = [];
    await consume(stream, async (text) => {
      if (text === 'poison') throw new TongbanError('message.malformed', 'x');
      handled.push(text);
    }, {
      park: async (...failed) => {
        if (++parkings < 3) throw new TongbanError('hub.storage-full', 'FAILED has no room');
        await parkToFailed(publisher, 'jjj')(...failed);
      },
    });
    await eventually('nothing is pending', async () => (await pending()) === 0);
    expect(handled).toEqual(['fine']);
    expect(await failedOf(stream)).toHaveLength(1);
  });

  it('keeps the order of a case that piles up far beyond its lane, and passes others by', async () => {
    const { stream, put, pending } = await freshStream();
    const sequences: number[] = [];
    for (let index = 0; index < 150; index++) sequences.push(await put('hot', `${index}`));
    await put('calm', 'calm');
    let blocked = true;
    const handled: number[] = [];
    let calm = false;
    const consumer = await consume(stream, async (text, message) => {
      if (text === 'calm') calm = true;
      else if (blocked) throw new Defer(50, 'not now');
      else handled.push(message.streamSequence);
    }, { laneQueueMax: 16 });
    await eventually('the calm case went by', () => calm);
    expect(consumer.stats()).toMatchObject({ held: 16, away: 134 });
    blocked = false;
    await eventually('nothing is pending', async () => (await pending()) === 0);
    expect(handled).toEqual(sequences);
  });

  it('finishes what it has in hand when it closes and gives back the rest, which the next one takes in order', async () => {
    const { stream, put, pending } = await freshStream();
    for (let index = 0; index < 6; index++) await put('a', `${index}`);
    const handled: string[] = [];
    let release: () => void = () => undefined;
    const first = await consume(stream, async (text) => {
      await new Promise<void>((resolve) => (release = resolve));
      handled.push(text);
    });
    await eventually('one is in hand', () => first.stats().running === 1 && first.stats().held === 6);
    const closing = first.close();
    release();
    await closing;
    expect(handled).toEqual(['0']);
    await put('a', '6');
    await consume(stream, async (text) => void handled.push(text));
    await eventually('nothing is pending', async () => (await pending()) === 0);
    expect(handled).toEqual(['0', '1', '2', '3', '4', '5', '6']);
  });

  it('takes what a crashed predecessor left before anything newer', async () => {
    const { stream, put, pending } = await freshStream(LONG_ACK_WAIT_MS);
    for (let index = 0; index < 4; index++) await put('a', `${index}`);
    const other = await lab.connect('jjj', 'crashing');
    let held = 0;
    await consume(stream, async () => {
      held++;
      throw new Defer(60_000, 'never gets there');
    }, {}, other);
    await eventually('it holds the first', () => held === 1);
    await other.close(); // no drain, no negative acknowledgement: as if the process were gone
    await put('a', '4');
    const handled: string[] = [];
    const startedAt = Date.now();
    await consume(stream, async (text) => void handled.push(text));
    await eventually('nothing is pending', async () => (await pending()) === 0);
    expect(handled).toEqual(['0', '1', '2', '3', '4']);
    expect(Date.now() - startedAt).toBeLessThan(LONG_ACK_WAIT_MS); // not by waiting for the acknowledgement to run out
  });

  it('goes on after its consumer was deleted and made again', async () => {
    const { stream, put, pending } = await freshStream();
    const handled: string[] = [];
    const availability: boolean[] = [];
    await consume(stream, async (text) => void handled.push(text), { onAvailability: (available) => availability.push(available) });
    await put('a', 'before');
    await eventually('it runs', () => handled.length === 1);
    const jsm = await nc.jetstreamManager();
    await jsm.consumers.delete(stream, 'c');
    await eventually('it noticed', () => availability[0] === false);
    await ensureConsumer(jsm, stream, { ...wantedConsumer, deliver_policy: 'new' });
    await eventually('it goes on', async () => {
      await put('a', 'after');
      return handled.includes('after');
    });
    expect(availability).toEqual([false, true]);
    await eventually('nothing is pending', async () => (await pending()) === 0);
  });

  it('goes on after the server crashed, without loss and in order', async () => {
    const { stream, put, pending } = await freshStream();
    const handled: number[] = [];
    await consume(stream, async (_text, message) => {
      handled.push(message.streamSequence);
      await new Promise((resolve) => setTimeout(resolve, 2));
    });
    for (let index = 0; index < 30; index++) await put('a', `${index}`);
    await lab.crash('jjj');
    lab.startRegion('jjj', { alone: true });
    for (let index = 30; index < 60; index++) await put('a', `${index}`);
    await eventually('nothing is pending', async () => (await pending().catch(() => 1)) === 0);
    const firstTimes = handled.filter((sequence, index) => handled.indexOf(sequence) === index);
    expect(firstTimes).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it('refuses to start on a consumer that does not exist', async () => {
    await expect(consume('NOWHERE', async () => undefined)).rejects.toMatchObject({ code: 'topology.mismatch' });
  });

  it('that hears nothing any more begins again when the watchdog finds messages waiting', async () => {
    const { stream, put, pending } = await freshStream();
    const own = await lab.connect('jjj');
    const listening: Subscription[] = [];
    const subscribe = own.subscribe.bind(own);
    own.subscribe = (...args) => {
      listening.push(subscribe(...args));
      return listening.at(-1)!;
    };
    const handled: string[] = [];
    const consumer = await consume(stream, (text) => { handled.push(text); return Promise.resolve(); }, {}, own);
    await put('a', '1');
    await eventually('the first', () => handled.length === 1);
    for (const subscription of listening) subscription.unsubscribe(); // the client lost it: no error, and requests that nobody hears the answers of
    await own.flush();
    await Promise.all(['2', '3'].map((text) => put('a', text)));
    const reports: ConsumerReport[] = [];
    const watchdog = new ConsumerWatchdog({
      nc, consumers: () => [{ stream, consumer: 'c' }], everyMs: 50, stoppedAfterMs: 500, cure: () => consumer.askAnew(), onChange: (report) => reports.push(report),
    });
    watchdog.start();
    try {
      await eventually('what waited', () => handled.length === 3);
      await eventually('nothing waits', async () => (await pending()) === 0);
      await eventually('it is said to move', () => reports.length === 2);
    } finally {
      await watchdog.stop();
    }
    expect(reports).toMatchObject([{ stream, consumer: 'c', stopped: true, pending: 2, cures: 1 }, { stopped: false, cures: 0 }]);
    expect([...handled].sort()).toEqual(['1', '2', '3']);
  });
});
