import { addDays, beijingDateOf, beijingInstant, isInstant } from '@tongban/domain';
import { UsageError } from '../outcome';

const INSTANT_MAX_MS = Date.parse('9999-12-31T23:59:59Z');

/** `--effective-from`; undefined when it was not given. @throws UsageError. */
export function effectiveMoment(given: string | undefined): string | undefined {
  if (given === undefined || (isInstant(given) && Date.parse(given) <= INSTANT_MAX_MS)) return given;
  throw new UsageError('--effective-from应为带时区的RFC 3339时刻，如2026-12-01T00:00:00+08:00', '--effective-from is an RFC 3339 instant with offset, e.g. 2026-12-01T00:00:00+08:00');
}

/** A draft that waits for people: the day after tomorrow, so that there is a day to approve it on. */
export const whenApproved = (now: string): string => `${addDays(beijingDateOf(now), 2)}T00:00:00+08:00`;

/**
 * Nothing is published into the past, and what is published has to reach the other hubs before it holds: a moment after now, in business time.
 * Each try that came too late is followed by one with twice the lead.
 */
export const asSoonAsPossible = (now: string, speed: number, attempt: number): string =>
  beijingInstant(Math.ceil((Date.parse(now) + LEAD_MS * 2 ** attempt * Math.max(speed, 1)) / 1_000) * 1_000);

const LEAD_MS = 3_000;
export const ATTEMPTS_MAX = 5;
