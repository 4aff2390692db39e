import { type Day, type Worked, dayAfter, dayBefore, daysLater } from './work-days';

/** A day from which something counts. While `awaits` is there the day is provisional: the message is not delivered yet. */
export interface Since { on: Day; awaits?: { readonly deliveryNo: number; readonly side: string } | undefined }
export interface Run {
  status: 'running' | 'suspended' | 'stopped' | 'met' | 'ended';
  /** Of a due date that a message named. */
  readonly due?: Day;
  readonly start?: Since;
  readonly pauses: { readonly from: Day; until?: Since }[];
}
export interface Limit { readonly value: number; readonly unit: 'working-day' | 'calendar-day' | 'month' }
/** `covered: false`: nobody has published whether the days until then are worked; it cannot be due before. */
export interface Due { readonly day: Day; readonly covered: boolean }

/** FLOW-FORMAT §6, Counting: one day after the other. Undefined while the run is suspended. */
export function dueOf(run: Run, limit: Limit | undefined, worked: Worked): Due | undefined {
  if (run.due !== undefined) return { day: run.due, covered: true };
  if (run.start === undefined || limit === undefined) return undefined;
  let from = run.start.on;
  let left = limit;
  for (const pause of run.pauses) {
    const due = counted(from, left, worked);
    // Suspending what is overdue leaves it overdue.
    if (due.covered && due.day < pause.from) return due;
    if (pause.from >= from) {
      const rest = daysLeft(from, pause.from, left, due, worked);
      if (rest === undefined) return { day: due.day, covered: false };
      left = rest;
    }
    if (pause.until === undefined) return undefined;
    if (pause.until.on > from) from = pause.until.on;
  }
  return counted(from, left, worked);
}

export const isAwaiting = ({ start, pauses }: Run): boolean => start?.awaits !== undefined || pauses.some(({ until }) => until?.awaits !== undefined);

function counted(from: Day, { value, unit }: Limit, worked: Worked): Due {
  if (unit === 'calendar-day') return rolled(daysLater(from, value), worked);
  if (unit === 'month') return rolled(monthsLater(from, value), worked);
  if (value === 0) return rolled(from, worked);
  let day = from;
  let covered = true;
  // Beyond the notices at best every day is worked.
  for (let left = value; left > 0;) {
    day = dayAfter(day);
    const isWorked = covered ? worked(day) : undefined;
    if (isWorked === undefined) covered = false;
    if (isWorked !== false) left -= 1;
  }
  return { day, covered };
}

function rolled(day: Day, worked: Worked): Due {
  let on = day;
  while (worked(on) === false) on = dayAfter(on);
  return { day: on, covered: worked(on) !== undefined };
}

function monthsLater(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate()))).toISOString().slice(0, 10);
}

/** What is left of a limit on the day it is suspended, that day counted. Months go on in calendar days. */
function daysLeft(from: Day, on: Day, { value, unit }: Limit, due: Due, worked: Worked): Limit | undefined {
  if (unit === 'month') return due.covered ? { value: Math.max(0, calendarDays(on, due.day)), unit: 'calendar-day' } : undefined;
  if (unit === 'calendar-day') return { value: Math.max(0, value - calendarDays(from, on)), unit };
  let gone = 0;
  for (let day = dayAfter(from); day <= on; day = dayAfter(day)) {
    const isWorked = worked(day);
    if (isWorked === undefined) return undefined;
    if (isWorked) gone += 1;
  }
  return { value: Math.max(0, value - gone), unit };
}

function calendarDays(from: Day, to: Day): number {
  let count = 0;
  for (let day = from; day < to; day = dayAfter(day)) count += 1;
  return count;
}

/** The first day from which at most so many working days are left until a date, that date counted. Where nothing is published each day counts as worked. */
export function noticeDay(date: Day, workingDays: number, worked: Worked): Day {
  let left = 0;
  let day = date;
  for (;;) {
    if (worked(day) !== false) left += 1;
    if (left > workingDays) return day;
    day = dayBefore(day);
  }
}

/** The day on which so many working days have passed since a date; for 0 the next day. */
export function workingDaysPast(date: Day, workingDays: number, worked: Worked): Day {
  if (workingDays === 0) return dayAfter(date);
  return counted(date, { value: workingDays, unit: 'working-day' }, worked).day;
}
