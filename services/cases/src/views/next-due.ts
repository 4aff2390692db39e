import type { CaseRow } from '@tongban/contracts';
import { type CalendarOfSide, type CaseState, type CompiledFlow, type DeadlineView, TOTAL_DEADLINE, beijingDateOf, deadlinesOf } from '@tongban/domain';

/**
 * The duty of a case that is due first, for worklists: of those whose clock runs from a day that is attested, the earliest; of several on one day the first of the flow. A standing
 * clock and one that waits for a delivery are nobody's lateness, and the limit of the whole case is a statistic. It depends on the log and the calendar alone, not on the day it is asked: lateness
 * is found by comparing. @param at business instant of the newest entry.
 */
export function nextDueOf(flow: CompiledFlow, state: CaseState, at: string, calendars: CalendarOfSide): CaseRow['nextDue'] {
  const running = deadlinesOf(flow, state, beijingDateOf(at), calendars).filter(({ id, status }) => status === 'running' && id !== TOTAL_DEADLINE);
  const [first] = running.flatMap(dueOf).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return first;
}

const dueOf = ({ id, side, dueOn }: DeadlineView): NonNullable<CaseRow['nextDue']>[] =>
  (dueOn === undefined || side === undefined || side === 'hub' ? [] : [{ on: dueOn, deadline: id, side }]);
