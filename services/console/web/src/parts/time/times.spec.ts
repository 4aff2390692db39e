import { ageParts, durationParts } from './durations';
import { beginOfDay, beijingDay, dayAfter, daysBetween, endOfDay, formatClock, formatFull, formatInstant, isDay } from './instants';

describe('an instant', () => {
  it.each([
    ['2026-03-02T09:00:00+08:00', 'Asia/Shanghai', '2026-03-02 09:00:00'], ['2026-03-02T09:00:00+08:00', 'UTC', '2026-03-02 01:00:00'],
    ['2026-12-31T23:30:00Z', 'Asia/Shanghai', '2027-01-01 07:30:00'], ['no instant', 'UTC', 'no instant'],
  ] as const)('%s in %s is %s', (instant, zone, text) => expect(formatInstant(instant, zone)).toBe(text));
  it('has its offset where it stands alone', () => {
    expect(formatFull('2026-03-02T01:00:00Z', 'Asia/Shanghai')).toBe('2026-03-02 09:00:00 +08:00');
    expect(formatFull(undefined, 'UTC')).toBe('');
  });
  it('is on the Beijing day', () => expect(beijingDay(Date.parse('2026-03-01T16:00:00Z'))).toBe('2026-03-02'));
  it('has a clock', () => expect(formatClock(Date.parse('2026-03-01T16:00:05Z'), 'Asia/Shanghai')).toBe('00:00:05'));
});

describe('a day', () => {
  it.each([['2026-02-28', true], ['2026-02-30', false], ['2026-2-3', false], ['', false]])('%p is one: %p', (text, is) => expect(isDay(text)).toBe(is));
  it('begins and ends in Beijing', () => expect([beginOfDay('2026-03-02'), endOfDay('2026-03-02')].map((at) => beijingDay(Date.parse(at)))).toEqual(['2026-03-02', '2026-03-02']));
  it('counts across months and years', () => {
    expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysBetween('2026-03-02', '2026-02-27')).toBe(-3);
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 milliseconds'], [250, '250 milliseconds'], [59_999, '59 seconds'], [61_000, '1 minutes 1 seconds'], [3_600_000, '1 hours'], [3_665_000, '1 hours 1 minutes'], [90_000_000, '1 days 1 hours'], [-5, '0 milliseconds'],
  ])('of %i ms is %s', (ms, text) => expect(durationParts(ms).map(({ value, unit }) => `${value} ${unit}`).join(' ')).toBe(text));
  it('is whole seconds as an age', () => expect(ageParts(400)).toEqual([{ value: 0, unit: 'seconds' }]));
});
