import type { CaseRow } from '@tongban/contracts';
import { type CalendarOfSide, type CompiledFlow, type CaseState, TOTAL_DEADLINE, beijingDateOf, deadlinesOf, isFinished } from '@tongban/domain';

/**
 * Whether a case kept its limits: `late` once a duty was met late or ended past its due date, `on-time` when it is over and every duty that was met
 * was met in time. Undefined while neither can be said: it is under way, a delivery is not attested yet, or a due date lies beyond the calendar held at that moment (a
 * rebuild of the view judges anew). The limit of the whole case is a statistic, no duty (FLOW-FORMAT §4). Limits of every kind count, planning values too.
 */
export function timelinessOf(flow: CompiledFlow, state: CaseState, at: string, calendars: CalendarOfSide): CaseRow['timeliness'] {
  const duties = deadlinesOf(flow, state, beijingDateOf(at), calendars).filter(({ id }) => id !== TOTAL_DEADLINE);
  if (duties.some(({ status, metLate, overdue }) => metLate === true || (status === 'ended' && overdue))) return 'late';
  return isFinished(flow, state) && duties.every(({ status, metLate }) => status !== 'met' || metLate === false) ? 'on-time' : undefined;
}
