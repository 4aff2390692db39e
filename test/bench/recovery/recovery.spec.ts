import type { Drill } from './drills';
import { recoveryOf } from './recovery';

const drill: Drill = { name: 'cut', request: { fault: 'cut' }, lastsSeconds: 6 };

describe('a recovery', () => {
  it('counts what was due before the heal and answered after it, and nothing else', () => {
    const healedAtMs = 10_000;
    // Due at 5.0, 6.0, 9.0 and 11.0 s; the first is answered before the heal, the last is due after it.
    const load = { latenciesMs: [100, 4_500, 3_000, 50], answeredAtMs: [5_100, 10_500, 12_000, 11_050], answeredInTime: 4, seconds: 15 };
    expect(recoveryOf(drill, 1, 'cut', load, healedAtMs)).toMatchObject({ messages: 4, firstMs: 500, caughtUpMs: 2_000, longestMs: 4_500 });
  });
  it('has no times when nothing was waiting', () => {
    const load = { latenciesMs: [10, 10], answeredAtMs: [1_000, 2_000], answeredInTime: 2, seconds: 3 };
    expect(recoveryOf(drill, 1, 'cut', load, 1_500)).toEqual({ drill, round: 1, did: 'cut', messages: 2, longestMs: 10 });
  });
});
