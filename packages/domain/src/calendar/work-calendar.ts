import { TongbanError } from '@tongban/contracts';
import { addDays, dayOfWeek, diffDays, requireDate, sameDayMonthsLater } from './days';

/** The State Council's arrangement for one year. A notice may also name days of the neighbouring years. */
export interface CalendarYear {
  readonly year: number;
  /** Days off: statutory holidays and swapped days, weekends inside a break included. `YYYY-MM-DD`. */
  readonly nonWorkingDates: readonly string[];
  /** Saturdays and Sundays that are worked (调休上班). `YYYY-MM-DD`. */
  readonly makeupWorkingDays: readonly string[];
}

/**
 * A due date, or, where the calendar data do not reach that far, the date it cannot come before. A date that is not
 * covered never stops a case and is never computed from weekends alone.
 */
export type DueDate =
  | { readonly covered: true; readonly date: string }
  | { readonly covered: false; readonly lowerBound: string };

/** A number of working days, or the number known so far where the span leaves the calendar data. */
export type WorkingDayCount =
  | { readonly covered: true; readonly days: number }
  | { readonly covered: false; readonly daysAtLeast: number };

/** A hundred years: far above any legal limit, so that no input keeps a loop busy. */
const AMOUNT_MAX = { days: 36_525, months: 1_200 } as const;

function requireAmount(amount: number, max: number): number {
  if (!Number.isInteger(amount) || amount < 0 || amount > max) throw new TongbanError('query.invalid', `an amount must be a whole number from 0 to ${max}`);
  return amount;
}

/**
 * Counting of limits over a working-day calendar. The day on which a period starts is not counted (Civil Code art. 201);
 * a period in calendar days or months whose last day is no working day ends on the next one (art. 203); a month without
 * that day ends on its last day (art. 202). Dates are Beijing dates. A SAR participant has a calendar of its own.
 */
export class WorkCalendar {
  /** The years the data cover, ascending. */
  readonly years: readonly number[];
  private readonly coveredYears: ReadonlySet<number>;
  private readonly off: ReadonlySet<string>;
  private readonly worked: ReadonlySet<string>;

  /** No years at all is a legal calendar: it covers nothing. @throws TongbanError `hub.internal` when the data contradict themselves. */
  constructor(data: { readonly years: readonly CalendarYear[] }) {
    this.years = Object.freeze(data.years.map(({ year }) => year).sort((a, b) => a - b));
    this.coveredYears = new Set(this.years);
    this.off = new Set(data.years.flatMap(({ nonWorkingDates }) => nonWorkingDates.map(requireDate)));
    this.worked = new Set(data.years.flatMap(({ makeupWorkingDays }) => makeupWorkingDays.map(requireDate)));
    if (this.coveredYears.size !== data.years.length) throw new TongbanError('hub.internal', 'calendar: a year is given twice');
    for (const date of this.worked) {
      if (this.off.has(date)) throw new TongbanError('hub.internal', `calendar: ${date} is both off and worked`);
    }
  }

  /** Whether the data say what kind of day this is. */
  covers(date: string): boolean {
    return this.coveredYears.has(Number(requireDate(date).slice(0, 4)));
  }

  /** @throws TongbanError `calendar.not-covered` beyond the data, `field.date` for no date. */
  isWorkingDay(date: string): boolean {
    if (!this.covers(date)) throw new TongbanError('calendar.not-covered', `no calendar for ${date.slice(0, 4)}`);
    if (this.off.has(date)) return false;
    return this.worked.has(date) || dayOfWeek(date) <= 5;
  }

  /** The day itself when it is a working day, else the next one (Civil Code art. 203). */
  rollToWorkingDay(date: string): DueDate {
    let day = requireDate(date);
    while (this.covers(day)) {
      if (this.isWorkingDay(day)) return { covered: true, date: day };
      day = addDays(day, 1);
    }
    return { covered: false, lowerBound: day };
  }

  /** The first working day after the date. */
  nextWorkingDay(date: string): DueDate {
    return this.rollToWorkingDay(addDays(date, 1));
  }

  /** The `workingDays`th working day after the start day; for 0 the start day itself, or the next working day. */
  addWorkingDays(start: string, workingDays: number): DueDate {
    let left = requireAmount(workingDays, AMOUNT_MAX.days);
    if (left === 0) return this.rollToWorkingDay(start);
    let day = addDays(start, 1);
    for (; this.covers(day); day = addDays(day, 1)) {
      if (this.isWorkingDay(day)) left -= 1;
      if (left === 0) return { covered: true, date: day };
    }
    // Beyond the data at best every day is worked, so the rest cannot be over before then.
    return { covered: false, lowerBound: addDays(day, left - 1) };
  }

  /** The `calendarDays`th day after the start day, moved to the next working day when it is none. Days between need no data. */
  addCalendarDays(start: string, calendarDays: number): DueDate {
    return this.rollToWorkingDay(addDays(start, requireAmount(calendarDays, AMOUNT_MAX.days)));
  }

  /** The same day of the month `months` later, or that month's last day, moved to the next working day when it is none. */
  addMonths(start: string, months: number): DueDate {
    return this.rollToWorkingDay(sameDayMonthsLater(start, requireAmount(months, AMOUNT_MAX.months)));
  }

  /** Working days after `from`, up to and including `to`; 0 when `to` is not later. Undoes `addWorkingDays`. */
  workingDaysBetween(from: string, to: string): WorkingDayCount {
    const span = diffDays(from, to);
    if (span > AMOUNT_MAX.days) throw new TongbanError('query.invalid', `a span may have ${AMOUNT_MAX.days} days at most`);
    let days = 0;
    let covered = true;
    for (let offset = 1; offset <= span; offset += 1) {
      const day = addDays(from, offset);
      if (!this.covers(day)) covered = false;
      else if (this.isWorkingDay(day)) days += 1;
    }
    return covered ? { covered, days } : { covered, daysAtLeast: days };
  }
}
