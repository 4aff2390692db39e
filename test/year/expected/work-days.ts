import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A date as people write it, `YYYY-MM-DD`; everything here goes from one to the next, day by day. */
export type Day = string;
const MS = 86_400_000;

export const dayAfter = (day: Day): Day => new Date(Date.parse(`${day}T00:00:00Z`) + MS).toISOString().slice(0, 10);
export const dayBefore = (day: Day): Day => new Date(Date.parse(`${day}T00:00:00Z`) - MS).toISOString().slice(0, 10);
/** Date of an instant in Beijing. */
export const beijingDay = (instant: string): Day => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
export const daysLater = (day: Day, count: number): Day => {
  let date = day;
  for (let left = count; left > 0; left -= 1) date = dayAfter(date);
  return date;
};

/** Whether a day is worked; undefined where nobody has published that yet. */
export type Worked = (day: Day) => boolean | undefined;

interface Notice { readonly year: number; readonly nonWorkingDates: readonly Day[]; readonly holidays: readonly { readonly makeupWorkingDays: readonly Day[] }[] }

/** The State Council's notices as the data have them, read with no help of the product. */
export function mainlandDays(file = join(__dirname, '../../../packages/catalogue/data/holidays.json')): Worked {
  const notices = (JSON.parse(readFileSync(file, 'utf8')) as { readonly records: readonly Notice[] }).records;
  const years = new Set(notices.map(({ year }) => String(year)));
  const off = new Set(notices.flatMap(({ nonWorkingDates }) => nonWorkingDates));
  const makeUp = new Set(notices.flatMap(({ holidays }) => holidays.flatMap(({ makeupWorkingDays }) => makeupWorkingDays)));
  return (day) => {
    if (!years.has(day.slice(0, 4))) return undefined;
    if (off.has(day)) return false;
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    return makeUp.has(day) || (weekday !== 0 && weekday !== 6);
  };
}

/** Of a side whose calendar nobody has. */
export const unknownDays: Worked = () => undefined;
