import { addDays } from '../src/calendar/days';
import { agencyOf, sideOfActor } from '../src/flow/actors';
import type { CaseMessage, CaseState } from '../src/flow/case-state';
import { type CompiledFlow, fieldOf, finiteDomain } from '../src/flow/compile';
import { recordDelivery } from '../src/flow/delivery';
import { type Decision, decide } from '../src/flow/engine';
import { configurationKey, rememberedStates } from '../src/flow/check/exploration';
import { guardFields } from '../src/flow/guard';
import type { Entry, FieldValue, Fields, Transition } from '../src/flow/model';
import { fittingTransitions, leavesActive } from '../src/flow/movement';
import { context, openingMessage } from './random-cases';
import { mainland } from './reference-flows';

const OPENED_ON = '2026-03-02';
/** Days that a message which names a due date gives. */
export const DAYS_GIVEN = 14;

/** A message as a test says it: who acts, and the fields that guards read. */
export interface Said { readonly message: string; readonly actor: string; readonly fields: Fields }
/** A case as a shortest history of accepted messages made it, a working day between them, each delivered to both sides on its day. */
export interface ReachedCase {
  readonly flow: CompiledFlow;
  readonly entry: Entry;
  readonly state: CaseState;
  /** Beijing date of its last message. */
  readonly date: string;
  /** Transitions that fired, in order. */
  readonly path: readonly string[];
}
/** The first place where a transition fires: what is said in which case, and the case after it. */
export interface Fired { readonly transition: Transition; readonly before: ReachedCase; readonly said: Said; readonly after: ReachedCase }

export const nextWorkingDay = (date: string): string => {
  const next = mainland.addWorkingDays(date, 1);
  if (!next.covered) throw new Error(`${date} is beyond the calendar`);
  return next.date;
};

/** What somebody says in a case, received on a day, with a date for every fact and due date that the message carries. */
export function messageOf({ flow, entry, state }: Pick<ReachedCase, 'flow' | 'entry' | 'state'>, { message, actor, fields }: Said, date: string): CaseMessage {
  const side = sideOfActor(flow, entry, actor) ?? 'hub';
  const dates: Record<string, FieldValue> = {};
  for (const { producedBy } of flow.facts.values()) if (producedBy.message === message) dates[producedBy.field] = date;
  for (const { dueFrom } of flow.flow.deadlines) if (dueFrom?.message === message) dates[dueFrom.field] = addDays(date, DAYS_GIVEN);
  return {
    messageId: `m${state.deliveryCount}`, type: message, side, ...(actor !== agencyOf(flow, entry, side) && { onBehalfOf: actor }),
    open: { ...dates, ...fields }, receivedAt: `${date}T09:00:00+08:00`,
  };
}

/** The decision about it a working day after the last message. */
export const say = (reached: ReachedCase, said: Said): Decision => decide(reached.flow, reached.state, messageOf(reached, said, nextWorkingDay(reached.date)), context);

function after(reached: ReachedCase, said: Said): ReachedCase {
  const decision = say(reached, said);
  const date = nextWorkingDay(reached.date);
  if (!decision.accepted) throw new Error(`${said.message} by ${said.actor}: ${decision.code} ${decision.detail}`);
  return { ...reached, state: delivered(decision.state, date), date, path: [...reached.path, decision.transitionId ?? ''] };
}

const delivered = (state: CaseState, date: string): CaseState => (['opener', 'counterpart'] as const).reduce(
  (one, side) => recordDelivery(one, { deliveryNo: state.deliveryCount, side, deliveredAt: `${date}T10:00:00+08:00` }), state);

/** A case that was just opened. */
export function opened(flow: CompiledFlow, entry: Entry): ReachedCase {
  const message = openingMessage(flow, entry, OPENED_ON);
  const facts = Object.fromEntries([...flow.facts.values()].filter(({ producedBy }) => producedBy.message === message.type).map(({ producedBy }) => [producedBy.field, OPENED_ON]));
  const decision = decide(flow, undefined, { ...message, open: { ...facts, ...message.open } }, context);
  if (!decision.accepted) throw new Error(`${entry.id}: ${decision.code} ${decision.detail}`);
  return { flow, entry, state: delivered(decision.state, OPENED_ON), date: OPENED_ON, path: [] };
}

/** Every combination of values, and the absence, of the fields that guards of a message's transitions read. */
export function valuationsOf(flow: CompiledFlow, message: string): readonly Fields[] {
  const fields = new Set((flow.transitionsByMessage.get(message) ?? []).flatMap(({ when }) => guardFields(when)));
  return [...fields].reduce<readonly Fields[]>((all, id) => {
    const field = fieldOf(flow, message, id);
    return all.flatMap((one) => [one, ...((field && finiteDomain(flow, field)) ?? []).map((value) => ({ ...one, [id]: value }))]);
  }, [{}]);
}

/** What may be said in a case, by anybody whom some transition from its states names, with every value that guards read. */
export function* sayable({ flow, state }: ReachedCase): Generator<Said & { readonly fit: readonly Transition[] }> {
  for (const [message, transitions] of flow.transitionsByMessage) {
    const actors = new Set(transitions.filter((one) => leavesActive(state, one)).flatMap((one) => one.actors));
    for (const actor of actors) for (const fields of valuationsOf(flow, message)) yield { message, actor, fields, fit: fittingTransitions(flow, state, message, actor, fields) };
  }
}

export interface ReachedFlow {
  /** One case for each configuration that can be reached from an entry, the shortest histories first. */
  readonly cases: readonly ReachedCase[];
  /** By transition id, where it fires first. */
  readonly fired: ReadonlyMap<string, Fired>;
}

/** Explores a flow with the engine itself: what it accepts is how a case comes to be where it is. @param follows which transitions are taken. */
export function reachedBy(flow: CompiledFlow, follows: (transition: Transition) => boolean = () => true): ReachedFlow {
  const remembered = rememberedStates(flow);
  const known = new Set<string>();
  const cases: ReachedCase[] = [];
  const fired = new Map<string, Fired>();
  const add = (reached: ReachedCase): void => {
    const key = `${reached.entry.id} ${configurationKey(reached.state, remembered)}`;
    if (known.has(key)) return;
    known.add(key);
    cases.push(reached);
  };
  for (const entry of flow.flow.entries) add(opened(flow, entry));
  for (let next = 0; next < cases.length; next += 1) {
    const before = cases[next]!;
    const gone = new Set<string>();
    for (const { fit, ...said } of sayable(before)) {
      const [transition] = fit;
      // The same transition from the same case leads to the same place, whatever the values were.
      if (transition === undefined || gone.has(transition.id) || !follows(transition)) continue;
      gone.add(transition.id);
      const reached = after(before, said);
      if (!fired.has(transition.id)) fired.set(transition.id, { transition, before, said, after: reached });
      add(reached);
    }
  }
  return { cases, fired };
}
