import { type FieldFault, fieldFault } from '@tongban/contracts';
import type { WorkCalendar } from '../../calendar/work-calendar';
import type { DeadlineRun, Pause } from '../../flow/case-state';
import { dueOf } from '../../flow/due-date';
import type { Fields, LimitUnit } from '../../flow/model';
import { amountWords } from '../floors/floor-words';
import { type Profile, isValidOn } from './profile';
import type { ScopedProfile } from './profile-faults';
import { isInScope } from './region-scope';

/**
 * What a case between two regions must satisfy: the national floors on both sides, and on each side the profile of that side's own region, where its division lies in
 * the region's scope. No region binds the other side, and a division outside every scope (Shantou) is under no profile. The profile is that of the day on
 * which the case was opened: a running case keeps it.
 */
export const profileOfDivision = (profiles: readonly ScopedProfile[], division: string, openedOn: string): Profile | undefined =>
  profiles.find(({ profile, scope }) => isInScope(scope, division) && isValidOn(profile, openedOn))?.profile;

/** The clock of a case, as far as a limit of the whole needs it. */
export interface CaseClock {
  /** Beijing day on which the opening was received; it is not counted itself. */
  readonly openedOn: string;
  /** Of the total deadline: while the applicant is asked for something no time passes. */
  readonly pauses: readonly Pause[];
  /** Of the participant that promises. */
  readonly calendar: WorkCalendar;
}

/** Limits of cases are in these; a profile in another unit has no date to hold a promise against. */
const UNITS: ReadonlySet<string> = new Set<LimitUnit>(['working-day', 'calendar-day', 'month']);

/**
 * Dates in a message by which its sender promises to be done later than its own region's profile allows. None where the date cannot be said: beyond the
 * calendar data, or while the clock stands still.
 */
export function promiseFaults({ profileId, limit, zh, en }: Profile, { type, open }: { readonly type: string; readonly open: Fields }, { openedOn, pauses, calendar }: CaseClock): readonly FieldFault[] {
  if (limit === undefined || !UNITS.has(limit.unit)) return [];
  const run: DeadlineRun = { status: 'running', start: { on: openedOn }, pauses };
  const promises = (limit.promisedIn ?? []).filter(({ message, field }) => message === type && typeof open[field] === 'string');
  const due = promises.length === 0 ? undefined : dueOf(run, { value: limit.value, unit: limit.unit as LimitUnit }, calendar);
  if (due?.kind !== 'due') return [];
  const words = amountWords(limit);
  return promises.filter(({ field }) => (open[field] as string) > due.on).map(({ field }) =>
    fieldFault(field, 'profile.limit-exceeded', `${zh}（${profileId}）：${words.zh}，至迟${due.on}`, `${en} (${profileId}): ${words.en}, by ${due.on} at the latest`));
}

/**
 * Materials for which a message asks although its sender's own region has waived them. What is asked for travels sealed, so that the two sides judge it, who see both
 * parts: the sender before it sends, the recipient when it arrives. The words name no value of the message.
 */
export const waivedFaults = ({ profileId, zh, en, materials = [], materialsAskedIn = [] }: Profile, { type, fields }: { readonly type: string; readonly fields: Fields }): readonly FieldFault[] => {
  const waived = new Set(materials.filter(({ demand }) => demand === 'waived').map(({ code }) => code));
  return materialsAskedIn.filter(({ message }) => message === type).flatMap(({ field, member }) => {
    const value = fields[field];
    return (Array.isArray(value) ? value : []).flatMap((entry, at): FieldFault[] => {
      const code = typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? entry[member] : undefined;
      return typeof code === 'string' && waived.has(code) ? [fieldFault(`${field}.${at}.${member}`, 'profile.material-waived', `${zh}（${profileId}）`, `${en} (${profileId})`)] : [];
    });
  });
};
