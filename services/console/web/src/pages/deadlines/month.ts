import { dayAfter, isDay } from '../../parts/time/instants';

/** The days of a month in weeks from Monday; days of other months are left out. */
export interface MonthCell { readonly day: string; readonly number: number }
export type MonthWeek = readonly (MonthCell | undefined)[];

export const monthOf = (day: string): string => day.slice(0, 7);
export const isMonth = (text: string): boolean => /^\d{4}-\d{2}$/.test(text) && isDay(`${text}-01`);
export const monthAfter = (month: string, months: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const all = year * 12 + (number - 1) + months;
  return `${String(Math.floor(all / 12)).padStart(4, '0')}-${String((all % 12) + 1).padStart(2, '0')}`;
};
export const firstDay = (month: string): string => `${month}-01`;
export const lastDay = (month: string): string => dayAfter(firstDay(monthAfter(month, 1)), -1);

export function weeksOf(month: string): readonly MonthWeek[] {
  const count = Number(lastDay(month).slice(8));
  const before = (new Date(Date.parse(firstDay(month))).getUTCDay() + 6) % 7;
  const cells = Array.from({ length: Math.ceil((before + count) / 7) * 7 }, (_, place): MonthCell | undefined => {
    const number = place - before + 1;
    return number < 1 || number > count ? undefined : { day: `${month}-${String(number).padStart(2, '0')}`, number };
  });
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
