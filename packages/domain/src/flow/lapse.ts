import { addDays } from '../calendar/days';
import { dayAfter } from '../alarms/notice-days';
import { type VouchedUntil, isVouchedFor } from './vouching';
import type { CaseState, LapseStanding } from './case-state';
import type { CompiledFlow } from './compile';
import { advanceRuns } from './deadline-runs';
import { type CalendarOfSide, type DeadlineView, deadlinesOf } from './deadlines';
import type { Deadline, Transition } from './model';
import { type Configuration, type Movement, move } from './movement';
import { standingMove } from './standing-moves';

/** What of a case has lapsed 逾期终结: nobody met a deadline for as long as the flow lets it wait. Dates are Beijing dates. */
export interface Lapse {
  readonly deadlineId: string;
  readonly dueOn: string;
  /** Day on which the escalation of this run was raised: only from there on the wait counts, so that time in which nobody was told is nobody's silence. */
  readonly escalatedOn: string;
  readonly view: DeadlineView;
}
export interface LapseContext {
  readonly calendars: CalendarOfSide;
  /** When the escalation of a run was raised; undefined while it was not, and when it does not hold. */
  readonly escalatedOn: (deadlineId: string, dueOn: string) => string | undefined;
  readonly vouchedUntil: VouchedUntil;
}

/**
 * The first lapse of a case that is due on a business date. It waits until the region of the silent side has vouched for all days before: what was sent on the last of them may be on
 * its way. Pure.
 */
export function lapseDue(flow: CompiledFlow, state: CaseState, today: string, context: LapseContext): Lapse | undefined {
  return planned(flow, state, today, context).find(({ on, lapse }) => on <= today && isVouchedFor(lapse.view.side, addDays(on, -1), context.vouchedUntil))?.lapse;
}

/** The first day on which the case may lapse, whatever is vouched for then; undefined for none before its log goes on. */
export const nextLapseOn = (flow: CompiledFlow, state: CaseState, today: string, context: Omit<LapseContext, 'vouchedUntil'>): string | undefined =>
  planned(flow, state, today, context).map(({ on }) => on).sort()[0];

function planned(flow: CompiledFlow, state: CaseState, today: string, { calendars, escalatedOn }: Omit<LapseContext, 'vouchedUntil'>): readonly { readonly on: string; readonly lapse: Lapse }[] {
  return deadlinesOf(flow, state, today, calendars).flatMap((view) => {
    const { id, status, dueOn, side } = view;
    const deadline = flow.deadlines.get(id);
    const told = status === 'running' && dueOn !== undefined ? escalatedOn(id, dueOn) : undefined;
    if (deadline?.onOverdue === undefined || dueOn === undefined || told === undefined || lapseTransition(flow, state, deadline) === undefined) return [];
    const on = dayAfter(told, deadline.onOverdue.afterWorkingDays, calendars(side === 'counterpart' ? 'counterpart' : 'opener'));
    return [{ on, lapse: { deadlineId: id, dueOn, escalatedOn: told, view } }];
  });
}

/**
 * The case after a lapse: its track and those in `also` are in the states that the flow says, and their clocks have ended. What was before is kept, because a message that
 * was received in time and comes later takes it back. Undefined when it does not follow.
 */
export function afterLapse(flow: CompiledFlow, state: CaseState, { deadlineId, dueOn }: Pick<Lapse, 'deadlineId' | 'dueOn'>, on: string): CaseState | undefined {
  const deadline = flow.deadlines.get(deadlineId);
  const entry = flow.entries.get(state.entryId);
  const transition = deadline && lapseTransition(flow, state, deadline);
  if (transition === undefined || entry === undefined) return undefined;
  const movement: Movement = move(flow, state, transition);
  // The hub sends no message for it, so that it has no number; none of a recipient's rejections is about it.
  const event = { entry, transition, movement, message: '', fields: {}, side: 'hub' as const, on, delivery: 0 };
  const runs = advanceRuns(flow, state, event);
  const moved = standingMove(flow, state, movement, runs, event);
  const { active, previous, visited, deadlines, total, moves } = state;
  return {
    ...state, ...movement.configuration, ...runs, moves: moved === undefined ? moves : [...moves, moved],
    lapsed: { deadlineId, dueOn, before: { active, previous, visited, deadlines, moves, ...(total && { total }) } },
  };
}

/** The case as it was before it lapsed, with what was said in it since. */
export function withoutLapse({ lapsed: _lapsed, total: _total, ...state }: CaseState, { before }: LapseStanding): CaseState {
  return { ...state, ...before };
}

/** The lapse as a step of the flow: it leaves a state in which the deadline can still be met, and no other. Undefined where there is none. */
export function lapseTransition(flow: CompiledFlow, { active }: Pick<Configuration, 'active'>, { id, zh, en, track, metBy, onOverdue }: Deadline): Transition | undefined {
  const from = active[track];
  if (onOverdue === undefined || from === undefined || flow.states.get(from)?.terminal !== false) return undefined;
  const canBeMet = metBy.some((one) => flow.transitions.get(one)?.from.includes(from));
  const { to, also } = onOverdue;
  return canBeMet ? { id: `${id}.lapse`, zh, en, path: 'exception', from: [from], message: '', actors: [], to, clock: 'stop', ...(also && { also }) } : undefined;
}

/** Faults of `onOverdue`: it ends its track, and what it ends beside. */
export function lapseFault(flow: CompiledFlow, { track, onOverdue }: Deadline): string | undefined {
  if (onOverdue === undefined) return undefined;
  const ends = [[track, onOverdue.to] as const, ...Object.entries(onOverdue.also ?? {})];
  return ends.find(([of, id]) => flow.states.get(id)?.track !== of || flow.states.get(id)?.terminal !== true)?.[1];
}
