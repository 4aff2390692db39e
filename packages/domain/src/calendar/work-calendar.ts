import { TongbanError } from '@tongban/contracts';
import { addDays, dateOfDayNumber, dayNumberOf, diffDays, requireDate, sameDayMonthsLater, weekdayOf } from './days';

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
  /** Whether it is worked, of each day number of the years the data cover: limits are counted day by day, for every entry of a case log. */
  private readonly worked: ReadonlyMap<number, boolean>;

  /** No years at all is a legal calendar: it covers nothing. @throws TongbanError `hub.internal` when the data contradict themselves. */
  constructor(data: { readonly years: readonly CalendarYear[] }) {
    this.years = Object.freeze(data.years.map(({ year }) => year).sort((a, b) => a - b));
    this.coveredYears = new Set(this.years);
    if (this.coveredYears.size !== data.years.length) throw new TongbanError('hub.internal', 'calendar: a year is given twice');
    const off = new Set(data.years.flatMap(({ nonWorkingDates }) => nonWorkingDates.map(dayNumberOf)));
    const makeup = new Set(data.years.flatMap(({ makeupWorkingDays }) => makeupWorkingDays.map(dayNumberOf)));
    for (const day of makeup) {
      if (off.has(day)) throw new TongbanError('hub.internal', `calendar: ${dateOfDayNumber(day)} is both off and worked`);
    }
    const worked = new Map<number, boolean>();
    for (const year of this.years) {
      const last = dayNumberOf(`${String(year).padStart(4, '0')}-12-31`);
      for (let day = dayNumberOf(`${String(year).padStart(4, '0')}-01-01`); day <= last; day += 1) worked.set(day, !off.has(day) && (makeup.has(day) || weekdayOf(day) <= 5));
    }
    this.worked = worked;
  }

  /** Whether the data say what kind of day this is. */
  covers(date: string): boolean {
    return this.coveredYears.has(Number(requireDate(date).slice(0, 4)));
  }

  /** @throws TongbanError `calendar.not-covered` beyond the data, `field.date` for no date. */
  isWorkingDay(date: string): boolean {
    const worked = this.worked.get(dayNumberOf(date));
    if (worked === undefined) throw new TongbanError('calendar.not-covered', `no calendar for ${date.slice(0, 4)}`);
    return worked;
  }

  /** The day itself when it is a working day, else the next one (Civil Code art. 203). */
  rollToWorkingDay(date: string): DueDate {
    let day = dayNumberOf(date);
    while (this.worked.get(day) === false) day += 1;
    const found = dateOfDayNumber(day);
    return this.worked.has(day) ? { covered: true, date: found } : { covered: false, lowerBound: found };
  }

  /** The first working day after the date. */
  nextWorkingDay(date: string): DueDate {
    return this.rollToWorkingDay(addDays(date, 1));
  }

  /** The `workingDays`th working day after the start day; for 0 the start day itself, or the next working day. */
  addWorkingDays(start: string, workingDays: number): DueDate {
    let left = requireAmount(workingDays, AMOUNT_MAX.days);
    if (left === 0) return this.rollToWorkingDay(start);
    let day = dayNumberOf(start) + 1;
    for (let worked = this.worked.get(day); worked !== undefined; worked = this.worked.get(day)) {
      if (worked) left -= 1;
      if (left === 0) return { covered: true, date: dateOfDayNumber(day) };
      day += 1;
    }
    // Beyond the data at best every day is worked, so the rest cannot be over before then.
    return { covered: false, lowerBound: dateOfDayNumber(day + left - 1) };
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
    const first = dayNumberOf(from);
    for (let offset = 1; offset <= span; offset += 1) {
      const worked = this.worked.get(first + offset);
      if (worked === undefined) covered = false;
      else if (worked) days += 1;
    }
    return covered ? { covered, days } : { covered, daysAtLeast: days };
  }
  /**
   * The first day from which at most so many working days are left until a date, that date counted: for 0 a working day itself, for 1 the working day before it. Where
   * the calendar does not reach, each day counts as worked.
   */
  firstDayWithin(date: string, workingDays: number): string {
    const most = requireAmount(workingDays, AMOUNT_MAX.days);
    let day = dayNumberOf(date);
    for (let counted = 0; ; day -= 1) {
      if (this.worked.get(day) !== false) counted += 1;
      if (counted > most) return dateOfDayNumber(day);
    }
  }
}
