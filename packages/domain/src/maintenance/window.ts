import { addDays, beijingDateOf, dayOfWeek } from '../calendar/days';
import { beijingInstant } from '../clock/business-clock';

/** A time in which a participant's system does not answer, as it declares it itself. Times of day are Beijing's. */
export type MaintenanceWindow =
  /** RFC 3339 instants; `until` exclusive. */
  | { readonly repeat: 'once'; readonly from: string; readonly until: string }
  /** `weekday` 1 is Monday; `at` is `HH:MM`. */
  | { readonly repeat: 'weekly'; readonly weekday: number; readonly at: string; readonly minutes: number }
  /** `day` 1 to 28, or counted from the end of the month: -1 is its last day. */
  | { readonly repeat: 'monthly'; readonly day: number; readonly at: string; readonly minutes: number };

/** From when until when; `until` exclusive, RFC 3339 at +08:00. */
export interface MaintenanceSpan { readonly from: string; readonly until: string }

export const WINDOW_MINUTES_MAX = 7 * 1_440;
const LOOK_BACK_DAYS = WINDOW_MINUTES_MAX / 1_440 + 1;
/** Every weekly and monthly window comes round within it. */
const LOOK_AHEAD_DAYS = 62;
/** Windows that follow each other without a gap are one; this many of them at most. */
const CHAINED_MAX = 100;
const MINUTE_MS = 60_000;

/** Until when a participant is not to be expected to answer, where an instant lies in a window; one window that ends where another begins goes on. Undefined outside them. */
export function heldUntil(windows: readonly MaintenanceWindow[], at: string): string | undefined {
  let untilMs: number | undefined;
  for (let chained = 0; chained < CHAINED_MAX; chained++) {
    const asked = untilMs ?? Date.parse(at);
    const ends = spansAround(windows, beijingInstant(asked), 0).filter(({ from, until }) => Date.parse(from) <= asked && asked < Date.parse(until)).map(({ until }) => Date.parse(until));
    if (ends.length === 0) break;
    untilMs = Math.max(...ends);
  }
  return untilMs === undefined ? undefined : beijingInstant(untilMs);
}

/** The next window that begins after an instant; undefined where none does. */
export function nextMaintenance(windows: readonly MaintenanceWindow[], at: string): MaintenanceSpan | undefined {
  const begins = spansAround(windows, at, LOOK_AHEAD_DAYS).filter(({ from }) => Date.parse(from) > Date.parse(at));
  return begins.reduce<MaintenanceSpan | undefined>((first, one) => (first === undefined || Date.parse(one.from) < Date.parse(first.from) ? one : first), undefined);
}

/** Every window that may cover an instant or begins within so many days after it. */
function spansAround(windows: readonly MaintenanceWindow[], at: string, daysAhead: number): MaintenanceSpan[] {
  const today = beijingDateOf(at);
  return windows.flatMap((window): MaintenanceSpan[] => {
    if (window.repeat === 'once') return [{ from: window.from, until: window.until }];
    const days = Array.from({ length: LOOK_BACK_DAYS + daysAhead + 1 }, (_, index) => addDays(today, index - LOOK_BACK_DAYS)).filter((date) => beginsOn(window, date));
    return days.map((date) => {
      const fromMs = Date.parse(`${date}T${window.at}:00+08:00`);
      return { from: beijingInstant(fromMs), until: beijingInstant(fromMs + window.minutes * MINUTE_MS) };
    });
  });
}

function beginsOn(window: Exclude<MaintenanceWindow, { repeat: 'once' }>, date: string): boolean {
  if (window.repeat === 'weekly') return dayOfWeek(date) === window.weekday;
  if (window.day > 0) return Number(date.slice(8)) === window.day;
  // The day that is so far from the first of the next month.
  return addDays(date, -window.day).slice(8) === '01';
}
