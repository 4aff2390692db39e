import { TongbanError } from '@tongban/contracts';

/**
 * Arithmetic on business dates: `YYYY-MM-DD` strings of the proleptic Gregorian calendar, years 0001 to 9999, in
 * China Standard Time (UTC+8, no daylight saving). Nothing here reads a clock or the time zone of the process.
 */
const DAY_MS = 86_400_000;
const BEIJING_OFFSET_MINUTES = 480;
const DATE_FORM = /^\d{4}-\d{2}-\d{2}$/;
/** RFC 3339 §5.6; second 60 is a leap second. */
const INSTANT_FORM = /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
const FIRST_DAY = dayNumber('0001-01-01');
const LAST_DAY = dayNumber('9999-12-31');

/** The date of a day number. @throws TongbanError `field.date` outside the years 0001 to 9999. */
export function dateOfDayNumber(day: number): string {
  if (!Number.isInteger(day) || day < FIRST_DAY || day > LAST_DAY) throw new TongbanError('field.date', 'date outside the years 0001 to 9999');
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Whether the text is a real date, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!DATE_FORM.test(text)) return false;
  const day = dayNumber(text);
  return day >= FIRST_DAY && day <= LAST_DAY && new Date(day * DAY_MS).toISOString().startsWith(text);
}

/** @throws TongbanError `field.date` when the text is no real date. */
export function requireDate(text: string): string {
  if (!isDate(text)) throw new TongbanError('field.date', 'not a date of the form YYYY-MM-DD');
  return text;
}

/** Days since 1970-01-01, for loops over many days. @throws TongbanError `field.date`. */
export const dayNumberOf = (date: string): number => dayNumber(requireDate(date));
/** ISO 8601 weekday of a day number. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1; // 1970-01-01 was a Thursday

/** The date `days` days later, or earlier when negative. @throws TongbanError `field.date`. */
export function addDays(date: string, days: number): string {
  return dateOfDayNumber(dayNumber(requireDate(date)) + days);
}

/** Days from one date to another: positive when `to` is later. @throws TongbanError `field.date`. */
export function diffDays(from: string, to: string): number {
  return dayNumber(requireDate(to)) - dayNumber(requireDate(from));
}

/** ISO 8601 weekday: 1 is Monday, 7 is Sunday. @throws TongbanError `field.date`. */
export function dayOfWeek(date: string): number {
  return weekdayOf(dayNumberOf(date));
}

/**
 * The same day of the month `months` months later (or earlier when negative), or the last day of that month where it
 * has no such day: 31 January and one month is 28 or 29 February. @throws TongbanError `field.date`.
 */
export function sameDayMonthsLater(date: string, months: number): string {
  const [year, month, day] = requireDate(date).split('-').map(Number) as [number, number, number];
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
  const prefix = `${String(target.year).padStart(4, '0')}-${String(target.month).padStart(2, '0')}-`;
  for (let last = day; last >= 28; last -= 1) {
    if (isDate(prefix + String(last))) return prefix + String(last);
  }
  return requireDate(prefix + String(day).padStart(2, '0'));
}

/** Whether the text is an instant: RFC 3339 with offset. */
export function isInstant(text: string): boolean {
  const parts = INSTANT_FORM.exec(text);
  return parts !== null && isDate(parts[1] ?? '');
}

/** The business date (Beijing) on which an RFC 3339 instant falls. @throws TongbanError `field.date`. */
export function beijingDateOf(instant: string): string {
  const parts = INSTANT_FORM.exec(instant);
  if (parts === null) throw new TongbanError('field.date', 'not an RFC 3339 instant with offset');
  const [, date = '', hours, minutes, sign, offsetHours = '0', offsetMinutes = '0'] = parts;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  const minuteOfDay = Number(hours) * 60 + Number(minutes) - offset + BEIJING_OFFSET_MINUTES;
  return addDays(date, Math.floor(minuteOfDay / 1440));
}
