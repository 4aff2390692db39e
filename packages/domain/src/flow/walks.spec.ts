import { calendars, caseMessage, compiled, contextOf, partiesOf, type Walk, walks } from '../../test/reference-flows';
import { beijingDateOf } from '../calendar/days';
import type { CaseState } from './case-state';
import { deadlinesOf } from './deadlines';
import { recordDelivery } from './delivery';
import { type Accepted, decide } from './engine';
import { holds } from './guard';
import { isFinished } from './movement';
import { holderOf, nextActions, openingActions } from './next-actions';

function replay(walk: Walk): CaseState {
  const flow = compiled(walk.flow);
  const context = contextOf(partiesOf(walk.opener.division, walk.counterpart.division));
  let state: CaseState | undefined;
  for (const [index, step] of walk.messages.entries()) {
    const message = caseMessage(step, index);
    const at = `${walk.name}[${index}] ${message.type}`;
    if (state === undefined) expect(openingActions(flow).filter((x) => x.message.id === message.type && holds(x.when, message.open)).map((x) => x.entryId)).toEqual([walk.entry]);
    else if (message.side !== 'hub') {
      const offered = nextActions(flow, state, message.side, context, beijingDateOf(message.receivedAt))
        .filter((x) => x.message.id === message.type && x.onBehalfOf === message.onBehalfOf);
      expect({ at, offered: offered.length }).toEqual({ at, offered: 1 });
      expect({ at, outcomes: offered[0]?.outcomes.filter((x) => holds(x.when, message.open)).length }).toEqual({ at, outcomes: 1 });
    }
    const decision = decide(flow, state, message, context);
    expect({ at, decision: decision.accepted ? 'accepted' : decision }).toEqual({ at, decision: 'accepted' });
    const accepted = decision as Accepted;
    expect({ at, alerts: accepted.alerts }).toEqual({ at, alerts: [] });
    expect({ at, active: accepted.state.active }).toMatchObject({ at, active: step.expect ?? {} });
    state = accepted.state;
    for (const side of ['opener', 'counterpart'] as const) state = recordDelivery(state, { deliveryNo: state.deliveryCount, side, deliveredAt: message.receivedAt });
  }
  if (state === undefined) throw new Error(`${walk.name} has no messages`);
  return state;
}

describe('the reference walks', () => {
  it('are all there', () => expect(walks).toHaveLength(41));

  it.each(walks.map((walk) => [walk.name, walk] as const))('%s is accepted message by message and ends as written', (_name, walk) => {
    const flow = compiled(walk.flow);
    const state = replay(walk);
    expect(isFinished(flow, state)).toBe(true);
    expect(flow.states.get(state.active['main'] ?? '')?.outcome).toBe(walk.outcome);
    expect(holderOf(flow, state).filter((x) => x.actor !== undefined)).toEqual([]);
    const open = deadlinesOf(flow, state, '2026-06-30', calendars).filter((x) => ['running', 'awaiting-delivery', 'suspended', 'calendar-not-covered'].includes(x.status));
    expect(open).toEqual([]);
  });

  it('take the normal path of their flow in its order', () => {
    for (const walk of walks.filter((x) => x.name.endsWith('.normal.json'))) {
      const flow = compiled(walk.flow);
      const entry = flow.entries.get(walk.entry);
      const context = contextOf(partiesOf(walk.opener.division, walk.counterpart.division));
      let state: CaseState | undefined;
      const path: string[] = [];
      for (const [index, step] of walk.messages.entries()) {
        const decision = decide(flow, state, caseMessage(step, index), context) as Accepted;
        if (decision.transitionId !== undefined) path.push(decision.transitionId);
        state = decision.state;
      }
      expect([...path].sort()).toEqual([...(entry?.normalPath ?? [])].sort());
    }
  });
});
