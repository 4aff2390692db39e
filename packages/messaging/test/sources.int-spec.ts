import { consumers, streams, subjects } from '@tongban/contracts';
import type { NatsConnection } from 'nats';
import { DurablePublisher, ensureInbox, ensureRecordStreams, type RegionTopology, type SourceReport, SourceWatchdog } from '../src/index';
import { eventually, NatsLab } from './nats-lab';

const regions = ['jjj', 'yrd'];
const topology = (region: string, participant: string): RegionTopology => ({ environment: 'sandbox', region, regions, participants: [participant] });
const JJJ = topology('jjj', '110000');
const YRD = topology('yrd', '310000');

jest.setTimeout(60_000); // seconds on an idle machine; the suite may share two cores with others

describe('two regions on a backbone', () => {
  let lab: NatsLab;
  let jjj: NatsConnection;
  let yrd: NatsConnection;
  const dogs: SourceWatchdog[] = [];
  beforeAll(async () => {
    lab = await NatsLab.start('jjj', 'yrd');
    lab.startBackbone();
    lab.startRegion('jjj');
    jjj = await lab.connect('jjj');
    await ensureRecordStreams(jjj, JJJ);
    await ensureInbox(jjj, JJJ); // yrd does not exist yet
  });
  afterEach(async () => {
    for (const dog of dogs.splice(0)) await dog.stop();
  });
  afterAll(() => lab.stop());

  let sent = 0;
  const send = async (nc: NatsConnection, from: RegionTopology, to: RegionTopology, count = 1): Promise<void> => {
    for (let index = 0; index < count; index++) {
      const subject = subjects.exchange('sandbox', from.region, from.participants[0]!, to.region, 'hub', '05', 'message');
      await new DurablePublisher(nc).publish(subject, Buffer.from(`${++sent}`), { msgId: `m${sent}` });
    }
  };
  const inLane = async (nc: NatsConnection, region: string): Promise<number> => {
    const jsm = await nc.jetstreamManager();
    return (await jsm.consumers.info(streams.inbox(region), consumers.lane('5of8'))).num_pending;
  };
  const watch = (nc: NatsConnection, of: RegionTopology, kick: boolean): { dog: SourceWatchdog; changes: SourceReport[] } => {
    const changes: SourceReport[] = [];
    const dog = new SourceWatchdog({ nc, topology: of, everyMs: 200, stalledAfterMs: 1_500, kick, onChange: (report) => changes.push(report), onError: () => undefined });
    dogs.push(dog);
    dog.start();
    return { dog, changes };
  };

  it('connects a source that was made before the other region was there, kicked or not', async () => {
    const { changes } = watch(jjj, JJJ, true);
    await eventually('the missing region is reported', () => changes.some((change) => change.region === 'yrd' && change.stalled));
    expect(changes).not.toContainEqual(expect.objectContaining({ region: 'jjj', side: 'inbox', stalled: true }));
    lab.startRegion('yrd');
    yrd = await lab.connect('yrd');
    await ensureRecordStreams(yrd, YRD);
    await ensureInbox(yrd, YRD);
    await send(yrd, YRD, JJJ);
    await eventually('it arrives', async () => (await inLane(jjj, 'jjj')) === 1, 20_000);
    await eventually('the link is reported as moving', () => changes.some((change) => change.region === 'yrd' && change.side === 'inbox' && !change.stalled));
  });

  it('carries messages both ways and inside a region, in order', async () => {
    const before = { jjj: await inLane(jjj, 'jjj'), yrd: await inLane(yrd, 'yrd') };
    await Promise.all([send(jjj, JJJ, YRD, 50), send(yrd, YRD, JJJ, 50), send(jjj, JJJ, JJJ, 50), send(yrd, YRD, YRD, 50)]);
    await eventually('jjj has both', async () => (await inLane(jjj, 'jjj')) === before.jjj + 100);
    await eventually('yrd has both', async () => (await inLane(yrd, 'yrd')) === before.yrd + 100);
    const jsm = await yrd.jetstreamManager();
    const { state } = await jsm.streams.info(streams.inbox('yrd'));
    const fromJjj: number[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await jsm.streams.getMessage(streams.inbox('yrd'), { seq });
      if (message.subject.startsWith('xr.sandbox.jjj.')) fromJjj.push(Number(message.string()));
    }
    expect(fromJjj).toHaveLength(50);
    expect(fromJjj).toEqual([...fromJjj].sort((a, b) => a - b));
  });

  it('loses and doubles nothing when a source is kicked under load', async () => {
    const before = await inLane(jjj, 'jjj');
    const { dog } = watch(jjj, JJJ, false);
    let count = 0;
    let kicking = true;
    const load = (async () => {
      for (; kicking; count += 20) await send(yrd, YRD, JJJ, 20);
    })();
    for (let time = 0; time < 2; time++) await dog.kick('yrd');
    kicking = false;
    await load;
    await send(yrd, YRD, JJJ);
    await eventually('all have arrived', async () => (await inLane(jjj, 'jjj')) >= before + count + 1);
    expect(await inLane(jjj, 'jjj')).toBe(before + count + 1);
  });

  it('reports a source that hears nothing, and attaches it again by itself', async () => {
    const before = await inLane(jjj, 'jjj');
    const jsm = await jjj.jetstreamManager();
    const { config } = await jsm.streams.info(streams.inbox('jjj'));
    await jsm.streams.update(config.name, { ...config, sources: config.sources!.filter(({ name }) => name !== streams.outbox('yrd')) });
    await send(yrd, YRD, JJJ, 3);
    const { changes } = watch(jjj, JJJ, true);
    await eventually('what waited arrives', async () => (await inLane(jjj, 'jjj')) === before + 3, 20_000);
    await eventually('it is reported as moving', () => changes.some((change) => change.side === 'inbox' && !change.stalled), 20_000);
    expect(changes.filter(({ side }) => side === 'inbox')).toMatchObject([{ region: 'yrd', stalled: true, detail: 'not attached' }, { region: 'yrd', stalled: false }]);
  });

  it('sees from the sending side that the other region does not take anything, and that it does again', async () => {
    const { changes } = watch(jjj, JJJ, false);
    await lab.crash('yrd');
    await send(jjj, JJJ, YRD, 3);
    await eventually('the outbox side is reported', () => changes.some((change) => change.side === 'outbox' && change.region === 'yrd' && change.stalled));
    expect(changes.find((change) => change.side === 'outbox')).toMatchObject({ region: 'yrd', stalled: true });
    expect(changes.find((change) => change.side === 'outbox')!.lag).toBeGreaterThanOrEqual(3);
    lab.startRegion('yrd');
    await eventually('it moves again', () => changes.some((change) => change.side === 'outbox' && !change.stalled), 20_000);
  });
});
