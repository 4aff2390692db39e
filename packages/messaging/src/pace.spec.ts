import { FairTurns } from './fair-turns';
import type { LaneClock } from './lane-clock';
import { Pace } from './pace';

/** Time that goes when the test says so. */
class Clock implements LaneClock {
  private nowMs = 0;
  private timers: { at: number; fire: () => void }[] = [];
  now = (): number => this.nowMs;
  after(ms: number, fire: () => void): () => void {
    const timer = { at: this.nowMs + ms, fire };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((one) => one !== timer));
  }
  async to(ms: number): Promise<void> {
    this.nowMs = ms;
    const due = this.timers.filter(({ at }) => at <= ms);
    this.timers = this.timers.filter(({ at }) => at > ms);
    for (const { fire } of due) fire();
    await new Promise(setImmediate);
  }
}

describe('a pace', () => {
  const never = new AbortController().signal;

  it('lets a burst go at once and the rest one after the other, in the order of asking', async () => {
    const clock = new Clock();
    const pace = new Pace({ perSecond: 10, burst: 3 }, clock);
    const gone: number[] = [];
    for (let number = 1; number <= 6; number++) void pace.turn(1, never).then(() => gone.push(number));
    await clock.to(0);
    expect(gone).toEqual([1, 2, 3]);
    await clock.to(199);
    expect(gone).toEqual([1, 2, 3, 4]);
    await clock.to(300);
    expect(gone).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('without a burst has each wait for the whole of the one before, and saves nothing up', async () => {
    const clock = new Clock();
    const pace = new Pace({ perSecond: 100, burst: 0 }, clock);
    const waits = [50, 50, 10].map((bytes) => {
      const waitMs = pace.waitMs(bytes);
      void pace.turn(bytes);
      return waitMs;
    });
    expect(waits).toEqual([0, 500, 1_000]);
    await clock.to(400);
    expect(pace.waitMs(10)).toBe(700);
    await clock.to(20_000);
    expect(pace.waitMs(100)).toBe(0);
    void pace.turn(100);
    expect(pace.waitMs(1)).toBe(1_000);
  });

  it('saves up no more than a burst while nothing goes', async () => {
    const clock = new Clock();
    const pace = new Pace({ perSecond: 10, burst: 3 }, clock);
    await clock.to(3_600_000);
    for (let number = 1; number <= 3; number++) await pace.turn(1, never);
    expect(pace.waitMs()).toBe(100);
  });

  it('tells how long a new one would wait, and counts what costs less as less', async () => {
    const pace = new Pace({ perSecond: 10, burst: 1 }, new Clock());
    await pace.turn(1, never);
    expect(pace.waitMs()).toBe(100);
    void pace.turn(0.5, never);
    expect(pace.waitMs()).toBe(150);
  });

  it('has no limit where none is given, and another from the moment it is told', async () => {
    const pace = new Pace(undefined, new Clock());
    for (let number = 1; number <= 100; number++) expect(await pace.turn(1, never)).toBe(true);
    pace.set({ perSecond: 1, burst: 1 });
    await pace.turn(1, never);
    expect(pace.waitMs()).toBe(1_000);
  });

  it('lets nobody wait any longer who has given up', async () => {
    const stop = new AbortController();
    const pace = new Pace({ perSecond: 1, burst: 1 }, new Clock());
    await pace.turn(1, stop.signal);
    const turn = pace.turn(1, stop.signal);
    stop.abort();
    expect(await turn).toBe(false);
    expect(await pace.turn(1, stop.signal)).toBe(false);
  });
});

describe('fair turns', () => {
  it('go round the senders, however much one of them asks for, and never above the limit', async () => {
    const turns = new FairTurns(1);
    const begun: string[] = [];
    let running = 0;
    const work = (name: string) => async (): Promise<void> => {
      begun.push(name);
      expect(++running).toBe(1);
      await new Promise(setImmediate);
      running--;
    };
    const all = [...Array.from({ length: 5 }, (_, at) => turns.use('busy', work(`busy ${at + 1}`))), turns.use('quiet', work('quiet 1')), turns.use('other', work('other 1')), turns.use('quiet', work('quiet 2'))];
    await Promise.all(all);
    expect(begun).toEqual(['busy 1', 'busy 2', 'quiet 1', 'other 1', 'busy 3', 'quiet 2', 'busy 4', 'busy 5']);
  });

  it('pass on the place of work that failed', async () => {
    const turns = new FairTurns(1);
    const failing = turns.use('a', () => Promise.reject(new Error('failed')));
    await expect(failing).rejects.toThrow('failed');
    expect(await turns.use('b', () => Promise.resolve(1))).toBe(1);
  });
});
