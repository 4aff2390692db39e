import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { REGION_CODES, consumers, streams } from '@tongban/contracts';
import { type ClockSettingData, REAL_TIME, type RaisedAlarm, beijingDateOf, businessInstant, realMsOf, startOfDay, withAnchor } from '@tongban/domain';
import { DurablePublisher, Timers, ensureCaseYear, ensureRecordStreams } from '@tongban/messaging';
import type { NatsConnection } from 'nats';
import { NatsLab, eventually } from '../../../packages/messaging/test/nats-lab';
import { randomFrom } from '../../../test/faults/switchboard/sampling';
import { walk } from '../../../test/harness/walks';
import { StreamCaseLog } from '../src/nats/stream-case-log';
import { CaseStore } from '../src/record/case-store';
import { HomeHub, Standards, type TimedMessage } from './home-hub';

jest.setTimeout(180_000);

const REGION = 'yrd';
const YEAR = '2026';
const WALK = walk('F-UNE.normal');
const APPLICATION = WALK.messages[0] as TimedMessage;
/** Real milliseconds of a business day: alarms that are weeks away come within seconds. */
const DAY_MS = 300;
const SPEED = 86_400_000 / DAY_MS;
/** Days after its opening on which a case has alarms due: the second to the fifteenth. */
const DAYS_OF_A_CASE = 10;
const OUTAGE_DAYS_MAX = 4;
const CASES_PER_KILL = 16;
// The last one leaves the server alone: what is read then must not be cut short.
const KILLS = [{ server: true, hub: false }, { server: true, hub: true }, { server: false, hub: true }];
const SEED = Number(process.env['TONGBAN_SEED'] ?? Date.now() % 1_000_000);

interface Told { readonly caseNo: string; readonly stage: string; readonly deadlineId: string; readonly wokenBy: string; readonly on: string }

describe(`timers that ring in seconds (G1-C2, seed ${SEED})`, () => {
  let lab: NatsLab;
  let nats: NatsConnection;
  let setting: ClockSettingData;
  let log: StreamCaseLog;
  let standards: Standards;
  let children: ChildProcess[];
  let told: Told[];
  /** What the processes could not do, for the reader of a failure. */
  let trouble: string[];

  beforeEach(async () => {
    [told, trouble, children, standards] = [[], [], [], new Standards()];
    lab = await NatsLab.start(REGION);
    lab.startRegion(REGION, { alone: true });
    nats = await lab.connect(REGION);
    await ensureRecordStreams(nats, { environment: 'sandbox', region: REGION, regions: REGION_CODES, participants: [] });
    await ensureCaseYear(nats, { region: REGION, year: YEAR });
    log = new StreamCaseLog({ nats, region: REGION, publisher: new DurablePublisher(nats) } as never, { has: () => Promise.resolve(true), ensure: () => Promise.resolve(streams.cases(REGION, YEAR)) } as never);
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await lab.stop();
  });

  const now = (): string => businessInstant(setting, Date.now());
  const setClock = (): void => void (setting = withAnchor(REAL_TIME, Date.now(), '2026-03-02T08:00:00+08:00', SPEED));

  /** One that has loaded and waits for its turn. */
  async function spare(): Promise<ChildProcess> {
    const child = fork(path.join(__dirname, 'clocks-process.cjs'), [JSON.stringify({ servers: lab.serverOf(REGION), region: REGION, year: YEAR })]);
    children.push(child);
    child.on('message', (message: Told & { readonly failed?: string }) => void (message.stage ? told.push(message) : message.failed && trouble.push(message.failed)));
    await heardFrom(child, 'loaded');
    return child;
  }
  async function begin(child: ChildProcess, sweepEveryMs?: number): Promise<void> {
    const ready = heardFrom(child, 'ready');
    child.send({ setting, sweepEveryMs });
    await ready;
  }
  async function kill(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** A case whose first message is received now. It is put into the log as the hub would, though no hub runs. */
  async function open(): Promise<string> {
    const hub = new HomeHub(WALK, standards);
    expect(await hub.send(APPLICATION, { receivedAt: now() })).toMatchObject({ code: 'REGISTERED' });
    await eventually('the case is in the log', () => log.append(hub.caseNo, hub.log.entries[0]!.data, 0).then(() => true, async () => (await log.read(hub.caseNo, 1).catch(() => [])).length > 0), 30_000);
    return hub.caseNo;
  }
  const openMany = (count: number): Promise<string[]> => Promise.all(Array.from({ length: count }, open));

  /** What the log says at the end, by a reader of its own. */
  const read = (caseNo: string) => new CaseStore(log, new HomeHub(WALK, standards).releases, 10).load(caseNo);
  const escalated = ({ alarms }: { readonly alarms: readonly RaisedAlarm[] }): string[] => alarms.filter(({ stage }) => stage === 'escalation').map(({ deadlineId }) => deadlineId).sort();
  const untilEscalated = async (caseNos: readonly string[]) => {
    const open = new Set(caseNos);
    await eventually('both deadlines of every case are escalated', async () => {
      for (const caseNo of open) if (escalated(await read(caseNo)).length >= 2) open.delete(caseNo);
      return open.size === 0;
    }, 60_000).catch(async (error: unknown) => {
      const jsm = await nats.jetstreamManager();
      const timers = await jsm.streams.info(streams.timers(REGION), { subjects_filter: '>' });
      const consumer = await jsm.consumers.info(streams.timers(REGION), consumers.timers);
      const left = await Promise.all([...open].map(async (caseNo) => `${caseNo} ${(await read(caseNo)).alarms.map(({ stage, deadlineId }) => `${deadlineId} ${stage}`).join(', ')}`));
      throw new Error(`${(error as Error).message}; now ${now()}, left: ${left.join('; ')}; timers ${JSON.stringify(timers.state)}, consumer ${JSON.stringify(consumer)}, dispatcher ${JSON.stringify(await jsm.consumers.info(streams.cases(REGION, YEAR), consumers.dispatcher))}, trouble ${trouble.join(' ')}`);
    });
    return Promise.all(caseNos.map(read));
  };
  /** Once each, in the order of stages, each on its day or after; `lateMs` is how long after its day had come the last stage was raised. */
  function expectOnce(records: Awaited<ReturnType<typeof untilEscalated>>): number[] {
    return records.flatMap((record) => {
      expect(record.chainWhole).toBe(true);
      expect(escalated(record)).toEqual(['D-S03', 'total']);
      const said = record.entries.flatMap(({ entry }) => (entry.alarmed?.alarms ?? []).map(({ deadlineId, run }) => ({ deadlineId, run, at: entry.registeredAt })));
      expect(said).toHaveLength(record.alarms.length);
      expect(new Set(record.alarms.map(({ deadlineId, run, stage }) => `${deadlineId} ${run} ${stage}`)).size).toBe(record.alarms.length);
      const stages = ['reminder', 'warning', 'escalation'];
      for (const id of ['D-S03', 'total']) {
        const order = record.alarms.filter(({ deadlineId }) => deadlineId === id).map(({ stage }) => stages.indexOf(stage));
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }
      return record.alarms.flatMap(({ stage, dueOn = '' }, at) => {
        if (stage !== 'escalation') return [];
        expect(beijingDateOf(said[at]!.at) > dueOn).toBe(true);
        return [realMsOf(setting, said[at]!.at) - realMsOf(setting, startOfDay(dueOn)) - DAY_MS];
      });
    });
  }
  const by = (wokenBy: string): number => told.filter((one) => one.wokenBy === wokenBy).length;

  it('raise every alarm once, and nobody else does, while server and hub are killed at any moment', async () => {
    const random = randomFrom(SEED);
    // Loaded before the clock runs: the calendar ends with the year, a minute and a half later.
    const [first, ...spares] = await Promise.all([spare(), ...KILLS.filter(({ hub }) => hub).map(spare)]);
    setClock();
    let clocks = first!;
    await begin(clocks);
    const opened: string[] = [];
    for (const killed of KILLS) {
      opened.push(...(await openMany(CASES_PER_KILL)));
      // At any moment of the days on which their alarms come due: some do while nobody is there.
      await delay(random() * DAYS_OF_A_CASE * DAY_MS);
      if (killed.hub) await kill(clocks);
      if (killed.server) await lab.crash(REGION);
      await delay(random() * OUTAGE_DAYS_MAX * DAY_MS);
      if (killed.server) lab.startRegion(REGION, { alone: true });
      if (killed.hub) await begin((clocks = spares.shift()!));
    }
    const records = await untilEscalated(opened);
    const lateMs = expectOnce(records).sort((a, b) => a - b);
    expect([by('sweep'), by('news')]).toEqual([0, 0]);
    expect(by('timer')).toBeGreaterThan(opened.length / 4);
    // A case that has nothing more to raise has no timer.
    await eventually('no timer is left', async () => (await new Timers(nats, REGION).pending()).size === 0, 30_000);
    process.stderr.write(`timers: ${opened.length} cases, alarms raised ${JSON.stringify({ timer: by('timer'), entry: by('entry') })}; escalations late by p50 ${at(lateMs, 0.5)} ms, at most ${at(lateMs, 1)} ms\n`);
  });

  it('that are lost, all of them, are made up for by the sweep, once each', async () => {
    const clocks = await spare();
    setClock();
    const jsm = await nats.jetstreamManager();
    let losing = true;
    const loss = (async () => { while (losing) await jsm.streams.purge(streams.timers(REGION)); })();
    await begin(clocks, 2 * DAY_MS);
    expectOnce(await untilEscalated(await openMany(12)));
    losing = false;
    await loss;
    expect(by('sweep')).toBeGreaterThan(0);
    expect(by('timer')).toBeLessThan(by('sweep'));
  });
});

function heardFrom(child: ChildProcess, word: 'loaded' | 'ready'): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: Record<string, unknown>) => void (message[word] && resolve()));
    child.once('exit', () => reject(new Error(`the process ended before it was ${word}`)));
  });
}
/** At a share of sorted values, rounded. */
const at = (sorted: readonly number[], share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
