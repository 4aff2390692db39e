import type { CompiledFlow } from '../../flow/compile';
import type { Accepted } from '../../flow/engine';

/**
 * Whether a draft sends back what went on then: its flow answers the message with a step of kind return, or with a state that its returns lead to, and the case went
 * elsewhere. A message that was a return itself is none: it is the same under both.
 */
export function isSentBack(draft: CompiledFlow, now: Accepted, past: CompiledFlow, then: Accepted): boolean {
  if (!leadsBack(draft, now) || leadsBack(past, then)) return false;
  return isReturnMessage(draft, now.transitionId) || Object.entries(now.state.active).some(([track, state]) => then.state.active[track] !== state);
}

function leadsBack(flow: CompiledFlow, { transitionId, entryId, state }: Accepted): boolean {
  if (isReturnMessage(flow, transitionId)) return true;
  const target = transitionId === undefined ? flow.entries.get(entryId ?? '')?.to : flow.transitions.get(transitionId)?.to;
  return target !== undefined && Object.values(state.active).includes(target) && statesOfReturn(flow).has(target);
}

const isReturnMessage = (flow: CompiledFlow, transitionId: string | undefined): boolean => {
  const message = transitionId === undefined ? undefined : flow.transitions.get(transitionId)?.message;
  return message !== undefined && flow.messages.get(message)?.kind === 'return';
};

const known = new WeakMap<CompiledFlow, ReadonlySet<string>>();
function statesOfReturn(flow: CompiledFlow): ReadonlySet<string> {
  const found = known.get(flow) ?? new Set(flow.flow.transitions.filter(({ id }) => isReturnMessage(flow, id)).map(({ to }) => to).filter((to) => flow.states.has(to)));
  known.set(flow, found);
  return found;
}
