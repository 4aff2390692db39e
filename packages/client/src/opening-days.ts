import { type OpeningDays, addDays, beijingDateOf, parseCaseNumber } from '@tongban/domain';

/**
 * The days on one of which a case was opened, as far as a side can tell: a first message is to be received today; else not before the date in the case
 * number, but for a clock a day ahead, and not after now. The home hub knows the day and judges by it alone.
 */
export function openingDays(caseNo: string, now: string, isOpening: boolean): OpeningDays {
  const to = beijingDateOf(now);
  const made = parseCaseNumber(caseNo)?.date;
  if (isOpening || made === undefined) return { from: to, to };
  const from = addDays(made, -1);
  return from < to ? { from, to } : { from: to, to };
}
