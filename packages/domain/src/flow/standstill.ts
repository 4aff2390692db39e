import type { CaseState } from './case-state';
import { type CompiledFlow, MAIN_TRACK } from './compile';
import { TOTAL_DEADLINE } from './deadlines';
import type { StandingMove } from './standing-moves';

/** Why time does not count on a track that is under way: what was running there stands, since a message made it stand. */
export interface Standstill {
  readonly track: string;
  /** `suspended`: it runs on with the days it has left. `stopped`: it runs anew, with its full value, when the track goes on. */
  readonly why: 'suspended' | 'stopped';
  /** Beijing date of the message. */
  readonly since: string;
  /** Number of the message in the case; absent where it cannot be told any more, because the case was moved to another version of its flow. */
  readonly delivery?: number;
  /** Deadlines that stand, in the order of the flow; the limit of the whole case stands with `main`, as the last. */
  readonly deadlines: readonly string[];
}

/** Every standstill of a case, suspended ones first; none while all clocks run, or on a track that is over. */
export function standstillsOf(flow: CompiledFlow, state: CaseState): readonly Standstill[] {
  return (['suspended', 'stopped'] as const).flatMap((why) => Object.keys(state.active).flatMap((track) => {
    if (flow.states.get(state.active[track] ?? '')?.terminal !== false) return [];
    const own = flow.flow.deadlines.filter(({ id, track: of }) => of === track && state.deadlines[id]?.status === why).map(({ id }) => id);
    const standing = track === MAIN_TRACK && state.total?.status === why ? [...own, TOTAL_DEADLINE] : own;
    const [first] = standing;
    if (first === undefined) return [];
    const delivery = state.moves.findLast((move) => standing.some((id) => (id === TOTAL_DEADLINE ? move.total !== undefined : id in move.runs)))?.delivery;
    const run = first === TOTAL_DEADLINE ? state.total : state.deadlines[first];
    const since = (why === 'stopped' ? run?.closedOn : run?.pauses.at(-1)?.from) ?? '';
    return [{ track, why, since, ...(delivery !== undefined && { delivery }), deadlines: standing }];
  }));
}

/** The movement that brought a track to where it is; undefined for one that is not under way. */
export const arrivalOn = ({ moves }: Pick<CaseState, 'moves'>, track: string): StandingMove | undefined => moves.findLast((move) => track in move.tracks);
