import { addDays, beijingDateOf } from '../calendar/days';
import type { AgencySide, Side } from './actors';
import type { DeadlineView } from './deadlines';

/**
 * The business instant until which the region of a side has vouched that everything it received has come; undefined while it has not. Time lost in a hub or on a
 * link is charged to no agency (DESIGN §3): without its word nobody is called late.
 */
export type VouchedUntil = (side: AgencySide) => string | undefined;

/** Whether all that a side's region received until the end of a day has come. The home hub answers for itself; of nobody nothing can come. */
export function isVouchedFor(side: Side | undefined, day: string, vouchedUntil: VouchedUntil): boolean {
  if (side === undefined || side === 'hub') return true;
  const until = vouchedUntil(side);
  return until !== undefined && Date.parse(until) >= Date.parse(endOfDay(day));
}

/** Before every date: of a region that has vouched for nothing. */
const NO_DAY = '0000-01-01';

/** The last Beijing date before `today` that is over and vouched for, given the instant until which all has come. */
export function lastDayVouchedFor(until: string | undefined, today: string): string {
  if (until === undefined) return NO_DAY;
  const began = beijingDateOf(until);
  return addDays(began < today ? began : today, -1);
}

/** The instant at which a Beijing date is over. */
export const endOfDay = (day: string): string => startOfDay(addDays(day, 1));
export const startOfDay = (day: string): string => `${day}T00:00:00+08:00`;

/** A deadline that seems to have passed, or to have ended unmet, is `undetermined` while its side's region is silent: the message that meets it may be on its way. */
export function undeterminedWhereSilent(view: DeadlineView, vouchedUntil: VouchedUntil): DeadlineView {
  if (!view.overdue || view.dueOn === undefined || isVouchedFor(view.side, view.dueOn, vouchedUntil)) return view;
  // What stands still, or was ended by a message that came, still says so.
  return { ...view, ...((view.status === 'running' || view.status === 'ended') && { status: 'undetermined' as const }), overdue: false };
}
