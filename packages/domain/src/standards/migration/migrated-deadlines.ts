import { beijingDateOf } from '../../calendar/days';
import { sideOfActor } from '../../flow/actors';
import type { CaseState, DeadlineRun } from '../../flow/case-state';
import type { CompiledFlow } from '../../flow/compile';
import { MAIN_TRACK } from '../../flow/compile';
import type { Runs } from '../../flow/deadline-runs';
import type { Limit } from '../../flow/due-date';
import type { Deadline, Entry, TotalDeadline } from '../../flow/model';
import { type Configuration, hasBegun } from '../../flow/movement';
import { isTerminal } from './state-map';

/** The two versions a case is between. */
export interface Versions { readonly from: CompiledFlow; readonly to: CompiledFlow }

/** Deadlines after a migration, and those that began with it. */
export interface MigratedRuns extends Runs { readonly begun: readonly string[] }

/**
 * What becomes of the deadlines of a case that moves. A deadline that both versions have, under the same id, on the same track, counted the same way
 * and of the same side's duty, runs on with the limit it began with: nobody's time changes while it runs, and what was met or late stays so. One that only
 * the version before has is over. One that only the version after has, for a state in which the case is now, begins on the day of the migration, the
 * first on which anybody could act by it. Facts that were told before start nothing: they started it, or nothing, under the version before.
 */
export function migratedDeadlines({ from, to }: Versions, entry: Entry, state: CaseState, configuration: Configuration, at: string): MigratedRuns {
  const deadlines = continuedRuns({ from, to }, entry, state.deadlines) as Record<string, DeadlineRun>;
  const start = { on: beijingDateOf(at) };
  const begun: string[] = [];
  const active = new Set(Object.values(configuration.active).filter((one) => !isTerminal(to, one)));
  for (const { id, track, start: starts } of to.flow.deadlines) {
    const current = configuration.active[track];
    if (deadlines[id] !== undefined || starts?.state === undefined || !active.has(starts.state) || current === undefined || isTerminal(to, current)) continue;
    deadlines[id] = { status: 'running', start, pauses: [] };
    begun.push(id);
  }
  const total = migratedTotal({ from, to }, entry, state, configuration, start);
  return total === undefined ? { deadlines, begun } : { deadlines, total, begun };
}

/** Of some runs by id those that go on. */
export function continuedRuns(versions: Versions, entry: Entry, runs: Readonly<Record<string, DeadlineRun | null>>): Record<string, DeadlineRun | null> {
  return Object.fromEntries(Object.entries(runs).flatMap(([id, run]) => {
    const [before, after] = [versions.from.deadlines.get(id), versions.to.deadlines.get(id)];
    if (before === undefined || after === undefined || !isSameDuty(versions, entry, before, after)) return [];
    return [[id, run && withLimit(run, before, after)]];
  }));
}

/** The total deadline, where both versions have one; undefined for one that is over. */
export function continuedTotal<R extends DeadlineRun | null>({ from, to }: Versions, run: R): R | undefined {
  const [before, after] = [from.flow.totalDeadline, to.flow.totalDeadline];
  return before === null || after === null ? undefined : (run && withLimit(run, before, after)) as R;
}

function migratedTotal(versions: Versions, entry: Entry, state: CaseState, configuration: Configuration, start: DeadlineRun['start']): DeadlineRun | undefined {
  const limit = versions.to.flow.totalDeadline;
  if (limit === null || !hasBegun(configuration)) return undefined;
  const known = state.total && continuedTotal(versions, state.total);
  if (known !== undefined) return known;
  const isUnderWay = limit.start.state !== undefined && configuration.visited.includes(limit.start.state) && !isTerminal(versions.to, configuration.active[MAIN_TRACK] ?? '');
  return isUnderWay && start !== undefined && sideOfActor(versions.to, entry, limit.responsible) !== undefined ? { status: 'running', start, pauses: [] } : undefined;
}

function isSameDuty({ from, to }: Versions, entry: Entry, before: Deadline, after: Deadline): boolean {
  const side = (flow: CompiledFlow, { responsible }: Deadline) => sideOfActor(flow, flow.entries.get(entry.id) ?? entry, responsible);
  return before.track === after.track && (before.dueFrom === undefined) === (after.dueFrom === undefined) && side(from, before) === side(to, after);
}

type Limited = Pick<Deadline | TotalDeadline, 'value' | 'unit'>;
/** The limit it began with is noted where the version after has another one. */
function withLimit(run: DeadlineRun, before: Limited, after: Limited): DeadlineRun {
  const limit = run.limit ?? limitOf(before);
  const isOther = limit !== undefined && (limit.value !== after.value || limit.unit !== after.unit);
  const { limit: _noted, ...rest } = run;
  return isOther ? { ...rest, limit } : rest;
}

const limitOf = ({ value, unit }: Limited): Limit | undefined => (value === undefined || unit === undefined ? undefined : { value, unit });
