import type {
  Actor, CodeList, Deadline, Entry, Fact, FieldRef, FieldSpec, FieldValue, Flow, FlowDictionary, MessageSpec, RecordType, State, Track, Transition,
} from './model';

/** The track every case begins on; its state and outcome are those of the case (FLOW-FORMAT §3). */
export const MAIN_TRACK = 'main';
export const SAME_STATE = 'same-state';
export const PREVIOUS_STATE = 'previous-state';
/** In `from`: any state, terminal ones too. Only a note may say so. */
export const ANY_STATE = '*';

/** A flow with the shared dictionary behind it and every name resolved. Frozen; made once per flow version. */
export interface CompiledFlow {
  readonly id: string;
  readonly flow: Flow;
  /** Messages of the flow and the common ones, which share one id space. */
  readonly messages: ReadonlyMap<string, MessageSpec>;
  readonly states: ReadonlyMap<string, State>;
  readonly actors: ReadonlyMap<string, Actor>;
  readonly tracks: ReadonlyMap<string, Track>;
  readonly transitions: ReadonlyMap<string, Transition>;
  readonly transitionsByMessage: ReadonlyMap<string, readonly Transition[]>;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly deadlines: ReadonlyMap<string, Deadline>;
  readonly facts: ReadonlyMap<string, Fact>;
  readonly lists: ReadonlyMap<string, CodeList>;
  readonly records: ReadonlyMap<string, RecordType>;
  readonly hubActor: Actor | undefined;
  /** The open fields hub rules compare, by message: all that a case has to remember of an accepted message. */
  readonly comparedFields: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Resolves the names of a flow. It judges nothing: a flow is checked by `checkFlow` before it is used. */
export function compileFlow(flow: Flow, dictionary: FlowDictionary): CompiledFlow {
  const actors = byKey(flow.actors, (x) => x.id);
  return Object.freeze({
    id: flow.flowId,
    flow,
    messages: byKey([...dictionary.commonMessages, ...flow.messages], (x) => x.messageId),
    states: byKey(flow.states, (x) => x.id),
    actors,
    tracks: byKey(flow.tracks, (x) => x.id),
    transitions: byKey(flow.transitions, (x) => x.id),
    transitionsByMessage: groupByMessage(flow.transitions),
    entries: byKey(flow.entries, (x) => x.id),
    deadlines: byKey(flow.deadlines, (x) => x.id),
    facts: byKey(flow.facts, (x) => x.id),
    lists: byKey([...dictionary.codeLists, ...(flow.codeLists ?? [])], (x) => x.id),
    records: byKey([...dictionary.recordTypes, ...(flow.recordTypes ?? [])], (x) => x.id),
    hubActor: flow.actors.find((x) => x.kind === 'hub'),
    comparedFields: comparedFields(flow),
  });
}

export function fieldOf(flow: CompiledFlow, message: string, field: string): FieldSpec | undefined {
  return flow.messages.get(message)?.fields.find((x) => x.id === field);
}

/** The track a transition moves; undefined for a note from any state. */
export function trackOf(flow: CompiledFlow, transition: Transition): string | undefined {
  const [from] = transition.from;
  return from === undefined ? undefined : flow.states.get(from)?.track;
}

/** Every value a field can take, for the types whose values can be listed; else undefined. */
export function finiteDomain(flow: CompiledFlow, field: FieldSpec): readonly FieldValue[] | undefined {
  if (field.type === 'bool') return [true, false];
  if (field.type === 'state-id') return [...flow.states.keys()];
  return field.type.startsWith('enum:') ? flow.lists.get(field.type.slice('enum:'.length))?.values.map((x) => x.code) : undefined;
}

function byKey<T>(list: readonly T[], key: (item: T) => string): ReadonlyMap<string, T> {
  return new Map(list.map((item) => [key(item), item]));
}

function groupByMessage(transitions: readonly Transition[]): ReadonlyMap<string, readonly Transition[]> {
  const groups = new Map<string, Transition[]>();
  for (const transition of transitions) {
    const group = groups.get(transition.message);
    if (group) group.push(transition);
    else groups.set(transition.message, [transition]);
  }
  return groups;
}

function comparedFields(flow: Flow): ReadonlyMap<string, ReadonlySet<string>> {
  const compared = new Map<string, Set<string>>();
  const note = ({ message, field }: FieldRef): void => {
    const fields = compared.get(message) ?? new Set();
    compared.set(message, fields.add(field));
  };
  for (const rule of flow.hubRules) [...(rule.sum ?? []), ...(rule.equals ?? []), ...(rule.notBefore ? [rule.notBefore] : [])].forEach(note);
  return compared;
}
