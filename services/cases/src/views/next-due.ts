import type { CaseRow } from '@tongban/contracts';
import { type CalendarOfSide, type CaseState, type CompiledFlow, type DeadlineView, TOTAL_DEADLINE, beijingDateOf, deadlinesOf } from '@tongban/domain';

/**
 * What of a case is due, for worklists. `nextDue`: of the duties whose clock runs from a day that is attested, the earliest; of several on one day the first of the flow. A duty whose clock
 * was stopped when it was overdue already is among them: it stays overdue. One that waits for a delivery is nobody's lateness, and the limit of the whole case is a statistic. `dueNotBefore`:
 * where the calendar does not reach, the day before which none of those duties is due. Both depend on the log and the calendar alone, not on the day it is asked: lateness is found by
 * comparing, and whoever holds rows makes them anew when a calendar comes. @param at business instant of the newest entry.
 */
export function dueInRow(flow: CompiledFlow, state: CaseState, at: string, calendars: CalendarOfSide): Pick<CaseRow, 'nextDue' | 'dueNotBefore'> {
  const duties = deadlinesOf(flow, state, beijingDateOf(at), calendars).filter(({ id }) => id !== TOTAL_DEADLINE);
  const [nextDue] = duties.filter(counts).flatMap(dueOf).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const [dueNotBefore] = duties.flatMap(({ status, notBefore }) => (status === 'calendar-not-covered' && notBefore !== undefined ? [notBefore] : [])).sort();
  return { ...(nextDue && { nextDue }), ...(dueNotBefore !== undefined && { dueNotBefore }) };
}

/** A suspended duty has a due date only when that had passed before: then nothing is left to count. */
const counts = ({ status }: DeadlineView): boolean => status === 'running' || status === 'suspended';

const dueOf = ({ id, side, dueOn }: DeadlineView): NonNullable<CaseRow['nextDue']>[] =>
  (dueOn === undefined || side === undefined || side === 'hub' ? [] : [{ on: dueOn, deadline: id, side }]);
