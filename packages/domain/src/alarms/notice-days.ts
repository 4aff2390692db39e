import { addDays } from '../calendar/days';
import type { WorkCalendar } from '../calendar/work-calendar';

/** Nobody says `a quarter before`; the rules file is refused beyond it. */
export const NOTICE_WORKING_DAYS_MAX = 60;

/** The day from which on a notice is given so many working days before a date; beyond the calendar it comes a little later, and never before its time. */
export const dayOfNotice = (date: string, workingDaysBefore: number, calendar: WorkCalendar): string =>
  calendar.firstDayWithin(date, Math.min(workingDaysBefore, NOTICE_WORKING_DAYS_MAX));

/** The day on which so many working days have passed since a date; for 0 the day after. Beyond the calendar the earliest day it can be. */
export function dayAfter(date: string, workingDaysAfter: number, calendar: WorkCalendar): string {
  if (workingDaysAfter === 0) return addDays(date, 1);
  const found = calendar.addWorkingDays(date, Math.min(workingDaysAfter, NOTICE_WORKING_DAYS_MAX));
  return found.covered ? found.date : found.lowerBound;
}
