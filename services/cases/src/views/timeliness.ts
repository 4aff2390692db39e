import type { CaseRow } from '@tongban/contracts';
import { type CalendarOfSide, type CaseState, type CompiledFlow, type DeadlineView, type RaisedAlarm, TOTAL_DEADLINE, beijingDateOf, deadlinesOf, isFinished } from '@tongban/domain';

/**
 * Whether a case that is over kept its limits: `late` where a duty was met late or ended past its due date, `on-time` where every duty that was met was
 * met in time. Undefined while it is under way, and where it cannot be said: a delivery is not attested yet, a due date lies beyond the calendar held at that
 * moment (a rebuild of the view judges anew), or a duty ended past its due date before the region of its side had vouched for that day, so that no escalation was
 * raised. The limit of the whole case is a statistic, no duty (FLOW-FORMAT §4). Limits of every kind count, planning values too.
 */
export function timelinessOf(flow: CompiledFlow, state: CaseState, at: string, calendars: CalendarOfSide, raised: readonly RaisedAlarm[]): CaseRow['timeliness'] {
  if (!isFinished(flow, state)) return undefined;
  const duties = deadlinesOf(flow, state, beijingDateOf(at), calendars).filter(({ id }) => id !== TOTAL_DEADLINE);
  const endedLate = duties.filter(({ status, overdue }) => status === 'ended' && overdue);
  if (duties.some(({ metLate }) => metLate === true) || endedLate.some((duty) => isEscalated(duty, raised))) return 'late';
  return endedLate.length === 0 && duties.every(({ status, metLate }) => status !== 'met' || metLate === false) ? 'on-time' : undefined;
}

const isEscalated = ({ id, dueOn }: DeadlineView, raised: readonly RaisedAlarm[]): boolean =>
  raised.some((one) => one.stage === 'escalation' && one.deadlineId === id && one.run === dueOn && one.annulledBy === undefined);
