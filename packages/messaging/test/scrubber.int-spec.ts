import { streams, subjects } from '@tongban/contracts';
import type { NatsConnection, StreamInfo } from 'nats';
import { DurablePublisher, type ScrubReport, StreamScrubber, ensureCaseYear, ensureRecordStreams } from '../src/index';
import { NatsLab, eventually } from './nats-lab';

const LOG = streams.cases('jjj', '2026');
const UNTOUCHED = streams.cases('jjj', '2025');
const FAILED = streams.failed('jjj');
const TRIMMED = 'TRIMMED';
const STORED = 200;

jest.setTimeout(60_000); // seconds on an idle machine; the suite may share two cores with others

describe('a walk over what is stored', () => {
  let lab: NatsLab;
  let nc: NatsConnection;
  const scrubbers: StreamScrubber[] = [];
  beforeAll(async () => {
    lab = await NatsLab.start('jjj');
    lab.startRegion('jjj', { alone: true });
    nc = await lab.connect('jjj');
    await ensureRecordStreams(nc, { environment: 'sandbox', region: 'jjj', regions: ['jjj', 'yrd'], participants: [] });
    for (const year of ['2025', '2026']) await ensureCaseYear(nc, { region: 'jjj', year });
    await (await nc.jetstreamManager()).streams.add({ name: TRIMMED, subjects: ['trimmed'], max_msgs: 50, allow_direct: true });
    const publisher = new DurablePublisher(nc);
    for (let index = 1; index <= STORED; index++) {
      await Promise.all([
        ...['2025', '2026'].map((year) => publisher.publish(subjects.caseLog('jjj', year, '05', `${index % 9}`), Buffer.from(body(year, index)), { msgId: `${year}-${index}` })),
        publisher.publish('trimmed', Buffer.from(body('trimmed', index)), { msgId: `trimmed-${index}` }),
      ]);
    }
  });
  afterEach(async () => {
    for (const scrubber of scrubbers.splice(0)) await scrubber.stop();
  });
  afterAll(() => lab.stop());

  const body = (stream: string, index: number): string => `entry ${stream} ${String(index).padStart(6, '0')} of the log`;
  const stateOf = async (stream: string): Promise<StreamInfo['state']> => (await (await nc.jetstreamManager()).streams.info(stream)).state;
  function scrubber(): { scrubber: StreamScrubber; changes: ScrubReport[]; errors: unknown[] } {
    const [changes, errors]: [ScrubReport[], unknown[]] = [[], []];
    const made = new StreamScrubber({ nc, messagesPerSecond: 100_000, onChange: (report) => changes.push(report), onError: (_stream, error) => errors.push(error) });
    scrubbers.push(made);
    return { scrubber: made, changes, errors };
  }

  it('finds nothing in whole streams, trimmed ones and empty ones', async () => {
    expect(await stateOf(TRIMMED)).toMatchObject({ first_seq: STORED - 49, last_seq: STORED });
    const { scrubber: whole, changes, errors } = scrubber();
    await whole.round();
    expect(errors).toEqual([]);
    expect(changes).toEqual([]);
    const found = new Map(whole.reports().map((report) => [report.stream, report]));
    for (const stream of [LOG, UNTOUCHED, TRIMMED, FAILED]) expect(found.get(stream)).toMatchObject({ unreadable: [], droppedBytes: 0 });
    expect(found.get(LOG)).not.toHaveProperty('incomplete');
  });

  it('tells what was deleted inside from what cannot be read', async () => {
    const jsm = await nc.jetstreamManager();
    for (const sequence of [180, 181, 190]) await jsm.streams.deleteMessage(TRIMMED, sequence);
    expect((await stateOf(TRIMMED)).num_deleted).toBe(3);
    expect(await scrubber().scrubber.scrub(TRIMMED)).toMatchObject({ unreadable: [], lastSequence: STORED });
  });

  it('names the sequence whose bit was flipped, which the server still counts, and removes nothing', async () => {
    await lab.shutDown('jjj');
    lab.flipBitIn('jjj', LOG, body('2026', 137));
    lab.startRegion('jjj', { alone: true });
    nc = await lab.connect('jjj');
    expect((await stateOf(LOG)).messages).toBe(STORED);
    const { scrubber: walking, changes, errors } = scrubber();
    walking.start();
    await eventually('every stream was walked', () => walking.reports().some(({ stream }) => stream === TRIMMED) && walking.reports().some(({ stream }) => stream === LOG));
    expect(walking.reports().find(({ stream }) => stream === LOG)).toMatchObject({ unreadable: [{ from: 137, to: 137 }] });
    expect(walking.reports().find(({ stream }) => stream === UNTOUCHED)).toMatchObject({ unreadable: [] });
    expect(changes.map(({ stream }) => stream)).toEqual([LOG]);
    expect(errors).toEqual([]);
    await walking.scrub(LOG);
    expect(changes).toHaveLength(1); // the same again is no news
    expect(await stateOf(LOG)).toMatchObject({ messages: STORED, first_seq: 1, last_seq: STORED });
  });
});
