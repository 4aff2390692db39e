import { type AgencySide, sideOfActor } from './actors';
import type { CaseState } from './case-state';
import type { CompiledFlow } from './compile';
import { type ActionContext, type ActorRef, type DueHint, holderOf, type MessageRef, nextActions } from './next-actions';
import type { StateRef } from './outcomes';

/** What a track waits for: whose turn it is, and what the case goes on with. */
export interface Awaited {
  readonly track: string;
  readonly state: StateRef;
  readonly actor: ActorRef;
  /** The side that speaks for the actor. */
  readonly side: AgencySide;
  /** What the actor may send to move the track, the guide's path first. */
  readonly messages: readonly { readonly message: MessageRef; readonly due?: DueHint }[];
}

/** For each track under way what is awaited from whom; the same for both sides, so that neither has to guess. `today` is a Beijing date. */
export function awaitedOf(flow: CompiledFlow, state: CaseState, context: ActionContext, today: string): readonly Awaited[] {
  const entry = flow.entries.get(state.entryId);
  if (entry === undefined) return [];
  return holderOf(flow, state).flatMap(({ track, state: current, actor }) => {
    const side = actor && sideOfActor(flow, entry, actor.id);
    if (actor === undefined || side === undefined || side === 'hub') return [];
    const moving = nextActions(flow, state, side, context, today).flatMap(({ actor: own, message, due, outcomes }) => {
      const here = outcomes.filter((outcome) => outcome.track === track && outcome.moves);
      return own.id === actor.id && here.length > 0 ? [{ message, ...(due && { due }), guided: here.some(({ onNormalPath }) => onNormalPath) }] : [];
    });
    const messages = [...moving].sort((a, b) => Number(b.guided) - Number(a.guided)).map(({ guided: _guided, ...one }) => one);
    return [{ track, state: current, actor, side, messages }];
  });
}
