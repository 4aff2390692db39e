import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { addDays, diffDays } from './days';
import { type CalendarYear, type DueDate, WorkCalendar } from './work-calendar';

interface Holidays {
  readonly records: readonly (CalendarYear & { readonly workingDaysInYear: number })[];
  readonly testVectors: {
    readonly isWorkingDay: readonly { date: string; working: boolean }[];
    readonly addWorkingDays: readonly { start: string; workingDays: number; due: string }[];
    readonly addCalendarDays: readonly { start: string; calendarDays: number; rawDue: string; due: string }[];
  };
}
const { records, testVectors } = JSON.parse(readFileSync(join(__dirname, '../../../catalogue/data/holidays.json'), 'utf8')) as Holidays;
const calendar = new WorkCalendar({ years: records });
const due = (date: string): DueDate => ({ covered: true, date });
const notBefore = (lowerBound: string): DueDate => ({ covered: false, lowerBound });

describe('the working-day calendar on the vectors of the reference data', () => {
  it.each(testVectors.isWorkingDay)('$date is worked: $working', ({ date, working }) => expect(calendar.isWorkingDay(date)).toBe(working));
  it.each(testVectors.addWorkingDays)('$start and $workingDays working days is $due', (vector) => {
    expect(calendar.addWorkingDays(vector.start, vector.workingDays)).toEqual(due(vector.due));
    expect(calendar.workingDaysBetween(vector.start, vector.due)).toEqual({ covered: true, days: vector.workingDays });
  });
  it.each(testVectors.addCalendarDays)('$start and $calendarDays days is $due', (vector) => {
    expect(addDays(vector.start, vector.calendarDays)).toBe(vector.rawDue);
    expect(calendar.addCalendarDays(vector.start, vector.calendarDays)).toEqual(due(vector.due));
  });
  it.each(records.map(({ year, workingDaysInYear }) => ({ year, workingDaysInYear })))('$year has $workingDaysInYear working days', ({ year, workingDaysInYear }) => {
    const days = Array.from({ length: year % 4 === 0 ? 366 : 365 }, (_, index) => addDays(`${year}-01-01`, index));
    expect(days.filter((day) => calendar.isWorkingDay(day))).toHaveLength(workingDaysInYear);
  });
});

describe('counting', () => {
  it.each<[string, DueDate, DueDate]>([
    ['0 working days on a working day', calendar.addWorkingDays('2026-03-02', 0), due('2026-03-02')],
    ['0 working days in a break', calendar.addWorkingDays('2026-02-16', 0), due('2026-02-24')],
    ['0 calendar days in a break', calendar.addCalendarDays('2026-02-16', 0), due('2026-02-24')],
    ['a month that ends on a working day', calendar.addMonths('2026-03-02', 1), due('2026-04-02')],
    ['a month without that day', calendar.addMonths('2026-01-31', 1), due('2026-02-28')],
    ['a month that ends in a break', calendar.addMonths('2026-01-20', 1), due('2026-02-24')],
    ['the next working day before a weekend', calendar.nextWorkingDay('2026-03-06'), due('2026-03-09')],
    ['the next working day when Saturday is worked', calendar.nextWorkingDay('2026-02-13'), due('2026-02-14')],
    ['a roll on a working day', calendar.rollToWorkingDay('2026-03-06'), due('2026-03-06')],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
  it('finds nothing between a day and itself or an earlier one', () => {
    expect(calendar.workingDaysBetween('2026-03-02', '2026-03-02')).toEqual({ covered: true, days: 0 });
    expect(calendar.workingDaysBetween('2026-03-09', '2026-03-02')).toEqual({ covered: true, days: 0 });
  });

  const starts = fc.integer({ min: 0, max: diffDays('2024-01-01', '2026-04-30') }).map((days) => addDays('2024-01-01', days));
  const amounts = fc.integer({ min: 1, max: 120 });
  const dateOf = (result: DueDate): string => {
    if (!result.covered) throw new Error(`not covered, not before ${result.lowerBound}`);
    return result.date;
  };
  it('adds what it counts, and ends on a working day', () => fc.assert(fc.property(starts, amounts, (start, days) => {
    const end = dateOf(calendar.addWorkingDays(start, days));
    expect(calendar.workingDaysBetween(start, end)).toEqual({ covered: true, days });
    expect(calendar.isWorkingDay(end)).toBe(true);
    expect(calendar.workingDaysBetween(start, addDays(end, -1))).toEqual({ covered: true, days: days - 1 });
  })));
  it('adds in two steps as in one', () => fc.assert(fc.property(starts, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (start, a, b) => {
    expect(calendar.addWorkingDays(dateOf(calendar.addWorkingDays(start, a)), b)).toEqual(calendar.addWorkingDays(start, a + b));
  })));
  it('never ends earlier for a later start or a longer limit', () => fc.assert(fc.property(starts, amounts, fc.integer({ min: 0, max: 20 }), (start, days, more) => {
    for (const add of [calendar.addWorkingDays, calendar.addCalendarDays] as const) {
      const end = dateOf(add.call(calendar, start, days));
      expect(dateOf(add.call(calendar, start, days + more)) >= end).toBe(true);
      expect(dateOf(add.call(calendar, addDays(start, more), days)) >= end).toBe(true);
    }
    expect(dateOf(calendar.addMonths(addDays(start, more), 2)) >= dateOf(calendar.addMonths(start, 2))).toBe(true);
  })));
});

describe('beyond the calendar data', () => {
  it.each<[string, DueDate, DueDate]>([
    ['working days left after the last covered year', calendar.addWorkingDays('2026-12-30', 3), notBefore('2027-01-02')],
    ['a start beyond the data', calendar.addWorkingDays('2027-03-01', 5), notBefore('2027-03-06')],
    ['0 working days beyond the data', calendar.addWorkingDays('2027-03-01', 0), notBefore('2027-03-01')],
    ['calendar days', calendar.addCalendarDays('2026-12-20', 15), notBefore('2027-01-04')],
    ['months', calendar.addMonths('2026-12-31', 2), notBefore('2027-02-28')],
    ['the next working day', calendar.nextWorkingDay('2026-12-31'), notBefore('2027-01-01')],
    ['a calendar without any year', new WorkCalendar({ years: [] }).addCalendarDays('2026-03-02', 10), notBefore('2026-03-12')],
  ])('%s: only a lower bound is told', (_, found, expected) => expect(found).toEqual(expected));
  it('the last covered working day is still found', () => expect(calendar.addWorkingDays('2026-12-30', 1)).toEqual(due('2026-12-31')));
  it('calendar days need no data for the days between', () =>
    expect(new WorkCalendar({ years: records.filter(({ year }) => year !== 2025) }).addCalendarDays('2024-12-31', 370)).toEqual(due('2026-01-05')));
  it('a working day is not guessed', () => {
    expect(calendar.covers('2027-01-04')).toBe(false);
    expect(() => calendar.isWorkingDay('2027-01-04')).toThrow(expect.objectContaining({ code: 'calendar.not-covered' }));
    expect(() => calendar.isWorkingDay('2023-12-29')).toThrow(expect.objectContaining({ code: 'calendar.not-covered' }));
  });
  it('a count says what is known so far', () => expect(calendar.workingDaysBetween('2026-12-29', '2027-01-29')).toEqual({ covered: false, daysAtLeast: 2 }));
  it('the true date, once the year is loaded, is never before the bound', () => {
    const short = new WorkCalendar({ years: records.filter(({ year }) => year < 2026) });
    fc.assert(fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 90 }), (before, days) => {
      const start = addDays('2025-12-31', -before);
      for (const add of [short.addWorkingDays, short.addCalendarDays] as const) {
        const bound = add.call(short, start, days);
        const truth = add.call(calendar, start, days);
        if (bound.covered) expect(bound).toEqual(truth);
        else expect(truth.covered && truth.date >= bound.lowerBound).toBe(true);
      }
    }));
  });
});

describe('refused by the calendar', () => {
  it.each([-1, 1.5, Number.NaN, 40_000])('an amount of %d', (amount) => {
    for (const add of [calendar.addWorkingDays, calendar.addCalendarDays, calendar.addMonths] as const) {
      expect(() => add.call(calendar, '2026-03-02', amount)).toThrow(expect.objectContaining({ code: 'query.invalid' }));
    }
  });
  it('a span of centuries', () => expect(() => calendar.workingDaysBetween('2026-01-01', '2500-01-01')).toThrow(expect.objectContaining({ code: 'query.invalid' })));
  it('no date', () => expect(() => calendar.addWorkingDays('2026-02-30', 1)).toThrow(expect.objectContaining({ code: 'field.date' })));
  it.each<[string, CalendarYear[]]>([
    ['a year given twice', [{ year: 2026, nonWorkingDates: [], makeupWorkingDays: [] }, { year: 2026, nonWorkingDates: [], makeupWorkingDays: [] }]],
    ['a day both off and worked', [{ year: 2026, nonWorkingDates: ['2026-01-04'], makeupWorkingDays: ['2026-01-04'] }]],
  ])('%s', (_, years) => expect(() => new WorkCalendar({ years })).toThrow(expect.objectContaining({ code: 'hub.internal' })));
});
