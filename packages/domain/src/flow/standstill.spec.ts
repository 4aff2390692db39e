import { calendars, compiledFlows } from '../../test/reference-flows';
import { reachedBy } from '../../test/reached-cases';
import { deadlinesOf, TOTAL_DEADLINE } from './deadlines';
import { MAIN_TRACK, trackOf } from './compile';
import { arrivalOn, standstillsOf } from './standstill';

describe.each([...compiledFlows.values()].map((flow) => [flow.id, flow] as const))('why the clock of a case of %s stands', (_id, flow) => {
  const { cases, fired } = reachedBy(flow);

  it('is said for exactly the deadlines that stand on a track under way', () => {
    for (const { state, date } of cases) {
      const open = (track: string): boolean => flow.states.get(state.active[track] ?? '')?.terminal === false;
      const standing = deadlinesOf(flow, state, date, calendars).filter(({ id, status }) => (status === 'suspended' || status === 'stopped') && open(flow.deadlines.get(id)?.track ?? MAIN_TRACK)).map(({ id }) => id);
      expect(standstillsOf(flow, state).flatMap(({ deadlines }) => deadlines).sort()).toEqual(standing.sort());
    }
  });

  it('names the message that made it stand, and since when', () => {
    for (const { transition, before, after } of fired.values()) {
      if (transition.clock !== 'suspend' && transition.clock !== 'stop') continue;
      const track = trackOf(flow, transition) ?? '';
      const ran = Object.entries(before.state.deadlines).filter(([id, { status }]) => status === 'running' && flow.deadlines.get(id)?.track === track).map(([id]) => id);
      if (before.state.total?.status === 'running' && track === MAIN_TRACK) ran.push(TOTAL_DEADLINE);
      const why = transition.clock === 'suspend' ? 'suspended' : 'stopped';
      for (const one of standstillsOf(flow, after.state)) {
        if (one.track !== track || one.why !== why || !one.deadlines.some((id) => ran.includes(id))) continue;
        expect([transition.id, one.delivery, one.since]).toEqual([transition.id, after.state.deliveryCount, after.date]);
      }
      if (transition.to !== 'same-state') expect(arrivalOn(after.state, track)?.delivery).toBe(after.state.deliveryCount);
    }
  });
});
