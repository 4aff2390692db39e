import fc from 'fast-check';
import type { LaneClock } from './lane-clock';
import { type LaneAnswer, type LaneVerdict, OrderingLanes } from './lanes';

/** Time that moves only when told. */
class SteppedClock implements LaneClock {
  private time = 0;
  private due: { at: number; fire: () => void }[] = [];
  now(): number {
    return this.time;
  }
  after(ms: number, fire: () => void): () => void {
    const entry = { at: this.time + ms, fire };
    this.due.push(entry);
    return () => {
      this.due = this.due.filter((other) => other !== entry);
    };
  }
  /** Moves to the next thing due; false when nothing is. */
  advance(): boolean {
    const next = this.due.sort((a, b) => a.at - b.at).shift();
    if (next === undefined) return false;
    this.time = Math.max(this.time, next.at);
    next.fire();
    return true;
  }
  skip(ms: number): void {
    this.time += ms;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const scenario = fc.record({
  keys: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 }),
  /** Failures before message i succeeds. */
  failures: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 60, maxLength: 60 }),
  /** Which waiting delivery comes next, and whether a held message is delivered once more. */
  picks: fc.infiniteStream(fc.nat(1_000)),
  repeats: fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
  queueMax: fc.integer({ min: 1, max: 5 }),
  parallelMax: fc.integer({ min: 1, max: 3 }),
});

jest.setTimeout(60_000); // a second on an idle machine; the suite may share two cores with others

describe('ordering lanes', () => {
  it('keep the order of every key and lose nothing, whatever fails and however redeliveries interleave', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ keys, failures, picks, repeats, queueMax, parallelMax }) => {
        const clock = new SteppedClock();
        const settled: number[] = [];
        const left = [...failures];
        let running = 0;
        let runningMost = 0;
        const lanes = new OrderingLanes<number>({
          clock, queueMax, parallelMax,
          run: async (slot) => {
            runningMost = Math.max(runningMost, ++running);
            await turn();
            running--;
            if (left[slot.item - 1]!-- > 0) return { retryAfterMs: 100 };
            settled.push(slot.item);
            return 'settled';
          },
        });
        // The server: new messages in order; what was sent back comes in any order.
        let unseen = keys.map((_, index) => index + 1);
        const away = new Set<number>();
        const held = new Set<number>();
        const offer = (sequence: number): LaneAnswer => lanes.offer(String(keys[sequence - 1]), sequence, 1, sequence);
        for (let step = 0; settled.length < keys.length; step++) {
          expect(step).toBeLessThan(20_000);
          for (const sequence of settled) held.delete(sequence);
          if (held.size > 0 && repeats.next().value === 0) expect(offer([...held][0]!)).toBe('held');
          const candidates = [...away, ...unseen.slice(0, 1)];
          if (candidates.length > 0) {
            const sequence = candidates[picks.next().value! % candidates.length]!;
            unseen = unseen.filter((other) => other !== sequence);
            away.delete(sequence);
            if (offer(sequence) === 'held') held.add(sequence);
            else away.add(sequence);
          }
          if (step % 3 === 0 || candidates.length === 0) {
            await turn();
            clock.advance();
          }
        }
        for (const key of new Set(keys)) {
          const ofKey = settled.filter((sequence) => keys[sequence - 1] === key);
          expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
        }
        expect([...settled].sort((a, b) => a - b)).toEqual(keys.map((_, index) => index + 1));
        expect(runningMost).toBeLessThanOrEqual(parallelMax);
        expect(lanes.stats()).toEqual({ held: 0, running: 0, paused: 0, away: 0, lanes: 0 });
      }),
      { numRuns: 200 },
    );
  });

  const recording = (clock: LaneClock, fail: (item: string) => boolean, options: { queueMax?: number; heldBytesMax?: number } = {}) => {
    const done: string[] = [];
    const lanes = new OrderingLanes<string>({
      clock, ...options,
      run: (slot) => {
        if (fail(slot.item)) return Promise.resolve({ retryAfterMs: 1_000 });
        done.push(slot.item);
        return Promise.resolve('settled');
      },
    });
    return { lanes, done };
  };

  it('pause only the lane of the message that failed', async () => {
    const clock = new SteppedClock();
    let broken = true;
    const { lanes, done } = recording(clock, (item) => broken && item === 'a1');
    lanes.offer('a', 1, 1, 'a1');
    lanes.offer('a', 2, 1, 'a2');
    lanes.offer('b', 3, 1, 'b3');
    await turn();
    expect(done).toEqual(['b3']);
    broken = false;
    clock.advance();
    await turn();
    expect(done).toEqual(['b3', 'a1', 'a2']);
  });

  it('let a message that was sent back in before any later one of its key', async () => {
    const clock = new SteppedClock();
    let broken = true;
    const { lanes, done } = recording(clock, (item) => broken && item === 'a1', { queueMax: 1 });
    expect(lanes.offer('a', 1, 1, 'a1')).toBe('held');
    expect(lanes.offer('a', 2, 1, 'a2')).not.toBe('held');
    await turn();
    broken = false;
    clock.advance();
    await turn();
    expect(lanes.offer('a', 3, 1, 'a3')).not.toBe('held');
    expect(lanes.offer('a', 2, 1, 'a2')).toBe('held');
    await turn();
    expect(lanes.offer('a', 3, 1, 'a3')).toBe('held');
    await turn();
    expect(done).toEqual(['a1', 'a2', 'a3']);
  });

  it('run an older message before later ones that still wait, as after a reset of the consumer', async () => {
    const { lanes, done } = recording(new SteppedClock(), () => false);
    for (const sequence of [1, 3, 4, 2]) expect(lanes.offer('a', sequence, 1, `a${sequence}`)).toBe('held');
    for (let step = 0; step < 4; step++) await turn();
    expect(done).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  it('ask for a message back after the pause of its lane, not before', async () => {
    const { lanes } = recording(new SteppedClock(), () => true, { queueMax: 1 });
    lanes.offer('a', 1, 1, 'a1');
    await turn();
    const answer = lanes.offer('a', 2, 1, 'a2');
    expect(answer === 'held' ? 0 : answer.bringBackAfterMs).toBeGreaterThan(1_000);
  });

  it('do not wait for ever for a message that the server no longer has', async () => {
    const clock = new SteppedClock();
    const { lanes, done } = recording(clock, () => false, { queueMax: 1 });
    lanes.offer('a', 1, 1, 'a1');
    expect(lanes.offer('a', 2, 1, 'a2')).not.toBe('held');
    await turn();
    for (let time = 0; time < 3; time++) expect(lanes.offer('a', 3, 1, 'a3')).not.toBe('held');
    clock.skip(61_000);
    const answers = [1, 2, 3].map(() => lanes.offer('a', 3, 1, 'a3'));
    expect(answers.map((answer) => answer === 'held')).toEqual([false, false, true]);
    await turn();
    expect(done).toEqual(['a1', 'a3']);
  });

  it('settle the newest delivery of a message that came twice', async () => {
    let release: () => void = () => undefined;
    const settled: string[] = [];
    const lanes = new OrderingLanes<string>({
      run: async (slot) => {
        await new Promise<void>((resolve) => (release = resolve));
        settled.push(slot.item);
        return 'settled';
      },
    });
    lanes.offer('a', 1, 1, 'first delivery');
    expect(lanes.offer('a', 1, 1, 'second delivery')).toBe('held');
    release();
    await turn();
    expect(settled).toEqual(['second delivery']);
  });

  it('hold no more bytes than allowed', () => {
    const { lanes } = recording(new SteppedClock(), () => true, { heldBytesMax: 100 });
    expect(lanes.offer('a', 1, 80, 'a1')).toBe('held');
    expect(lanes.offer('b', 2, 40, 'b2')).not.toBe('held');
    expect(lanes.offer('c', 3, 10, 'c3')).toBe('held');
  });

  it('let go of everything when another owner has it, but for what runs, which is not run again unless it comes again', async () => {
    const clock = new SteppedClock();
    const ends = new Map<string, (verdict: LaneVerdict) => void>();
    const begun: string[] = [];
    const lanes = new OrderingLanes<string>({
      clock, queueMax: 2, parallelMax: 2,
      run: (slot) => {
        begun.push(slot.item);
        return new Promise((resolve) => ends.set(slot.item, resolve));
      },
    });
    for (const [key, sequence] of [['a', 1], ['a', 2], ['b', 3], ['c', 4], ['d', 6]] as const) lanes.offer(key, sequence, 1, `${key}${sequence}`);
    expect(lanes.offer('a', 5, 1, 'a5')).not.toBe('held');
    ends.get('b3')!({ retryAfterMs: 1_000 });
    await turn();
    expect([begun, lanes.stats()]).toEqual([['a1', 'b3', 'c4'], { held: 5, running: 2, paused: 1, away: 1, lanes: 4 }]);
    lanes.release();
    expect(lanes.stats()).toEqual({ held: 2, running: 2, paused: 0, away: 0, lanes: 2 });
    expect(lanes.offer('c', 4, 1, 'c4 again')).toBe('held');
    for (const item of ['a1', 'c4']) ends.get(item)!({ retryAfterMs: 1_000 });
    await turn();
    while (clock.advance()) await turn();
    expect([begun, lanes.stats()]).toEqual([['a1', 'b3', 'c4', 'c4 again'], { held: 1, running: 1, paused: 0, away: 0, lanes: 1 }]);
  });

  it('say how long the run that began first has been running, and nothing of what waits or has ended', async () => {
    const clock = new SteppedClock();
    const ends = new Map<string, (verdict: LaneVerdict) => void>();
    const lanes = new OrderingLanes<string>({ clock, run: (slot) => new Promise((resolve) => ends.set(slot.item, resolve)) });
    expect(lanes.longestRunMs()).toBe(0);
    lanes.offer('a', 1, 1, 'a1');
    clock.skip(7_000);
    for (const [key, sequence] of [['a', 2], ['b', 3]] as const) lanes.offer(key, sequence, 1, `${key}${sequence}`);
    clock.skip(1_000);
    expect(lanes.longestRunMs()).toBe(8_000);
    ends.get('a1')!('settled');
    await turn();
    expect(lanes.longestRunMs()).toBe(1_000); // b3; a2 began only now
    for (const item of ['a2', 'b3']) ends.get(item)!({ retryAfterMs: 1_000 });
    await turn();
    expect(lanes.longestRunMs()).toBe(0);
  });

  it('hand back in order what was not begun when they drain, and take nothing more', async () => {
    let release: () => void = () => undefined;
    const lanes = new OrderingLanes<string>({
      run: async () => {
        await new Promise<void>((resolve) => (release = resolve));
        return 'settled';
      },
    });
    lanes.offer('a', 1, 1, 'a1');
    lanes.offer('a', 3, 1, 'a3');
    lanes.offer('a', 2, 1, 'a2');
    const draining = lanes.drain();
    expect(lanes.offer('b', 4, 1, 'b4')).toEqual({ bringBackAfterMs: 200 });
    release();
    expect((await draining).map((slot) => slot.item)).toEqual(['a2', 'a3']);
  });
});
