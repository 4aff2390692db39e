import fc from 'fast-check';
import { addDays, beijingDateOf, dayOfWeek, diffDays, isDate, isInstant, requireDate, sameDayMonthsLater } from './days';

const dates = fc.integer({ min: -700_000, max: 2_900_000 }).map((days) => addDays('1970-01-01', days));

describe('business dates', () => {
  it.each(['2026-03-02', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is a date', (text) => expect(isDate(text)).toBe(true));
  it.each(['2026-02-29', '1900-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '0000-01-01', '2026-3-2', '20260302',
    '2026-03-02T00:00:00Z', ' 2026-03-02', '2026-03-02\n', '２026-03-02', '+2026-03-02', ''])('%j is no date', (text) => {
    expect(isDate(text)).toBe(false);
    expect(() => requireDate(text)).toThrow(expect.objectContaining({ code: 'field.date' }));
  });

  it('add and take away days as each other’s inverse', () => fc.assert(fc.property(dates, fc.integer({ min: -9_000, max: 9_000 }), (date, days) => {
    expect(diffDays(date, addDays(date, days))).toBe(days);
    expect(addDays(addDays(date, days), -days)).toBe(date);
  })));
  it('sort as text in the order of time', () => fc.assert(fc.property(dates, dates, (a, b) => expect(Math.sign(diffDays(a, b))).toBe(b > a ? 1 : b < a ? -1 : 0))));
  it('repeat their weekday after seven days and no sooner', () => fc.assert(fc.property(dates, fc.integer({ min: 1, max: 6 }), (date, days) => {
    expect(dayOfWeek(addDays(date, 7))).toBe(dayOfWeek(date));
    expect(dayOfWeek(addDays(date, days))).not.toBe(dayOfWeek(date));
  })));
  it.each([['2026-03-02', 1], ['2026-03-08', 7], ['1970-01-01', 4], ['1969-12-31', 3], ['2000-02-29', 2]])('%s is weekday %i', (date, weekday) => expect(dayOfWeek(date)).toBe(weekday));
  it('end at the year 9999', () => expect(() => addDays('9999-12-31', 1)).toThrow(expect.objectContaining({ code: 'field.date' })));

  it.each([
    ['2026-01-31', 1, '2026-02-28'], ['2024-01-31', 1, '2024-02-29'], ['2026-01-30', 1, '2026-02-28'], ['2026-08-31', 1, '2026-09-30'], ['2026-11-15', 2, '2027-01-15'],
    ['2026-03-31', -1, '2026-02-28'], ['2026-01-05', -1, '2025-12-05'], ['2024-02-29', 12, '2025-02-28'], ['2026-05-20', 0, '2026-05-20'],
  ])('%s and %i months is %s', (date, months, later) => expect(sameDayMonthsLater(date, months)).toBe(later));
  it('stay in the month they are moved to', () => fc.assert(fc.property(dates, fc.integer({ min: -600, max: 600 }), (date, months) => {
    const ordinal = (of: string): number => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7));
    expect(ordinal(sameDayMonthsLater(date, months)) - ordinal(date)).toBe(months);
  })));
});

describe('the business date of an instant', () => {
  it.each([
    ['2026-03-02T09:00:00+08:00', '2026-03-02'], ['2026-03-01T15:59:59Z', '2026-03-01'], ['2026-03-01T15:59:59.999999Z', '2026-03-01'], ['2026-03-01T16:00:00Z', '2026-03-02'],
    ['2025-12-31T16:00:00Z', '2026-01-01'], ['2026-03-01T23:30:00-08:00', '2026-03-02'], ['2026-03-02T00:30:00+14:00', '2026-03-01'], ['2016-12-31T23:59:60Z', '2017-01-01'],
    ['2026-03-02t09:00:00z', '2026-03-02'], ['2026-03-02T00:00:00+08:00', '2026-03-02'],
  ])('%s falls on %s', (instant, date) => expect(beijingDateOf(instant)).toBe(date));
  it.each(['2026-03-02', '2026-03-02T09:00:00', '2026-03-02T24:00:00Z', '2026-02-30T00:00:00Z', '2026-03-02 09:00:00Z', '2026-03-02T09:00Z', '2026-03-02T09:00:00+24:00', ''])(
    '%j is no instant', (text) => {
      expect(isInstant(text)).toBe(false);
      expect(() => beijingDateOf(text)).toThrow(expect.objectContaining({ code: 'field.date' }));
    });
  it('agrees with the calendar arithmetic of the engine', () => fc.assert(fc.property(
    fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true }), fc.integer({ min: -840, max: 840 }), (at, offset) => {
      const two = (value: number): string => String(value).padStart(2, '0');
      const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1);
      const instant = `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
      expect(isInstant(instant)).toBe(true);
      expect(beijingDateOf(instant)).toBe(new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10));
    })));
});
