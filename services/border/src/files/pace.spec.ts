import { Pace } from './pace';

describe('the pace of files', () => {
  it('lets what comes slowly go at once, and what comes fast in its turn', () => {
    let nowMs = 1_000;
    const pace = new Pace(100, () => nowMs);
    expect([pace.reserve(50), pace.reserve(50), pace.reserve(10)]).toEqual([0, 500, 1_000]);
    nowMs += 400;
    expect(pace.reserve(10)).toBe(700);
    nowMs += 10_000;
    // What nobody used is not saved up.
    expect([pace.reserve(100), pace.reserve(1)]).toEqual([0, 1_000]);
  });
});
