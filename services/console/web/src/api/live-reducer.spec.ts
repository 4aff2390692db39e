import { CHANGED_MAX, LINE_SECONDS, type LiveHappening, type LiveState, beginLive, lineOf, liveAfter, perSecondNow } from './live-reducer';

const log = (at: number, total: number, entries = 1, caseNos: readonly [string, number][] = [], more = false): LiveHappening =>
  ({ type: 'log', at, event: { entries, total, byRegion: {}, more, changed: caseNos.map(([caseNo, logIndex]) => ({ caseNo, logIndex, kind: 'registered', at: '' })) } });
const after = (...happenings: LiveHappening[]): LiveState => happenings.reduce(liveAfter, beginLive(0));

describe('the live stream', () => {
  it('is connecting, open, and reconnecting since it broke, not since the last attempt', () => {
    expect(beginLive(5)).toMatchObject({ phase: 'connecting', since: 5 });
    expect(after({ type: 'opened', at: 10 })).toMatchObject({ phase: 'open', since: 10 });
    expect(after({ type: 'opened', at: 10 }, { type: 'failed', at: 20 }, { type: 'failed', at: 40 })).toMatchObject({ phase: 'reconnecting', since: 20 });
  });
  it('counts entries by second', () => {
    const { seconds, total } = after(log(1_000, 10, 2), log(1_400, 13, 3), log(2_000, 14, 1));
    expect(seconds).toEqual([{ second: 1, entries: 5 }, { second: 2, entries: 1 }]);
    expect(total).toBe(14);
  });
  it('forgets seconds that are no longer on the line', () => {
    expect(after(log(1_000, 1), log((LINE_SECONDS + 2) * 1_000, 2)).seconds).toHaveLength(1);
  });
  it('tells what was missed across a reconnection, and then that lists are to be asked anew', () => {
    const state = after(log(0, 10), { type: 'failed', at: 5 }, log(9_000, 30, 4));
    expect(state).toMatchObject({ phase: 'open', since: 9_000, missed: 16, unnamed: 1, total: 30 });
  });
  it('takes nothing back when an event comes again', () => expect(after(log(0, 10, 5), log(1, 8, 2))).toMatchObject({ total: 10, missed: 0 }));
  it('keeps the newest index of a case', () => {
    expect([...after(log(0, 1, 1, [['A', 3], ['B', 1]]), log(0, 2, 1, [['A', 2]])).changed]).toEqual([['B', 1], ['A', 3]]);
  });
  it('says when more changed than is named', () => expect(after(log(0, 600, 600, [['A', 1]], true)).unnamed).toBe(1));
  it('remembers a bounded number of cases, the newest', () => {
    const many = Array.from({ length: CHANGED_MAX + 5 }, (_, index): [string, number] => [`C${index}`, 1]);
    const { changed } = after(log(0, many.length, many.length, many));
    expect(changed.size).toBe(CHANGED_MAX);
    expect(changed.has('C0')).toBe(false);
    expect(changed.has(`C${CHANGED_MAX + 4}`)).toBe(true);
  });
});

describe('the line', () => {
  it('has every whole second, with nothing where nothing came', () => {
    expect(lineOf([{ second: 7, entries: 4 }, { second: 10, entries: 9 }], 10_500, 4)).toEqual([{ at: 6_000, entries: 0 }, { at: 7_000, entries: 4 }, { at: 8_000, entries: 0 }, { at: 9_000, entries: 0 }]);
  });
  it('gives the mean of the last seconds', () => expect(perSecondNow([{ second: 8, entries: 6 }, { second: 9, entries: 4 }], 10_000, 10)).toBe(1));
});
