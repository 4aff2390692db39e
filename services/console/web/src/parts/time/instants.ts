/** Mainland time has no summer time since 1991, so an offset is enough and no table of zones is needed. */
export const ZONES = ['Asia/Shanghai', 'UTC'] as const;
export type Zone = (typeof ZONES)[number];
const OFFSET_HOURS: Readonly<Record<Zone, number>> = { 'Asia/Shanghai': 8, UTC: 0 };
export const OFFSET_TEXT: Readonly<Record<Zone, string>> = { 'Asia/Shanghai': '+08:00', UTC: '+00:00' };

const shifted = (at: number, zone: Zone): string => new Date(at + OFFSET_HOURS[zone] * 3_600_000).toISOString();

/** `2026-03-02 09:00:00`; what is no instant is given back as it is, since hiding it would hide a fault. */
export function formatInstant(instant: string | undefined, zone: Zone): string {
  if (instant === undefined) return '';
  const at = Date.parse(instant);
  return Number.isNaN(at) ? instant : shifted(at, zone).slice(0, 19).replace('T', ' ');
}

/** With the offset, for where it stands alone. */
export const formatFull = (instant: string | undefined, zone: Zone): string => {
  const text = formatInstant(instant, zone);
  return text === '' || text === instant ? text : `${text} ${OFFSET_TEXT[zone]}`;
};
export const formatClock = (at: number, zone: Zone): string => shifted(at, zone).slice(11, 19);
/** The Beijing day of an instant: dates of the business are always Beijing's, whatever zone is shown. */
export const beijingDay = (at: number): string => shifted(at, 'Asia/Shanghai').slice(0, 10);

export const beginOfDay = (day: string): string => `${day}T00:00:00+08:00`;
export const endOfDay = (day: string): string => `${day}T23:59:59.999+08:00`;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;
export const isDay = (text: string): boolean => DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(Date.parse(text)).toISOString().startsWith(text);
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
/** Days from one day to another; negative when the other was before. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
