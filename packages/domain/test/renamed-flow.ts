import { ANY_STATE, type CompiledFlow, compileFlow, fieldOf, PREVIOUS_STATE, SAME_STATE } from '../src/flow/compile';
import type { FieldValue, Fields, Flow, Guard } from '../src/flow/model';
import type { StateMapping } from '../src/standards/migration/order';
import { dictionary } from './reference-flows';

const KEPT: readonly string[] = [ANY_STATE, PREVIOUS_STATE, SAME_STATE];
export const renamedState = (state: string): string => (KEPT.includes(state) ? state : `${state}_2`);

/** The value of a field that may name a state. */
type RenamedValue = (field: string, value: FieldValue) => FieldValue;
const renamedValues = (compiled: CompiledFlow, message: string): RenamedValue => (field, value) => (fieldOf(compiled, message, field)?.type === 'state-id' && typeof value === 'string' ? renamedState(value) : value);
/** What a sender says who means the renamed states. */
export const renamedFields = (compiled: CompiledFlow, message: string, fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, renamedValues(compiled, message)(field, value)]));

function renamedGuard(guard: Guard, renamed: RenamedValue): Guard {
  const inside = (part: Guard): Guard => renamedGuard(part, renamed);
  if ('all' in guard) return { all: guard.all.map(inside) };
  if ('any' in guard) return { any: guard.any.map(inside) };
  if ('not' in guard) return { not: inside(guard.not) };
  if ('visited' in guard) return { visited: guard.visited.map(renamedState) };
  if ('notVisited' in guard) return { notVisited: guard.notVisited.map(renamedState) };
  return 'in' in guard ? { field: guard.field, in: guard.in.map((value) => renamed(guard.field, value)) } : guard;
}

/** The next version of a flow, which is the same but for the names of its states. */
export function renamedFlow(compiled: CompiledFlow): CompiledFlow {
  const { flow } = compiled;
  const renamed: Flow = {
    ...flow,
    entries: flow.entries.map((one) => ({ ...one, to: renamedState(one.to) })), states: flow.states.map((one) => ({ ...one, id: renamedState(one.id) })),
    transitions: flow.transitions.map((one) => ({
      ...one, from: one.from.map(renamedState), to: renamedState(one.to), ...(one.when && { when: renamedGuard(one.when, renamedValues(compiled, one.message)) }),
      ...(one.also && { also: Object.fromEntries(Object.entries(one.also).map(([track, state]) => [track, renamedState(state)])) }),
    })),
    deadlines: flow.deadlines.map((one) => (one.start?.state === undefined ? one : { ...one, start: { state: renamedState(one.start.state) } })),
    totalDeadline: flow.totalDeadline && (flow.totalDeadline.start.state === undefined ? flow.totalDeadline : { ...flow.totalDeadline, start: { state: renamedState(flow.totalDeadline.start.state) } }),
    successors: flow.successors.map((one) => ({ ...one, from: one.from.map(renamedState) })),
  };
  return compileFlow(renamed, dictionary);
}

export const renaming = ({ flow }: CompiledFlow): StateMapping[] => flow.states.map(({ id }) => ({ from: id, to: renamedState(id) }));
