import type { CaseState } from '../../flow/case-state';
import type { CompiledFlow } from '../../flow/compile';
import type { Entry, Fields } from '../../flow/model';
import { type Configuration, hasBegun, isFinished } from '../../flow/movement';
import type { StandingMove } from '../../flow/standing-moves';
import { goesOn } from './goes-on';
import { type MigratedRuns, type Versions, continuedRuns, continuedTotal, migratedDeadlines } from './migrated-deadlines';
import type { StateMapping } from './order';
import { type StateMap, mappedConfiguration, mappedTracks, stateMapOf } from './state-map';

/**
 * Why a running case does not move: it is in a state that stays, or in one the mapping does not name; its entry is not that of the version after; or from where
 * it would be, it could not be brought to an end.
 */
export type StayReason = 'state-stays' | 'state-not-mapped' | 'entry-differs' | 'no-way-on';
export type Migration =
  | { readonly moves: true; readonly state: CaseState; /** The part of the mapping that the case needs: of every state it remembers. */ readonly states: readonly StateMapping[] }
  | { readonly moves: false; readonly reason: StayReason };

/** Over: a case that does not run is never moved. */
export const isRunning = (flow: CompiledFlow, state: CaseState): boolean => !isFinished(flow, state);

/**
 * A running case in the version after. Pure: the same arguments give the same case, and the part of the mapping that is returned gives it too, so that
 * a log that holds it can be read without the order. What the case is stays: parties, numbers of deliveries, values claimed. Active
 * states, the ones before them and the past go where the mapping says; a movement that its recipient may still reject can be taken back as
 * long as the version after knows all it moved; deadlines as `migratedDeadlines` says; values that hub rules compare are kept where the version
 * after compares them. @param at business instant of the migration. @throws TongbanError `field.date` when it is none.
 */
export function migrateCase({ from, to }: Versions, state: CaseState, mapping: readonly StateMapping[], at: string): Migration {
  const entry = sameEntry(from, to, state.entryId);
  if (entry === undefined) return { moves: false, reason: 'entry-differs' };
  const map = stateMapOf(mapping);
  const configuration = mappedConfiguration(map, state);
  if (configuration === undefined) {
    const named = new Set(mapping.map((one) => one.from));
    return { moves: false, reason: Object.values(state.active).every((one) => named.has(one)) ? 'state-stays' : 'state-not-mapped' };
  }
  if (!isComplete(map, from, to, state, configuration)) return { moves: false, reason: 'no-way-on' };
  const runs = migratedDeadlines({ from, to }, entry, state, configuration, at);
  const { total: _before, ...rest } = state;
  return {
    moves: true, states: remembered(state, mapping),
    state: {
      ...rest, ...configuration, deadlines: runs.deadlines, ...(runs.total !== undefined && { total: runs.total }),
      latest: comparedBy(to, state.latest), moves: migratedMoves({ from, to }, entry, state, map, { configuration, runs }),
    },
  };
}

/** An entry of the same id that gives both agencies the same sides. */
export function sameEntry(from: CompiledFlow, to: CompiledFlow, entryId: string): Entry | undefined {
  const [before, after] = [from.entries.get(entryId), to.entries.get(entryId)];
  return before?.opener === after?.opener && before?.counterpart === after?.counterpart ? after : undefined;
}

/** Each state is on its track and over or not as before, and what is still to come leads to an end. */
function isComplete(map: StateMap, from: CompiledFlow, to: CompiledFlow, { active }: Configuration, configuration: Configuration): boolean {
  const fits = Object.values(active).every((state) => {
    const [before, after] = [from.states.get(state), to.states.get(map.get(state) ?? '')];
    return before?.track === after?.track && before?.terminal === after?.terminal && before?.outcome === after?.outcome;
  });
  return fits && (!hasBegun(configuration) || goesOn(to, configuration));
}

/** Of the mapping what is about states that the case was in, and of its movements'. */
function remembered({ active, previous, visited, moves }: CaseState, mapping: readonly StateMapping[]): readonly StateMapping[] {
  const states = new Set([
    ...visited, ...Object.values(active), ...Object.values(previous),
    ...moves.flatMap(({ tracks, firstVisited }) => [...firstVisited, ...Object.values(tracks).flatMap(({ state, previous: before }) => [state, before])]),
  ]);
  return mapping.filter(({ from, to }) => states.has(from) && to !== undefined).map(({ from, to }) => ({ from, to: to! }));
}

function comparedBy(flow: CompiledFlow, latest: CaseState['latest']): CaseState['latest'] {
  return Object.fromEntries(Object.entries(latest).flatMap(([message, fields]): [string, Fields][] => {
    const compared = flow.comparedFields.get(message);
    return compared === undefined ? [] : [[message, Object.fromEntries(Object.entries(fields).filter(([field]) => compared.has(field)))]];
  }));
}

interface After { readonly configuration: Configuration; readonly runs: MigratedRuns }

/** A movement through a state that the version after lacks cannot be taken back any more: a rejection of its message then moves nothing. */
function migratedMoves(versions: Versions, entry: Entry, state: CaseState, map: StateMap, { configuration, runs }: After): readonly StandingMove[] {
  const moves = state.moves.flatMap((move): StandingMove[] => {
    const tracks = mappedTracks(map, move.tracks);
    if (tracks === undefined) return [];
    const { total, ...rest } = move;
    const before = total === undefined ? undefined : continuedTotal(versions, total);
    return [{
      ...rest, tracks, runs: continuedRuns(versions, entry, move.runs), ...(before !== undefined && { total: before }),
      firstVisited: [...new Set(move.firstVisited.flatMap((one) => map.get(one) ?? []))].filter((one) => isOnlyBy(move, state, map, one)),
    }];
  });
  // A deadline that began with the migration belongs to whatever brought the case into its state: it ends when that is taken back.
  return runs.begun.reduce((all, id) => {
    const deadline = versions.to.deadlines.get(id);
    const at = all.findLastIndex(({ tracks }) => deadline?.start?.state !== undefined && Object.entries(configuration.active).some(([track, one]) => one === deadline.start!.state && track in tracks));
    return all.map((move, position) => (position === at ? { ...move, runs: { ...move.runs, [id]: null } } : move));
  }, moves);
}

/** Whether nothing else brought the case into a state of the version after: two states of the one before may have become one. */
const isOnlyBy = ({ firstVisited }: StandingMove, { visited }: CaseState, map: StateMap, state: string): boolean =>
  visited.every((one) => map.get(one) !== state || firstVisited.includes(one));
