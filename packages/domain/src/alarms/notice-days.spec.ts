import { mainland } from '../../test/reference-flows';
import { addDays } from '../calendar/days';
import { WorkCalendar } from '../calendar/work-calendar';
import { dayAfter, dayOfNotice } from './notice-days';

describe('the day of a notice (T5-C2)', () => {
  it.each([
    ['a plain week', '2026-03-12', 3, '2026-03-09'], ['over a weekend', '2026-03-09', 1, '2026-03-06'], ['the day itself', '2026-03-09', 0, '2026-03-09'],
    ['over the National Day break', '2026-10-08', 3, '2026-09-28'], ['with a Saturday that is worked', '2026-10-12', 1, '2026-10-10'], ['of a date that a message gave and that is no working day', '2026-03-08', 1, '2026-03-05'],
  ])('%s: %s, %d working days before, is %s', (_what, date, days, day) => expect(dayOfNotice(date, days, mainland)).toBe(day));

  it('is for every date of a year the first one from which at most so many working days are left', () => {
    for (let date = '2026-01-20'; date <= '2026-12-31'; date = addDays(date, 1)) {
      for (const days of [0, 1, 3, 5]) {
        const day = dayOfNotice(date, days, mainland);
        const left = (from: string): unknown => mainland.workingDaysBetween(from, date);
        expect(left(addDays(day, -1))).toEqual({ covered: true, days: days + 1 });
        expect((left(day) as { days: number }).days).toBeLessThanOrEqual(days);
      }
    }
  });

  it('beyond the calendar each day counts as worked', () => expect(dayOfNotice('2026-03-09', 3, new WorkCalendar({ years: [] }))).toBe('2026-03-06'));
});

describe('a day after a date', () => {
  it.each([
    ['the first working day after a Friday', '2026-03-06', 1, '2026-03-09'], ['whatever day comes next', '2026-03-06', 0, '2026-03-07'], ['over the National Day break', '2026-09-30', 1, '2026-10-08'],
    ['a Saturday that is worked', '2026-10-09', 1, '2026-10-10'],
  ])('is %s', (_what, date, days, day) => expect(dayAfter(date, days, mainland)).toBe(day));
  it('beyond the calendar is the earliest that it can be', () => expect(dayAfter('2026-03-06', 2, new WorkCalendar({ years: [] }))).toBe('2026-03-08'));
});
