import { ANY_STATE, type CompiledFlow, MAIN_TRACK, trackOf } from './compile';
import { negate, reduceGuard, type Visited } from './guard';
import type { Entry, Guard, State, Transition, Worded } from './model';
import { type Configuration, leavesActive, sideMoves, targetOf } from './movement';

export interface StateRef extends Worded { readonly id: string; readonly track: string; readonly terminal: boolean; readonly outcome?: string }

/** One thing that can come of a message. The `when` guards of one action exclude each other and read its open fields only. */
export interface Outcome extends Worded {
  readonly transitionId: string;
  readonly path: Transition['path'];
  readonly onNormalPath: boolean;
  /** Absent when it comes of the message whatever its fields. */
  readonly when?: Guard;
  /** False for a note: the case stays where it is. */
  readonly moves: boolean;
  readonly to: StateRef | undefined;
  readonly track: string | undefined;
  readonly terminal: boolean;
  /** States other tracks enter at the same time. */
  readonly also: readonly StateRef[];
  /** Whose turn it is in the state this outcome leaves. */
  readonly holder: string | undefined;
}

export function stateRef({ id, zh, en, track, terminal, outcome }: State): StateRef {
  return { id, zh, en, track, terminal, ...(outcome !== undefined && { outcome }) };
}

/**
 * What may come of a message of this actor from here. The past is already worked into the guards, and so is precedence: an
 * outcome without a guard of its own happens when none of the guarded ones does.
 */
export function outcomesOf(
  flow: CompiledFlow, entry: Entry, configuration: Configuration, transitions: readonly Transition[], visited: Visited,
): readonly Outcome[] {
  const here = transitions.filter((x) => leavesActive(configuration, x));
  const guards = here.flatMap((x) => (x.when === undefined ? [] : [x.when]));
  const otherwise = negate(reduceGuard({ any: guards }, visited));
  return here.flatMap((transition) => {
    const guard = transition.when === undefined ? otherwise : reduceGuard(transition.when, visited);
    return guard === false ? [] : [outcome(flow, entry, configuration, transition, guard)];
  });
}

/** What comes of a first message that fits the entry: the case begins. The entry `taken` before is the normal way. */
export function entryOutcome(flow: CompiledFlow, entry: Entry, taken: Entry): Outcome {
  const { id, zh, en, when, to, actor } = entry;
  const state = flow.states.get(to);
  return {
    transitionId: id, zh, en, path: 'normal', onNormalPath: entry === taken, ...(when && { when }), moves: true,
    to: state && stateRef(state), track: MAIN_TRACK, terminal: state?.terminal ?? false, also: [], holder: actor,
  };
}

function outcome(flow: CompiledFlow, entry: Entry, configuration: Configuration, transition: Transition, guard: Guard | true): Outcome {
  const track = trackOf(flow, transition);
  const current = track === undefined ? undefined : flow.states.get(configuration.active[track] ?? '');
  const target = flow.states.get(targetOf(flow, configuration, transition) ?? '');
  const to = target ?? current;
  const also = target === undefined ? [] : sideMoves(flow, configuration, transition).map(([, state]) => flow.states.get(state));
  return {
    transitionId: transition.id, zh: transition.zh, en: transition.en, path: transition.path,
    onNormalPath: entry.normalPath.includes(transition.id),
    ...(guard !== true && { when: guard }),
    moves: target !== undefined,
    to: to && stateRef(to), track, terminal: to?.terminal ?? false,
    also: also.flatMap((state) => (state === undefined ? [] : [stateRef(state)])),
    holder: transition.from[0] === ANY_STATE ? undefined : current?.holder,
  };
}
