import { isMonth, lastDay, monthAfter, weeksOf } from './month';

describe('a month', () => {
  it.each([['2026-12', 1, '2027-01'], ['2026-01', -1, '2025-12'], ['2026-03', 0, '2026-03']])('%s and %i more is %s', (month, more, after) => expect(monthAfter(month, more)).toBe(after));
  it.each([['2026-02', '2026-02-28'], ['2028-02', '2028-02-29'], ['2026-12', '2026-12-31']])('%s ends on %s', (month, day) => expect(lastDay(month)).toBe(day));
  it.each([['2026-03', true], ['2026-13', false], ['2026-3', false]])('%p is one: %p', (text, is) => expect(isMonth(text)).toBe(is));
  it('is weeks from Monday', () => {
    const weeks = weeksOf('2026-03'); // the 1st is a Sunday
    expect(weeks).toHaveLength(6);
    expect(weeks[0]!.map((cell) => cell?.number)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined, 1]);
    expect(weeks.at(-1)!.map((cell) => cell?.number)).toEqual([30, 31, undefined, undefined, undefined, undefined, undefined]);
    expect(weeks.flat().filter(Boolean)).toHaveLength(31);
  });
});
