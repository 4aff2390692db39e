import { isDate } from '../calendar/days';
import { type Side, sideOfActor } from './actors';
import type { DeadlineRun, Moment, RunStatus } from './case-state';
import { type CompiledFlow, MAIN_TRACK, trackOf } from './compile';
import type { Deadline, DeadlineStart, Entry, Fields, Transition } from './model';
import type { Movement } from './movement';

export interface Runs {
  readonly deadlines: Readonly<Record<string, DeadlineRun>>;
  readonly total?: DeadlineRun;
}
/** An accepted message as the clocks see it. The first message of a case has no transition. */
export interface ClockEvent {
  readonly entry: Entry;
  readonly transition?: Transition;
  readonly movement: Movement;
  readonly message: string;
  readonly fields: Fields;
  readonly side: Side;
  /** Beijing date on which the message was received. */
  readonly on: string;
  readonly delivery: number;
}

/** FLOW-FORMAT §6, in its order: duties met, clock effect, deadlines started, ends of a finished track. A note changes nothing. */
export function advanceRuns(flow: CompiledFlow, before: Runs, event: ClockEvent): Runs {
  const { transition, movement } = event;
  if (transition !== undefined && movement.track === undefined) return before;
  const runs = new Map(Object.entries(before.deadlines));
  if (transition !== undefined) {
    meetDuties(flow, runs, transition, event.on);
    turnClock(flow, runs, transition, event);
  }
  startDeadlines(flow, runs, event);
  endFinishedTracks(flow, runs, event);
  const total = advanceTotal(flow, before.total, event);
  return total === undefined ? { deadlines: Object.fromEntries(runs) } : { deadlines: Object.fromEntries(runs), total };
}

function meetDuties(flow: CompiledFlow, runs: Map<string, DeadlineRun>, transition: Transition, on: string): void {
  for (const deadline of flow.flow.deadlines) {
    if (deadline.metBy.includes(transition.id)) change(runs, deadline, ['running', 'suspended'], (run) => close(run, 'met', on));
  }
}

function turnClock(flow: CompiledFlow, runs: Map<string, DeadlineRun>, transition: Transition, event: ClockEvent): void {
  const track = trackOf(flow, transition);
  const [target] = event.movement.entered;
  for (const deadline of flow.flow.deadlines) {
    if (deadline.track !== track || deadline.dueFrom !== undefined) continue;
    const moment = (): Moment => countingFrom(flow, event, deadline.responsible);
    const anew = (): DeadlineRun => ({ status: 'running', start: moment(), pauses: [] });
    if (transition.clock === 'suspend') change(runs, deadline, ['running'], (run) => suspend(run, event.on));
    if (transition.clock === 'stop') change(runs, deadline, ['running', 'suspended'], (run) => close(run, 'stopped', event.on));
    if (transition.clock === 'resume') change(runs, deadline, ['suspended'], (run) => resume(run, moment()));
    if (transition.clock === 'restart') {
      const dueAgain = deadline.metBy.some((id) => target !== undefined && flow.transitions.get(id)?.from.includes(target));
      // One status, one change: a run that resumes here is not also started anew.
      const status = runs.get(deadline.id)?.status;
      if (status === 'suspended') change(runs, deadline, ['suspended'], (run) => resume(run, moment()));
      else if (status === 'stopped' || (status === 'met' && dueAgain)) runs.set(deadline.id, anew());
    }
  }
}

function startDeadlines(flow: CompiledFlow, runs: Map<string, DeadlineRun>, event: ClockEvent): void {
  for (const deadline of flow.flow.deadlines) {
    const { dueFrom, start } = deadline;
    if (dueFrom !== undefined) {
      const due = dateIn(event.fields, dueFrom.field);
      const armed = dueFrom.transitions === undefined || (event.transition !== undefined && dueFrom.transitions.includes(event.transition.id));
      if (dueFrom.message === event.message && due !== undefined && armed) runs.set(deadline.id, { status: 'running', due, pauses: [] });
    } else if (start !== undefined) {
      const moment = startMoment(flow, event, start, deadline.responsible);
      if (moment !== undefined) runs.set(deadline.id, { status: 'running', start: moment, pauses: [] });
    }
  }
}

function endFinishedTracks(flow: CompiledFlow, runs: Map<string, DeadlineRun>, event: ClockEvent): void {
  const ended = (track: string): boolean => {
    const state = event.movement.configuration.active[track];
    return state !== undefined && flow.states.get(state)?.terminal === true;
  };
  for (const deadline of flow.flow.deadlines) {
    if (ended(deadline.track)) change(runs, deadline, ['running', 'suspended', 'stopped'], (run) => close(run, 'ended', run.closedOn ?? event.on));
  }
}

/** The total deadline starts once, follows the clock of `main`, is never renewed and ends with `main`. */
function advanceTotal(flow: CompiledFlow, before: DeadlineRun | undefined, event: ClockEvent): DeadlineRun | undefined {
  const limit = flow.flow.totalDeadline;
  if (limit === null) return undefined;
  const { transition, movement } = event;
  let run = before;
  const main = movement.configuration.active[MAIN_TRACK];
  const over = main !== undefined && flow.states.get(main)?.terminal === true;
  if (run !== undefined && transition !== undefined && movement.track === MAIN_TRACK && !over) {
    if (transition.clock === 'suspend' || transition.clock === 'stop') run = run.status === 'running' ? suspend(run, event.on) : run;
    if (transition.clock === 'resume' || transition.clock === 'restart') {
      run = run.status === 'suspended' ? resume(run, countingFrom(flow, event, limit.responsible)) : run;
    }
  }
  if (run === undefined) {
    const start = startMoment(flow, event, limit.start, limit.responsible);
    run = start && { status: 'running', start, pauses: [] };
  }
  if (!over || run === undefined || run.status === 'ended') return run;
  return close(run, 'ended', event.on);
}

/** When a start happens with this message, the day it counts from: a fact from its own date, a state from the legal time. */
function startMoment(flow: CompiledFlow, event: ClockEvent, start: DeadlineStart, responsible: string): Moment | undefined {
  if (start.fact !== undefined) {
    const source = flow.facts.get(start.fact)?.producedBy;
    const on = source?.message === event.message ? dateIn(event.fields, source.field) : undefined;
    return on === undefined ? undefined : { on };
  }
  const enters = event.movement.entered.includes(start.state) && event.transition?.clock !== 'resume';
  return enters ? countingFrom(flow, event, responsible) : undefined;
}

/** A party's own message counts from its receipt by the hub, the other's from its delivery to the party (DESIGN §3). */
function countingFrom(flow: CompiledFlow, event: ClockEvent, responsible: string): Moment {
  const side = sideOfActor(flow, event.entry, responsible);
  if (side === undefined || side === 'hub' || side === event.side) return { on: event.on };
  return { on: event.on, awaiting: { delivery: event.delivery, side } };
}

function dateIn(fields: Fields, field: string): string | undefined {
  const value = fields[field];
  return typeof value === 'string' && isDate(value) ? value : undefined;
}

function change(runs: Map<string, DeadlineRun>, deadline: Deadline, from: readonly RunStatus[], to: (run: DeadlineRun) => DeadlineRun): void {
  const run = runs.get(deadline.id);
  if (run !== undefined && from.includes(run.status)) runs.set(deadline.id, to(run));
}

export const suspend = (run: DeadlineRun, on: string): DeadlineRun => ({ ...run, status: 'suspended', pauses: [...run.pauses, { from: on }] });
export const close = (run: DeadlineRun, status: RunStatus, on: string): DeadlineRun => ({ ...run, status, closedOn: on });
export function resume(run: DeadlineRun, until: Moment): DeadlineRun {
  const pauses = run.pauses.map((pause) => (pause.until === undefined ? { ...pause, until } : pause));
  return { ...run, status: 'running', pauses };
}
