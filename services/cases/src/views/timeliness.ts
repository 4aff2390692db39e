import type { CaseRow } from '@tongban/contracts';
import { type CalendarOfSide, type CaseState, type CompiledFlow, TOTAL_DEADLINE, beijingDateOf, deadlinesOf, isFinished } from '@tongban/domain';

/**
 * Whether a case that is over kept its limits: `late` where a duty was met late or ended past its due date, `on-time` where every duty that was met was
 * met in time. Undefined while it is under way, and where it cannot be said: a delivery is not attested yet, or a due date lies beyond the calendar held at that
 * moment (a rebuild of the view judges anew). The limit of the whole case is a statistic, no duty (FLOW-FORMAT §4). Limits of every kind count, planning values too.
 */
export function timelinessOf(flow: CompiledFlow, state: CaseState, at: string, calendars: CalendarOfSide): CaseRow['timeliness'] {
  if (!isFinished(flow, state)) return undefined;
  const duties = deadlinesOf(flow, state, beijingDateOf(at), calendars).filter(({ id }) => id !== TOTAL_DEADLINE);
  if (duties.some(({ status, metLate, overdue }) => metLate === true || (status === 'ended' && overdue))) return 'late';
  return duties.every(({ status, metLate }) => status !== 'met' || metLate === false) ? 'on-time' : undefined;
}
