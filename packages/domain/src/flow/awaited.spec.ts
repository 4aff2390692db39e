import { calendars, compiledFlows } from '../../test/reference-flows';
import { reachedBy } from '../../test/reached-cases';
import { awaitedOf } from './awaited';
import { isFinished } from './movement';
import { nextActions } from './next-actions';

describe.each([...compiledFlows.values()].map((flow) => [flow.id, flow] as const))('what a case of %s waits for', (_id, flow) => {
  const { cases } = reachedBy(flow);

  it('is said for each track under way, and its holder can send one of the messages named', () => {
    for (const { state, date } of cases) {
      const awaited = awaitedOf(flow, state, { calendars }, date);
      expect(awaited.map(({ track, actor }) => [track, actor.id]).sort()).toEqual(
        Object.entries(state.active).flatMap(([track, id]) => (flow.states.get(id)?.holder === undefined ? [] : [[track, flow.states.get(id)?.holder]])).sort());
      expect(awaited.length === 0).toBe(isFinished(flow, state));
      for (const { side, actor, messages } of awaited) {
        const offered = nextActions(flow, state, side, { calendars }, date).filter((one) => one.actor.id === actor.id).map(({ message }) => message.id);
        expect([Object.values(state.active), messages.length > 0]).toEqual([Object.values(state.active), true]);
        for (const { message } of messages) expect(offered).toContain(message.id);
      }
    }
  });
});
