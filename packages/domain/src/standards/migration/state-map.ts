import type { CompiledFlow } from '../../flow/compile';
import type { Configuration } from '../../flow/movement';
import type { TrackBefore } from '../../flow/standing-moves';
import type { StateMapping } from './order';

/** A mapping as it is looked up. */
export type StateMap = ReadonlyMap<string, string>;

/** States that stay have no place in it. */
export const stateMapOf = (states: readonly StateMapping[]): StateMap => new Map(states.flatMap(({ from, to }) => (to === undefined ? [] : [[from, to] as const])));

/**
 * Where a configuration is in the version after; undefined when an active state has no place there. Of the past what has one is kept: a guard
 * of the version after asks for its own states only.
 */
export function mappedConfiguration(map: StateMap, { active, previous, visited }: Configuration): Configuration | undefined {
  const moved = mapped(map, active);
  if (Object.keys(moved).length < Object.keys(active).length) return undefined;
  return { active: moved, previous: mapped(map, previous), visited: [...new Set([...visited.flatMap((state) => map.get(state) ?? []), ...Object.values(moved)])] };
}

function mapped(map: StateMap, states: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(states).flatMap(([track, state]) => {
    const to = map.get(state);
    return to === undefined ? [] : [[track, to]];
  }));
}

/** Undefined when a state has no place in the version after. */
export function mappedTracks(map: StateMap, tracks: Readonly<Record<string, TrackBefore>>): Readonly<Record<string, TrackBefore>> | undefined {
  const moved: Record<string, TrackBefore> = {};
  for (const [track, { state, previous }] of Object.entries(tracks)) {
    const [to, before] = [state, previous].map((one) => (one === undefined ? undefined : map.get(one)));
    if (state !== undefined && to === undefined) return undefined;
    moved[track] = { ...(to !== undefined && { state: to }), ...(before !== undefined && { previous: before }) };
  }
  return moved;
}

export const isTerminal = (flow: CompiledFlow, state: string): boolean => flow.states.get(state)?.terminal === true;
