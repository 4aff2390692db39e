import fc from 'fast-check';
import { calendars, compiledFlows, contextOf, participantOf, partiesOf } from '../../test/reference-flows';
import { addDays } from '../calendar/days';
import { agencyOf, type AgencySide, type Side, sideOfActor } from './actors';
import type { CaseMessage, CaseState } from './case-state';
import { type CompiledFlow, finiteDomain, MAIN_TRACK, trackOf } from './compile';
import { deadlinesOf } from './deadlines';
import { recordDelivery } from './delivery';
import { decide } from './engine';
import { guardFields, holds } from './guard';
import type { Entry, Fields, FieldValue } from './model';
import { isFinished } from './movement';
import { holderOf, nextActions } from './next-actions';

const parties = partiesOf('310115', '510104');
const context = contextOf(parties);
const OPEN_STATUS = ['running', 'awaiting-delivery', 'suspended', 'calendar-not-covered', 'stopped'];
/** One step of a random case: numbers that pick what is sent, by whom, with which values, when, and whether it is delivered. */
type Dice = readonly [lively: boolean, what: number, who: number, values: number, days: number, delivered: boolean];
const dice: fc.Arbitrary<Dice> = fc.tuple(fc.boolean(), fc.nat(9_999), fc.nat(9), fc.nat(99_999), fc.nat(9), fc.boolean());

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

function openingMessage(flow: CompiledFlow, entry: Entry, date: string): CaseMessage {
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
function nextMessage(flow: CompiledFlow, entry: Entry, state: CaseState, [lively, what, who, seed]: Dice, date: string): CaseMessage {
  const offered = (['opener', 'counterpart'] as const).flatMap((side) => nextActions(flow, state, side, context, date).map((action) => ({ side: side as Side, type: action.message.id, onBehalfOf: action.onBehalfOf })));
  const actors = [...flow.actors.keys()];
  const actor = actors[who % actors.length] as string;
  const side = sideOfActor(flow, entry, actor) ?? 'opener';
  const types = [...flow.messages.keys()];
  const any = { side, type: types[what % types.length] as string, onBehalfOf: actor === agencyOf(flow, entry, side) ? undefined : actor };
  const { onBehalfOf, ...chosen } = (lively ? offered[what % Math.max(1, offered.length)] : undefined) ?? any;
  return { messageId: `m${state.deliveryCount}`, ...chosen, ...(onBehalfOf !== undefined && { onBehalfOf }), open: valuesFor(flow, chosen.type, seed, date), receivedAt: `${date}T09:00:00+08:00` };
}

type Check = (flow: CompiledFlow, before: CaseState, message: CaseMessage, date: string) => void;

/** Plays random cases of every flow and calls `check` before each message. */
function forRandomCases(check: Check, runs = 60): void {
  fc.assert(fc.property(fc.constantFrom(...compiledFlows.values()), fc.nat(3), fc.array(dice, { minLength: 1, maxLength: 30 }), (flow, pick, rolls) => {
    const { entries } = flow.flow;
    const entry = entries[pick % entries.length] as Entry;
    let date = '2026-03-02';
    const opened = decide(flow, undefined, openingMessage(flow, entry, date), context);
    if (!opened.accepted) throw new Error(`${opened.code} ${opened.detail}`);
    let { state } = opened;
    for (const roll of rolls) {
      date = addDays(date, roll[4]);
      const message = nextMessage(flow, entry, state, roll, date);
      check(flow, state, message, date);
      const decision = decide(flow, state, message, context);
      if (!decision.accepted) continue;
      state = decision.state;
      const side: AgencySide = message.side === 'opener' ? 'counterpart' : 'opener';
      if (roll[5]) state = recordDelivery(state, { deliveryNo: state.deliveryCount, side, deliveredAt: `${addDays(date, 1)}T09:00:00+08:00` });
    }
  }), { numRuns: runs });
}

describe('random cases of the reference flows', () => {
  it('the same arguments give the same decision, nothing is changed in place, and a state is plain JSON', () => forRandomCases((flow, before, message) => {
    const copy = JSON.stringify([before, message]);
    const first = decide(flow, before, message, context);
    const again = decide(flow, JSON.parse(JSON.stringify(before)) as CaseState, message, context);
    expect(again).toEqual(first);
    expect(JSON.stringify([before, message])).toBe(copy);
    if (first.accepted) expect(JSON.parse(JSON.stringify(first.state))).toStrictEqual(first.state);
  }));

  it('a message is accepted exactly when one next action offers it with a guard that holds, and goes where that says', () => forRandomCases((flow, before, message, date) => {
    if (message.side === 'hub') return;
    const offered = nextActions(flow, before, message.side, context, date)
      .filter((x) => x.message.id === message.type && x.onBehalfOf === message.onBehalfOf)
      .flatMap((x) => x.outcomes).filter((x) => holds(x.when, message.open));
    const decision = decide(flow, before, message, context);
    const brokenRule = !decision.accepted && decision.code.startsWith('rule.');
    expect(offered).toHaveLength(decision.accepted || brokenRule ? 1 : 0);
    if (!decision.accepted) return;
    expect(offered[0]).toMatchObject({ transitionId: decision.transitionId });
    if (offered[0]?.moves === true) expect(decision.state.active[offered[0].track ?? '']).toBe(offered[0].to?.id);
    for (const side of offered[0]?.also ?? []) expect(decision.state.active[side.track]).toBe(side.id);
  }));

  it('nothing leaves a terminal state, what was visited stays visited, every message counts', () => forRandomCases((flow, before, message) => {
    const decision = decide(flow, before, message, context);
    if (!decision.accepted) return;
    const { state } = decision;
    const transition = flow.transitions.get(decision.transitionId ?? '');
    const moved = transition === undefined ? undefined : trackOf(flow, transition);
    for (const [track, id] of Object.entries(before.active)) {
      // A side effect may start an ended track again; its own messages and `main` may not.
      if (flow.states.get(id)?.terminal === true && (track === MAIN_TRACK || track === moved)) expect(state.active[track]).toBe(id);
    }
    expect(state.visited.slice(0, before.visited.length)).toEqual(before.visited);
    expect(Object.values(state.active).every((id) => state.visited.includes(id))).toBe(true);
    expect(state.deliveryCount).toBe(before.deliveryCount + 1);
    if (isFinished(flow, before)) expect(state.active).toEqual(before.active);
  }));

  it('no deadline is open on a track that is over, and every open track has a holder', () => forRandomCases((flow, before, _message, date) => {
    const over = (track: string): boolean => flow.states.get(before.active[track] ?? '')?.terminal === true;
    for (const view of deadlinesOf(flow, before, date, calendars)) {
      const track = flow.deadlines.get(view.id)?.track ?? MAIN_TRACK;
      if (over(track)) expect(OPEN_STATUS).not.toContain(view.status);
      if (view.status === 'running') expect(view).toMatchObject({ dueOn: expect.any(String), overdue: date > (view.dueOn ?? '') });
      if (view.status === 'awaiting-delivery') expect(view.overdue).toBe(false);
    }
    for (const { state, actor } of holderOf(flow, before)) expect(actor === undefined).toBe(state.terminal);
  }));

  it('a delivery changes dates only, and only once', () => forRandomCases((flow, before, message, date) => {
    const decision = decide(flow, before, message, context);
    if (!decision.accepted) return;
    const deliver = (state: CaseState, day: string): CaseState => (['opener', 'counterpart'] as const).reduce(
      (s, side) => recordDelivery(s, { deliveryNo: decision.state.deliveryCount, side, deliveredAt: `${day}T09:00:00+08:00` }), state);
    const delivered = deliver(decision.state, addDays(date, 2));
    expect(deliver(delivered, addDays(date, 9))).toEqual(delivered);
    const statuses = (s: CaseState): unknown => Object.entries(s.deadlines).map(([id, run]) => [id, run.status]);
    expect(statuses(delivered)).toEqual(statuses(decision.state));
    expect({ ...delivered, deadlines: {}, total: undefined }).toEqual({ ...decision.state, deadlines: {}, total: undefined });
  }, 30));

  it('parties resolve as the tests assume', () => expect([participantOf('310115'), participantOf('510104')]).toEqual(['310000', '510000']));
});
