import { isInstant } from '../calendar/days';
import { beijingInstant } from '../clock/business-clock';

const DAY_MS = 86_400_000;

/** Whether the text is an instant that can be placed on the time line: RFC 3339 with offset, and no leap second. */
export const isPlacedInstant = (text: string): boolean => isInstant(text) && !Number.isNaN(Date.parse(text));

/** Whether `a` is earlier than `b`: by the moment, not by the text, for offsets may differ. */
export const isBefore = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);

/** An owner's log never goes back in time, although the clocks of two servers of its hub may. */
export const laterOf = (a: string | undefined, b: string): string => (a !== undefined && isBefore(b, a) ? a : b);

/** The moment at which the transition window closes, exclusive; Beijing knows no daylight saving, so a day has 24 hours. */
export const transitionEnd = (effectiveFrom: string, transitionDays: number): string => beijingInstant(Date.parse(effectiveFrom) + transitionDays * DAY_MS);
