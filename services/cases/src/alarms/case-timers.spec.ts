import { type ClockSettingData, REAL_TIME, realMsOf, startOfDay, withAnchor } from '@tongban/domain';
import { CaseTimers } from './case-timers';

const CASE = 'C-1';
const DAY = '2026-03-06';
/** A business day lasts a real day, from 2026-03-02 on. */
const started = (): ClockSettingData => withAnchor(REAL_TIME, Date.now(), '2026-03-02T10:00:00+08:00', 1);

/** The port, and what was written to it. It stands for the port, not for JetStream. */
class Written {
  readonly set = new Map<string, number>();
  writes = 0;
  fails = false;
  port = {
    set: async (caseNo: string, atMs: number) => { this.write(); this.set.set(caseNo, atMs); },
    cancel: async (caseNo: string) => { this.write(); this.set.delete(caseNo); },
    pending: async () => new Set(this.set.keys()),
  };
  private write(): void {
    if (this.fails) throw new Error('nobody answers');
    this.writes += 1;
  }
}

describe('timers of cases (T5-C2)', () => {
  let written: Written;
  let setting: ClockSettingData;
  let waiting: { caseNo: string; day: number }[];
  let failures: number;
  let timers: CaseTimers;
  const process = (rememberedMax = 100): CaseTimers => new CaseTimers({
    timers: written.port, setting: () => setting, waiting: async function* () { yield waiting; }, rememberedMax, onError: () => void failures++,
  });
  beforeEach(() => {
    [written, setting, waiting, failures] = [new Written(), started(), [], 0];
    timers = process();
  });
  const dayMs = (day = DAY): number => realMsOf(setting, startOfDay(day));

  it('are set to the real moment at which the day begins, and written once while the day stays', async () => {
    for (let index = 1; index <= 5; index++) await timers.follow({ caseNo: CASE, logIndex: index }, index, DAY);
    expect([written.writes, written.set.get(CASE)]).toEqual([1, dayMs()]);
    await timers.follow({ caseNo: CASE, logIndex: 6 }, 6, '2026-03-04');
    expect([written.writes, written.set.get(CASE)]).toEqual([2, dayMs('2026-03-04')]);
    await timers.follow({ caseNo: CASE, logIndex: 7 }, 7, undefined);
    await timers.follow({ caseNo: CASE, logIndex: 8 }, 8, undefined);
    expect([written.writes, written.set.size]).toEqual([3, 0]);
  });

  it('are written for no case that never had one, nor for a day that has come', async () => {
    await timers.follow({ caseNo: CASE, logIndex: 1 }, 1, undefined);
    await timers.follow({ caseNo: 'C-2', logIndex: 1 }, 1, '2026-03-02');
    expect(written.writes).toBe(0);
  });

  it('of a log that several entries were read of at once are written once', async () => {
    // The fold is ahead of the entry that is read.
    for (let index = 1; index <= 4; index++) await timers.follow({ caseNo: CASE, logIndex: 4 }, index, DAY);
    expect(written.writes).toBe(1);
  });

  it('are written again where another process followed the log in between', async () => {
    await timers.follow({ caseNo: CASE, logIndex: 1 }, 1, DAY);
    await timers.follow({ caseNo: CASE, logIndex: 9 }, 9, DAY);
    expect(written.writes).toBe(2);
  });

  it('are all set anew when the clock is, also for a process that was not there', async () => {
    waiting = [{ caseNo: CASE, day: 20260306 }, { caseNo: 'C-2', day: 20260309 }];
    await timers.round();
    await timers.round();
    expect(written.writes).toBe(2);
    setting = withAnchor(setting, Date.now(), '2026-03-04T10:00:00+08:00', 3_600);
    await timers.round();
    expect([written.writes, written.set.get(CASE), written.set.get('C-2')]).toEqual([4, Math.ceil(dayMs()), Math.ceil(dayMs('2026-03-09'))]);
    await process().round();
    expect(written.writes).toBe(6);
  });

  it('that are lost are set again when somebody doubts, and only those', async () => {
    waiting = [{ caseNo: CASE, day: 20260306 }, { caseNo: 'C-2', day: 20260309 }];
    await timers.round();
    written.set.delete(CASE);
    await timers.round();
    expect(written.set.has(CASE)).toBe(false);
    timers.doubt();
    await timers.round();
    expect([written.writes, written.set.get(CASE)]).toEqual([3, dayMs()]);
  });

  it('that rang without being heard by anybody ring again at once, though their day has come', async () => {
    waiting = [{ caseNo: CASE, day: 20260301 }];
    await timers.round();
    expect(written.set.get(CASE)).toBeLessThanOrEqual(Date.now());
  });

  it('that a killed server may have lost are set again, though an earlier one is there', async () => {
    await timers.round();
    await timers.follow({ caseNo: CASE, logIndex: 1 }, 1, DAY);
    waiting = [{ caseNo: CASE, day: 20260306 }];
    written.set.set(CASE, dayMs('2026-03-30'));
    timers.disconnected();
    timers.reconnected();
    await timers.round();
    expect(written.set.get(CASE)).toBe(dayMs());
    await timers.round();
    expect(written.writes).toBe(2);
  });

  it('that cannot be set hold up nobody, and are set later', async () => {
    await timers.round();
    await timers.follow({ caseNo: CASE, logIndex: 1 }, 1, '2026-03-20');
    written.fails = true;
    await timers.follow({ caseNo: CASE, logIndex: 2 }, 2, DAY);
    waiting = [{ caseNo: CASE, day: 20260306 }];
    await expect(timers.round()).rejects.toThrow('nobody answers');
    written.fails = false;
    await timers.round();
    expect([failures, written.set.get(CASE)]).toEqual([1, dayMs()]);
  });

  it('that ring early ring again, a second later at the soonest', async () => {
    const beganMs = Date.now();
    await timers.again(CASE, DAY);
    expect(written.set.get(CASE)).toBe(dayMs());
    setting = withAnchor(REAL_TIME, Date.now(), '2026-03-05T23:59:59.990+08:00', 1);
    await timers.again(CASE, DAY);
    expect(written.set.get(CASE)).toBeGreaterThanOrEqual(beganMs + 1_000);
    await timers.again(CASE, '2026-03-05');
    expect(written.writes).toBe(2);
  });

  it('of more cases than are remembered cost a write more, and no memory', async () => {
    timers = process(1);
    await timers.follow({ caseNo: CASE, logIndex: 1 }, 1, DAY);
    await timers.follow({ caseNo: 'C-2', logIndex: 1 }, 1, DAY);
    await timers.follow({ caseNo: CASE, logIndex: 2 }, 2, DAY);
    expect(written.writes).toBe(3);
  });
});
