import { calendars, compiledFlows } from '../../test/reference-flows';
import { reachedBy, say } from '../../test/reached-cases';
import { choicesOf } from './choices';
import { fieldOf, finiteDomain } from './compile';
import { guardFields } from './guard';
import { nextActions } from './next-actions';

describe.each([...compiledFlows.values()].map((flow) => [flow.id, flow] as const))('the choices of a message of %s', (_id, flow) => {
  const { cases } = reachedBy(flow);

  it('are the values with which it is accepted, each with what comes of it', () => {
    let compared = 0;
    const seen = new Set<string>();
    for (const reached of cases) for (const side of ['opener', 'counterpart'] as const) {
      for (const { message, actor, outcomes } of nextActions(flow, reached.state, side, { calendars }, reached.date)) {
        const choices = choicesOf(flow, message.id, outcomes);
        const fields = [...new Set(outcomes.flatMap(({ when }) => guardFields(when)))];
        expect([...choices.keys()]).toEqual(fields);
        // With one deciding field the choices are the whole truth; with several each value may need others beside it.
        const [only, ...more] = fields;
        const same = JSON.stringify([message.id, actor.id, outcomes.map(({ transitionId, when }) => [transitionId, when])]);
        if (only === undefined || more.length > 0 || seen.has(same)) continue;
        seen.add(same);
        for (const value of finiteDomain(flow, fieldOf(flow, message.id, only)!) ?? []) {
          const decision = say(reached, { message: message.id, actor: actor.id, fields: { [only]: value } });
          const choice = choices.get(only)?.find((one) => one.value === value);
          expect([message.id, value, choice?.transitionIds ?? []]).toEqual([message.id, value, decision.accepted ? [decision.transitionId] : []]);
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(10);
  });
});
