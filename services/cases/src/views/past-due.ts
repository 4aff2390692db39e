import type { CaseRow, RegionCode } from '@tongban/contracts';
import { lastDayVouchedFor } from '@tongban/domain';
import type { PassedUntil } from '@tongban/views';

/** Of each region the last day before `today` that it has vouched for: by it a duty of its sides is judged (DESIGN §3, legal time). */
export const passedUntil = (today: string, vouchedUntil: (region: RegionCode) => string | undefined): PassedUntil =>
  (region) => lastDayVouchedFor(vouchedUntil(region), today);

/** The row as it is on a day: what is past its due date is overdue, or not to be judged while the region of its side is silent. */
export function onDay<Row extends CaseRow>(row: Row, today: string, passed: PassedUntil): Row {
  const { nextDue } = row;
  if (nextDue === undefined || nextDue.on >= today) return row;
  const region = (nextDue.side === 'opener' ? row.openerRegion : row.counterpartRegion) as RegionCode;
  return { ...row, pastDue: nextDue.on <= passed(region) ? 'overdue' : 'undetermined' };
}
