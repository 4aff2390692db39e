import { ANY_STATE, type CompiledFlow, MAIN_TRACK, PREVIOUS_STATE, SAME_STATE, trackOf } from './compile';
import { holds } from './guard';
import type { Entry, Fields, Transition } from './model';

/** Where a case stands, as far as acceptance of messages depends on it: all of it by track or state id. */
export interface Configuration {
  readonly active: Readonly<Record<string, string>>;
  /** On each track the state that was active before the present one. */
  readonly previous: Readonly<Record<string, string>>;
  /** Every state entered so far on any track, in the order of first entry. */
  readonly visited: readonly string[];
}
/** What one transition does. `entered` lists new states on every track; a note has no track and enters nothing. */
export interface Movement {
  readonly configuration: Configuration;
  readonly track?: string;
  readonly entered: readonly string[];
}

export function enterFlow(entry: Entry): Movement {
  return { configuration: { active: { [MAIN_TRACK]: entry.to }, previous: {}, visited: [entry.to] }, track: MAIN_TRACK, entered: [entry.to] };
}

/** Transitions that leave an active state (or any), whatever their message. */
export function leavesActive(configuration: Configuration, transition: Transition): boolean {
  const active = Object.values(configuration.active);
  return transition.from[0] === ANY_STATE || transition.from.some((state) => active.includes(state));
}

/**
 * The transitions a message fits: message, actor, an active state and guard; those with a guard go before those without
 * (FLOW-FORMAT §4). A checked flow never has more than one.
 */
export function fittingTransitions(
  flow: CompiledFlow, configuration: Configuration, message: string, actor: string, fields: Fields,
): readonly Transition[] {
  const visited = new Set(configuration.visited);
  const fit = (flow.transitionsByMessage.get(message) ?? []).filter(
    (x) => x.actors.includes(actor) && leavesActive(configuration, x) && holds(x.when, fields, visited));
  const guarded = fit.filter((x) => x.when !== undefined);
  return guarded.length > 0 ? guarded : fit;
}

/** The state a transition leads to on its own track from here; undefined for a note or a missing previous state. */
export function targetOf(flow: CompiledFlow, configuration: Configuration, transition: Transition): string | undefined {
  if (transition.to === SAME_STATE) return undefined;
  if (transition.to !== PREVIOUS_STATE) return transition.to;
  const track = trackOf(flow, transition);
  return track === undefined ? undefined : configuration.previous[track];
}

/** The moves on other tracks that really happen: a track not under way can start, one under way can end. */
export function sideMoves(flow: CompiledFlow, configuration: Configuration, transition: Transition): readonly (readonly [string, string])[] {
  return Object.entries(transition.also ?? {}).filter(([track, state]) => {
    const current = configuration.active[track];
    const underWay = current !== undefined && flow.states.get(current)?.terminal === false;
    return underWay === flow.states.get(state)?.terminal;
  });
}

export function move(flow: CompiledFlow, configuration: Configuration, transition: Transition): Movement {
  const track = trackOf(flow, transition);
  const target = targetOf(flow, configuration, transition);
  if (track === undefined || target === undefined) return { configuration, entered: [] };
  const moves = [[track, target] as const, ...sideMoves(flow, configuration, transition)];
  const active = { ...configuration.active };
  const previous = { ...configuration.previous };
  const visited = new Set(configuration.visited);
  for (const [where, state] of moves) {
    const before = active[where];
    if (before === undefined) delete previous[where];
    else previous[where] = before;
    active[where] = state;
    visited.add(state);
  }
  return { configuration: { active, previous, visited: [...visited] }, track, entered: moves.map(([, state]) => state) };
}

/**
 * False when the recipient rejected the first message: the case went back to its opener before it began, no track is under
 * way, and only a corrected first message can be accepted.
 */
export const hasBegun = ({ active }: Pick<Configuration, 'active'>): boolean => active[MAIN_TRACK] !== undefined;

/** Every started track is in a terminal state: nothing but notes can happen any more. */
export function isFinished(flow: CompiledFlow, configuration: Configuration): boolean {
  return hasBegun(configuration) && Object.values(configuration.active).every((state) => flow.states.get(state)?.terminal === true);
}
