import type { CodeDates, CodeList, CodeValue } from '../flow/model';

/** Business days on one of which a case was opened, both inclusive: its home hub knows the very day, the two SDKs know its bounds. */
export interface OpeningDays { readonly from: string; readonly to: string }

/**
 * Whether a code counts for a case, which its opening decides once for all: a code retired since stays valid in a running case, one that began
 * since is none of its codes. Where only bounds are known, whatever counts on one of the days counts.
 */
export const countsFor = ({ effectiveFrom, retiredOn }: CodeDates, { from, to }: OpeningDays): boolean =>
  (effectiveFrom === undefined || effectiveFrom <= to) && (retiredOn === undefined || from <= retiredOn);

/** Whether a case opened on the day may use the code. */
export const countsOn = (dates: CodeDates, day: string): boolean => countsFor(dates, { from: day, to: day });

/** Codes of a list that do not always count, by code. */
export const datedCodes = (list: CodeList | undefined): ReadonlyMap<string, CodeDates> =>
  new Map((list?.values ?? []).filter(({ effectiveFrom, retiredOn }) => effectiveFrom !== undefined || retiredOn !== undefined).map((value) => [value.code, value]));

/** Codes that a case opened on the day may use, in the order of the list. */
export const codesOn = ({ values }: CodeList, day: string): readonly CodeValue[] => values.filter((value) => countsOn(value, day));
