import type { CompiledFlow, MessageKind } from '@tongban/domain';
import type { Scenario } from './plan';

/** Kinds of messages a case of this entry can meet, guards left aside. */
export function kindsInReach(flow: CompiledFlow, entryId: string): Set<MessageKind> {
  const reached = new Set<string>([flow.entries.get(entryId)?.to ?? '']);
  const kinds = new Set<MessageKind>();
  for (let grown = true; grown;) {
    grown = false;
    for (const transition of flow.flow.transitions) {
      if (!transition.from.some((state) => reached.has(state))) continue;
      const kind = flow.messages.get(transition.message)?.kind;
      if (kind) kinds.add(kind);
      for (const state of [transition.to, ...Object.values(transition.also ?? {})]) {
        if (!flow.states.has(state) || reached.has(state)) continue;
        reached.add(state);
        grown = true;
      }
    }
  }
  return kinds;
}

/** How a case of the plan ends, in the words of the flow format; a scenario the flow has no message for is a normal case. */
export function expectedOutcome(flow: CompiledFlow, entryId: string, scenario: Scenario): string {
  const kinds = kindsInReach(flow, entryId);
  if (scenario === 'refusal' && kinds.has('refusal')) return 'refused';
  if (scenario === 'withdrawal' && kinds.has('withdrawal')) return 'withdrawn';
  return 'completed';
}
