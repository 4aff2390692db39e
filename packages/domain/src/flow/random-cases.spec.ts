import { calendars, participantOf } from '../../test/reference-flows';
import { context, forRandomCases } from '../../test/random-cases';
import { addDays } from '../calendar/days';
import type { CaseState } from './case-state';
import { MAIN_TRACK, trackOf } from './compile';
import { deadlinesOf } from './deadlines';
import { recordDelivery } from './delivery';
import { decide } from './engine';
import { holds } from './guard';
import { isFinished } from './movement';
import { holderOf, nextActions } from './next-actions';

const OPEN_STATUS = ['running', 'awaiting-delivery', 'suspended', 'calendar-not-covered', 'stopped'];

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
    expect(offered[0]).toMatchObject({ transitionId: decision.transitionId ?? decision.entryId });
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
