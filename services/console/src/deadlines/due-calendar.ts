import { type CaseCountsDocument, TongbanError, encode, v1 } from '@tongban/contracts';
import { addDays, beijingDateOf } from '@tongban/domain';
import { type OperatorDesk, reference } from '@tongban/operator';
import type { DueCalendarDocument, DueDay } from '../documents';

const DAYS_MAX = 62;

/** What falls due on each day from `from` to `to`, of running cases of every region. @throws TongbanError `query.invalid` for more than 62 days. */
export async function dueCalendar(desk: OperatorDesk, from: string, to: string, businessNow: () => Promise<string>, participant?: string): Promise<DueCalendarDocument> {
  const dates: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    if (dates.length === DAYS_MAX) throw new TongbanError('query.invalid', `at most ${DAYS_MAX} days`);
    dates.push(date);
  }
  const common = { closed: 'false', ...(participant !== undefined && { participant }) };
  const today = beijingDateOf(await businessNow());
  const sets = [...dates.map((date) => ({ ...common, dueFrom: date, dueTo: date })), { ...common, overdue: 'true' }, { ...common, dueTo: addDays(today, -1) }];
  const request = encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify({ counts: sets })) });
  const { answers, unreachable } = await desk.askAll((region) => desk.askJson<CaseCountsDocument>(region, 'cases.counts', request));
  const total = (at: number): number => answers.reduce((sum, { answer }) => sum + (answer.counts[at]?.cases ?? 0), 0);
  const { mainlandCalendar } = reference();
  const days = dates.map((date, at): DueDay => ({ date, ...dayKind(date), due: total(at) }));
  // Past its due date and not overdue: its region has not vouched for that day.
  const overdue = total(dates.length);
  const notCoveredFrom = dates.find((date) => !mainlandCalendar.covers(date));
  return { today, days, ...(notCoveredFrom !== undefined && { notCoveredFrom }), overdue, undetermined: Math.max(0, total(dates.length + 1) - overdue), unreachableRegions: unreachable };
}

function dayKind(date: string): Pick<DueDay, 'working' | 'note'> {
  const { mainlandCalendar, holidays } = reference();
  if (!mainlandCalendar.covers(date)) return { working: false, note: '日历未覆盖' };
  const named = holidays.some(({ nonWorkingDates }) => nonWorkingDates.includes(date));
  return { working: mainlandCalendar.isWorkingDay(date), ...(named && { note: '放假' }) };
}
