import fc from 'fast-check';
import { addDays } from '../src/calendar/days';
import { agencyOf, type AgencySide, type Side, sideOfActor } from '../src/flow/actors';
import type { CaseMessage, CaseState } from '../src/flow/case-state';
import { type CompiledFlow, finiteDomain } from '../src/flow/compile';
import { recordDelivery } from '../src/flow/delivery';
import { decide } from '../src/flow/engine';
import { guardFields, holds } from '../src/flow/guard';
import type { Entry, Fields, FieldValue } from '../src/flow/model';
import { hasBegun } from '../src/flow/movement';
import { nextActions } from '../src/flow/next-actions';
import { rejectByRecipient } from '../src/flow/recipient-rejection';
import { compiledFlows, contextOf, partiesOf } from './reference-flows';

const parties = partiesOf('310115', '510104');
/** The surroundings that random cases are decided in. */
export const context = contextOf(parties);
/**
 * One step of a random case: numbers that pick what is sent, by whom, with which values, when, whether it is delivered, and
 * which of the last messages its recipient then rejects, 0 for this one; mostly none.
 */
type Dice = readonly [lively: boolean, what: number, who: number, values: number, days: number, delivered: boolean, rejected: readonly number[]];
const rejected = fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(fc.nat(3)) });
const dice: fc.Arbitrary<Dice> = fc.tuple(fc.boolean(), fc.nat(9_999), fc.nat(9), fc.nat(99_999), fc.nat(9), fc.boolean(), rejected);

/** Open fields with a value for most guard fields and hub-rule dates, chosen by one number. */
function valuesFor(flow: CompiledFlow, message: string, seed: number, date: string): Fields {
  const read = new Set((flow.transitionsByMessage.get(message) ?? []).flatMap((x) => guardFields(x.when)));
  const values: Record<string, FieldValue> = {};
  for (const [index, field] of (flow.messages.get(message)?.fields ?? []).entries()) {
    const roll = Math.abs(Math.imul(seed + index + 1, 2_654_435_761)) >>> 3;
    if (field.personalData === true || roll % 9 === 0) continue;
    const domain = finiteDomain(flow, field);
    if (domain !== undefined && read.has(field.id)) values[field.id] = domain[roll % domain.length] as FieldValue;
    else if (field.type === 'date') values[field.id] = addDays(date, -(roll % 20));
    else if (field.type === 'int64') values[field.id] = roll % 3;
  }
  return values;
}

export function openingMessage(flow: CompiledFlow, entry: Entry, date: string): CaseMessage {
  const open: Record<string, FieldValue> = {};
  for (const rule of flow.flow.hubRules.filter((x) => x.rule === 'divisionOfActor' && x.message === entry.message)) {
    open[rule.field ?? ''] = parties[entry.opener === rule.actor ? 'opener' : 'counterpart'].division;
  }
  for (const field of flow.messages.get(entry.message)?.fields ?? []) {
    const fits = finiteDomain(flow, field)?.find((value) => guardFields(entry.when).includes(field.id) && holds(entry.when, { [field.id]: value }));
    if (fits !== undefined) open[field.id] = fits;
  }
  return { messageId: 'm0', type: entry.message, side: 'opener', ...(entry.actor !== entry.opener && { onBehalfOf: entry.actor }), open, receivedAt: `${date}T09:00:00+08:00` };
}

/** Half of the messages are ones the case can take, the rest anything by anybody. */
function nextMessage(flow: CompiledFlow, state: CaseState, [lively, what, who, seed]: Dice, date: string): CaseMessage {
  const entry = flow.entries.get(state.entryId) as Entry;
  if (lively && !hasBegun(state)) return { ...openingMessage(flow, entry, date), messageId: `m${state.deliveryCount}` };
  const offered = (['opener', 'counterpart'] as const).flatMap((side) => nextActions(flow, state, side, context, date).map((action) => ({ side: side as Side, type: action.message.id, onBehalfOf: action.onBehalfOf })));
  const actors = [...flow.actors.keys()];
  const actor = actors[who % actors.length] as string;
  const side = sideOfActor(flow, entry, actor) ?? 'opener';
  const types = [...flow.messages.keys()];
  const any = { side, type: types[what % types.length] as string, onBehalfOf: actor === agencyOf(flow, entry, side) ? undefined : actor };
  const { onBehalfOf, ...chosen } = (lively ? offered[what % Math.max(1, offered.length)] : undefined) ?? any;
  return { messageId: `m${state.deliveryCount}`, ...chosen, ...(onBehalfOf !== undefined && { onBehalfOf }), open: valuesFor(flow, chosen.type, seed, date), receivedAt: `${date}T09:00:00+08:00` };
}

export type Check = (flow: CompiledFlow, before: CaseState, message: CaseMessage, date: string) => void;

/** What one random case is made of. */
export interface RandomCase { readonly flow: CompiledFlow; readonly entry: Entry; readonly rolls: readonly Dice[] }
export const randomCases: fc.Arbitrary<RandomCase> = fc.tuple(fc.constantFrom(...compiledFlows.values()), fc.nat(3), fc.array(dice, { minLength: 1, maxLength: 30 }))
  .map(([flow, pick, rolls]) => ({ flow, entry: flow.flow.entries[pick % flow.flow.entries.length] as Entry, rolls }));

/** Plays a case, calls `check` before each message, and returns its last state and date. Recipients reject some messages. */
export function playRandomCase({ flow, entry, rolls }: RandomCase, check: Check = () => undefined): { readonly state: CaseState; readonly date: string } {
  let date = '2026-03-02';
  const opened = decide(flow, undefined, openingMessage(flow, entry, date), context);
  if (!opened.accepted) throw new Error(`${opened.code} ${opened.detail}`);
  let { state } = opened;
  for (const roll of rolls) {
    date = addDays(date, roll[4]);
    const message = nextMessage(flow, state, roll, date);
    check(flow, state, message, date);
    const decision = decide(flow, state, message, context);
    if (decision.accepted) {
      state = decision.state;
      const side: AgencySide = message.side === 'opener' ? 'counterpart' : 'opener';
      if (roll[5]) state = recordDelivery(state, { deliveryNo: state.deliveryCount, side, deliveredAt: `${addDays(date, 1)}T09:00:00+08:00` });
    }
    const [back] = roll[6];
    if (back !== undefined) state = rejectByRecipient(state, { deliveryNo: Math.max(1, state.deliveryCount - back), recordedAt: `${date}T10:00:00+08:00` }).state;
  }
  return { state, date };
}

/** Plays random cases of every flow and calls `check` before each message. */
export function forRandomCases(check: Check, runs = 60): void {
  fc.assert(fc.property(randomCases, (random) => void playRandomCase(random, check)), { numRuns: runs });
}
