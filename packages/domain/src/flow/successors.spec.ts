import { compiledFlows, dictionary } from '../../test/reference-flows';
import { reachedBy, type ReachedCase } from '../../test/reached-cases';
import { MAIN_TRACK } from './compile';
import { isFinished } from './movement';
import { successorWords, successorsOf } from './successors';

const SIDES = ['opener', 'counterpart'] as const;

it('the kinds are worded as the reference data word them', () => {
  const list = dictionary.codeLists.find(({ id }) => id === 'SuccessorKind');
  expect(list?.values.map(({ code }) => ({ code, ...successorWords(code) }))).toEqual(list?.values.map(({ code, zh, en }) => ({ code, zh, en })));
});

describe.each([...compiledFlows.values()].map((flow) => [flow.id, flow] as const))('after a case of %s', (_id, flow) => {
  const { cases } = reachedBy(flow);
  const finished = cases.filter(({ state }) => isFinished(flow, state));
  const endedIn = (state: string): readonly ReachedCase[] => finished.filter((one) => one.state.active[MAIN_TRACK] === state);
  const rules = flow.flow.successors.flatMap(({ kind, from, actors }) => from.flatMap((state) => actors.map((actor) => [kind, state, actor] as const)));

  it.each(rules)('%s from %s may be opened by %s, and is named in both languages', (kind, state, actor) => {
    const ended = endedIn(state).filter(({ entry }) => entry.opener === actor || entry.counterpart === actor);
    expect(ended.length).toBeGreaterThan(0);
    for (const { entry, state: closed } of ended) {
      const option = successorsOf(flow, closed, entry.opener === actor ? 'opener' : 'counterpart').find((one) => one.kind === kind);
      expect(option).toMatchObject({ kind, zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/^[A-Z]/) });
    }
  });

  it('nobody else may open one, from no other state and of no other kind', () => {
    for (const { entry, state } of finished) for (const side of SIDES) {
      const allowed = rules.filter(([, from, actor]) => from === state.active[MAIN_TRACK] && actor === entry[side]).map(([kind]) => kind);
      expect(successorsOf(flow, state, side).map(({ kind }) => kind).sort()).toEqual([...new Set(allowed)].sort());
    }
  });

  it('none may be opened while a track of it is under way', () => {
    for (const { state } of cases) if (!isFinished(flow, state)) for (const side of SIDES) expect(successorsOf(flow, state, side)).toEqual([]);
  });
});
