import { type Side, sideOfActor } from '../flow/actors';
import type { CaseState } from '../flow/case-state';
import type { CompiledFlow } from '../flow/compile';
import type { State } from '../flow/model';

/** A state that a message of kind dispute leads into, and in which a case stands. Its clock is suspended: no deadline of the flow ever ends it (G1-C2). */
export interface OpenDispute {
  readonly state: State;
  /** Beijing date on which the message was received that brought the case there. */
  readonly since: string;
  readonly responsible: string;
  readonly side: Side | undefined;
}

export function openDisputes(flow: CompiledFlow, state: CaseState): readonly OpenDispute[] {
  const entry = flow.entries.get(state.entryId);
  return Object.entries(state.active).flatMap(([track, id]): OpenDispute[] => {
    const standing = flow.states.get(id);
    // A case that was moved to another version of its flow may not remember the movement itself.
    const moved = state.moves.findLast(({ tracks }) => track in tracks) ?? state.moves.at(-1);
    if (standing === undefined || standing.terminal || moved === undefined || !isDisputed(flow, id)) return [];
    const responsible = standing.holder ?? '';
    return [{ state: standing, since: moved.on, responsible, side: entry && sideOfActor(flow, entry, responsible) }];
  });
}

const isDisputed = (flow: CompiledFlow, state: string): boolean =>
  flow.flow.transitions.some(({ to, message }) => to === state && flow.messages.get(message)?.kind === 'dispute');
