import type { LogTailEntry } from '@tongban/contracts';
import { LiveFeed } from './live-feed';
import { FlowMeter } from './flow-meter';
import { entriesBetween, readPositions, totalOf, writePositions } from './positions';
import { RecentLog } from './recent-log';

const entry = (sequence: number, more: Partial<LogTailEntry> = {}): LogTailEntry => ({
  year: '2026', sequence, caseNo: `C${sequence % 3}`, logIndex: sequence, kind: 'registered', at: '2026-03-02T09:00:00+08:00', storedAt: new Date(sequence * 1_000).toISOString(), ...more,
});

describe('where logs are', () => {
  it('is one line that is read back', () => {
    const positions = { 'yrd.2026': 66, 'nat.2026': 77 };
    expect(writePositions(positions)).toBe('nat.2026:77;yrd.2026:66');
    expect(readPositions(writePositions(positions))).toEqual(positions);
    expect(totalOf(positions)).toBe(143);
  });
  it.each(['', 'x', 'nat.2026:-1', 'nat.2026:1;', '__proto__:1', `nat.2026:${'9'.repeat(30)}`])('%s is no place', (text) => expect(readPositions(text)).toBeUndefined());
  it('counts what lies between, and all of a log that was made anew', () => {
    expect(entriesBetween({ 'nat.2026': 5, 'yrd.2026': 9 }, { 'nat.2026': 7, 'yrd.2026': 4, 'yrd.2027': 1 })).toEqual({ nat: 2, yrd: 5 });
  });
});

describe('the recent log', () => {
  const log = (): RecentLog => {
    const recent = new RecentLog();
    recent.beginAt('nat.2026', 10);
    recent.add('nat.2026', [entry(11), entry(12), entry(13), entry(14)]);
    return recent;
  };
  it('tells what came since, each case once and the newest last', () => {
    const event = log().since({ 'nat.2026': 11 })!;
    expect({ entries: event.entries, total: event.total, byRegion: event.byRegion, more: event.more }).toEqual({ entries: 3, total: 14, byRegion: { nat: 3 }, more: false });
    expect(event.changed.map(({ caseNo, logIndex }) => [caseNo, logIndex])).toEqual([['C0', 12], ['C1', 13], ['C2', 14]]);
  });
  it('counts what it does not keep, and says that it cannot name it', () => {
    expect(log().since({ 'nat.2026': 3 })).toMatchObject({ entries: 11, total: 14, more: true });
    expect(log().since({ 'nat.2026': 14 })).toBeUndefined();
  });
  it('names at most 500 cases', () => {
    const recent = new RecentLog();
    recent.beginAt('nat.2026', 0);
    recent.add('nat.2026', Array.from({ length: 700 }, (_, at) => entry(at + 1, { caseNo: `D${at}` })));
    const event = recent.since({})!;
    expect([event.entries, event.changed.length, event.more]).toEqual([700, 500, true]);
    expect(event.changed.at(-1)!.caseNo).toBe('D699');
  });
});

describe('the live stream', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());
  const client = (takes: () => boolean) => {
    const written: string[] = [];
    let drained: () => void = () => undefined;
    return { written, drain: () => drained(), write: (text: string) => { written.push(text); return takes(); }, onDrain: (then: () => void) => { drained = then; }, close: () => undefined };
  };
  const total = (written: readonly string[]): number => written.flatMap((text) => [...text.matchAll(/event: log\ndata: (.*)\n/g)].map((match) => (JSON.parse(match[1]!) as { entries: number }).entries)).reduce((sum, one) => sum + one, 0);

  it('tells everybody everything, a slow one in fewer events, and one that comes back what it missed', () => {
    const recent = new RecentLog();
    recent.beginAt('nat.2026', 0);
    const feed = new LiveFeed(recent);
    const [fast, slow] = [client(() => true), client(() => false)];
    feed.join(fast, {});
    const leave = feed.join(slow, {});
    for (let at = 1; at <= 5; at++) {
      recent.add('nat.2026', [entry(at)]);
      jest.advanceTimersByTime(500);
    }
    expect([total(fast.written), total(slow.written)]).toEqual([5, 1]);
    slow.drain();
    jest.advanceTimersByTime(500);
    expect(total(slow.written)).toBe(5);
    const last = /id: (.*)\n/.exec(slow.written.at(-1)!)![1]!;
    leave();
    recent.add('nat.2026', [entry(6), entry(7)]);
    const back = client(() => true);
    feed.join(back, readPositions(last));
    jest.advanceTimersByTime(500);
    expect(total(back.written)).toBe(2);
    expect(feed.clients).toBe(2);
    feed.stop();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('the flow meter', () => {
  const at = Date.parse('2026-11-30T00:10:00Z');
  const message = (sender: string, recipient: string, tookMs: number, agoSeconds: number, kind: LogTailEntry['kind'] = 'registered'): LogTailEntry =>
    entry(1, { kind, storedAt: new Date(at - agoSeconds * 1_000).toISOString(), message: { id: 'm', type: 'T', sender, recipient, tookMs } });
  it('measures ordered pairs over the last minute', () => {
    const meter = new FlowMeter(() => at);
    meter.add([message('310000', '510000', 10, 1), message('310000', '510000', 30, 2), message('510000', '310000', 50, 3), message('310000', '510000', 0, 4, 'rejected'), message('310000', '510000', 10, 61), entry(2, { kind: 'receipts' })]);
    expect(meter.measure((from) => from === '310000')).toEqual({ messages: 3, rejected: 1, perSecond: 3 / 60, latencyMs: { p50: 10, p99: 30 } });
    expect(meter.measure(() => false)).toEqual({ messages: 0, rejected: 0, perSecond: 0 });
    expect(meter.participantPairs()).toEqual([{ from: '310000', to: '510000', messages: 3, perSecond: 3 / 60, rejected: 1 }, { from: '510000', to: '310000', messages: 1, perSecond: 1 / 60, rejected: 0 }]);
  });
  it('forgets what is over', () => {
    let now = at;
    const meter = new FlowMeter(() => now);
    meter.add([message('310000', '510000', 10, 0)]);
    now += 61_000;
    expect(meter.participantPairs()).toEqual([]);
  });
});
