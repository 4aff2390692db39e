import { type CompiledFlow, type Side, sideOfActor } from '@tongban/domain';

/**
 * Which side may send each message of a flow: by the actors of its transitions and entries, over all entries, since an entry decides who is the
 * opener. Message ids in the order of the flow, those nobody sends left out.
 */
export function messageSides(flow: CompiledFlow): ReadonlyMap<string, ReadonlySet<Side>> {
  const sides = new Map<string, Set<Side>>([...flow.messages.keys()].map((id) => [id, new Set<Side>()]));
  const note = (message: string, side: Side | undefined): void => {
    if (side !== undefined) sides.get(message)?.add(side);
  };
  for (const entry of flow.flow.entries) {
    note(entry.message, sideOfActor(flow, entry, entry.actor));
    for (const { message, actors } of flow.flow.transitions) for (const actor of actors) note(message, sideOfActor(flow, entry, actor));
  }
  return new Map([...sides].filter(([, of]) => of.size > 0));
}
