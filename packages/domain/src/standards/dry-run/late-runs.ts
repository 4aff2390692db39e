import type { Side } from '../../flow/actors';
import type { CaseState, DeadlineRun } from '../../flow/case-state';
import type { CompiledFlow } from '../../flow/compile';
import { type CalendarOfSide, deadlinesOf, type DeadlineView, TOTAL_DEADLINE } from '../../flow/deadlines';
import type { Worded } from '../../flow/model';

/** A duty that was met too late, or not in time at all. */
export interface LateDuty extends Worded { readonly id: string; readonly side: Side; readonly deadlineKind: string }
export interface JudgedDuties {
  readonly late: readonly LateDuty[];
  /** Beyond the calendar data: whether they were in time cannot be said. */
  readonly uncovered: readonly LateDuty[];
}

/**
 * The deadlines of one case that were overrun, as the case goes on. A state keeps the latest run of a deadline only, so that each run is judged before the next one takes its
 * place; what is left is judged at the end.
 */
export class LateRuns {
  private readonly late: LateDuty[] = [];
  private readonly uncovered: LateDuty[] = [];

  constructor(private readonly flow: CompiledFlow, private readonly calendars: CalendarOfSide) {}

  /** A message moved the case from one state to the next. @param on Beijing date on which it was received. */
  advance(before: CaseState, after: CaseState, on: string): void {
    const replaced = new Set(Object.keys(before.deadlines).filter((id) => isReplaced(before.deadlines[id], after.deadlines[id])));
    if (isReplaced(before.total, after.total)) replaced.add(TOTAL_DEADLINE);
    if (replaced.size > 0) this.judge(before, on, (id) => replaced.has(id));
  }

  /** Everything that was overrun up to a Beijing date. Call it once, with the state at the end. */
  end(state: CaseState | undefined, until: string): JudgedDuties {
    if (state !== undefined) this.judge(state, until, () => true);
    return { late: this.late, uncovered: this.uncovered };
  }

  private judge(state: CaseState, on: string, isAsked: (id: string) => boolean): void {
    for (const view of deadlinesOf(this.flow, state, on, this.calendars)) {
      if (!isAsked(view.id)) continue;
      const duty: LateDuty = { id: view.id, zh: view.zh, en: view.en, side: view.side ?? 'hub', deadlineKind: view.deadlineKind };
      if (view.overdue || view.metLate === true) this.late.push(duty);
      else if (isUncovered(view, state, on)) this.uncovered.push(duty);
    }
  }
}

/** Suspending, resuming and ending keep a run; starting again makes a new one. */
function isReplaced(before: DeadlineRun | undefined, after: DeadlineRun | undefined): boolean {
  if (before === undefined || after === undefined || before === after) return false;
  return (before.closedOn !== undefined && after.closedOn === undefined) || before.start?.on !== after.start?.on || before.due !== after.due;
}

/** It may have been overrun already, for all the calendar says. */
function isUncovered({ id, notBefore, status }: DeadlineView, state: CaseState, on: string): boolean {
  if (notBefore === undefined || status === 'suspended') return false;
  const run = id === TOTAL_DEADLINE ? state.total : state.deadlines[id];
  return (run?.closedOn ?? on) > notBefore;
}
