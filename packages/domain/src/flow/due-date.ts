import { diffDays } from '../calendar/days';
import type { DueDate, WorkCalendar } from '../calendar/work-calendar';
import type { DeadlineRun } from './case-state';
import type { LimitUnit } from './model';

/** A limit in its unit; 0 working days is the start day itself. */
export interface Limit { readonly value: number; readonly unit: LimitUnit }
/**
 * Where a run stands: a due date; days left while it is suspended (none counted off); or, beyond the calendar data, a date
 * before which it cannot be due.
 */
export type Due =
  | { readonly kind: 'due'; readonly on: string }
  | { readonly kind: 'suspended'; readonly daysLeft: number; readonly unit: LimitUnit }
  | { readonly kind: 'not-covered'; readonly notBefore: string };

const SPAN_MAX_DAYS = 36_500;

/** A limit counted from a start day that is not itself counted (FLOW-FORMAT §6, Civil Code art. 201 to 203). */
export function dueFrom(start: string, { value, unit }: Limit, calendar: WorkCalendar): DueDate {
  if (unit === 'working-day') return calendar.addWorkingDays(start, value);
  return unit === 'month' ? calendar.addMonths(start, value) : calendar.addCalendarDays(start, value);
}

/** Working days after `from` up to and including `to`; undefined where the calendar does not reach. */
export function workingDaysUntil(from: string, to: string, calendar: WorkCalendar): number | undefined {
  if (diffDays(from, to) > SPAN_MAX_DAYS) return undefined;
  const count = calendar.workingDaysBetween(from, to);
  return count.covered ? count.days : undefined;
}

/**
 * Replays the pauses of a run. Suspended on day S and resumed on day R, it is due the days left after R; days left are the
 * value minus the days counted up to and including S (for months: calendar days from S to the due date). Suspending an
 * overdue run leaves it overdue. A pause before the start day has nothing to count off yet.
 */
export function dueOf(run: DeadlineRun, limit: Limit | undefined, calendar: WorkCalendar): Due | undefined {
  if (run.due !== undefined) return { kind: 'due', on: run.due };
  if (run.start === undefined || limit === undefined) return undefined;
  let start = run.start.on;
  let left = limit;
  for (const pause of run.pauses) {
    const due = dueFrom(start, left, calendar);
    if (due.covered && pause.from > due.date) return { kind: 'due', on: due.date };
    if (pause.from >= start) {
      const rest = daysLeftAt(pause.from, start, left, due, calendar);
      if (rest === undefined) return { kind: 'not-covered', notBefore: due.covered ? due.date : due.lowerBound };
      left = rest;
    }
    if (pause.until === undefined) return { kind: 'suspended', daysLeft: left.value, unit: left.unit };
    if (pause.until.on > start) start = pause.until.on;
  }
  const due = dueFrom(start, left, calendar);
  return due.covered ? { kind: 'due', on: due.date } : { kind: 'not-covered', notBefore: due.lowerBound };
}

function daysLeftAt(on: string, start: string, { value, unit }: Limit, due: DueDate, calendar: WorkCalendar): Limit | undefined {
  if (unit === 'working-day') {
    const counted = workingDaysUntil(start, on, calendar);
    return counted === undefined ? undefined : { value: Math.max(0, value - counted), unit };
  }
  if (unit === 'calendar-day') return { value: Math.max(0, value - diffDays(start, on)), unit };
  return due.covered ? { value: diffDays(on, due.date), unit: 'calendar-day' } : undefined;
}
