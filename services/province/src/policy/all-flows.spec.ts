import { flows, kindsInReach } from '../../test/domain-home';
import { playCase } from '../../test/two-provinces';
import { CASE_MESSAGES_MAX } from './choose-action';
import { SCENARIOS, type Scenario } from './scenario';

/** The kind of message that makes each scenario, and the outcome of a case in which it was sent. */
const EXPECTED: Readonly<Record<Scenario, { readonly kind?: string; readonly outcome: string }>> = {
  normal: { outcome: 'completed' },
  supplement: { kind: 'supplement-request', outcome: 'completed' },
  return: { kind: 'return', outcome: 'completed' },
  refusal: { kind: 'refusal', outcome: 'refused' },
  withdrawal: { kind: 'withdrawal', outcome: 'withdrawn' },
};
const SPECIAL = ['refusal', 'return', 'withdrawal', 'dispute', 'supplement-request'];

const cases = flows.flatMap((flow) => flow.flow.entries.flatMap((entry) => SCENARIOS.map((scenario) => ({ flow, entry: entry.id, id: flow.flow.flowId, scenario }))));
const of = (...wanted: readonly Scenario[]) => cases.filter(({ scenario }) => wanted.includes(scenario));

describe('two provinces that know no flow', () => {
  it('play every flow, entry and scenario', () => expect(cases.length).toBeGreaterThanOrEqual(6 * SCENARIOS.length));

  it.each(cases)('$id entry $entry, $scenario: the case ends as it should', ({ flow, entry, scenario }) => {
    const expected = EXPECTED[scenario];
    // Whether a flow has such a path at all is asked of the flow: there are some without a refusal.
    const possible = expected.kind === undefined || kindsInReach(flow, entry).has(expected.kind);
    for (const order of ['both', 'opener', 'counterpart'] as const) {
      const { home, impatient } = playCase(flow, entry, scenario, 7, order);
      const kinds = home.registered.map(({ kind }) => kind);
      expect({ order, closed: home.closed, outcome: home.outcome, kinds }).toMatchObject({ order, closed: true, outcome: possible ? expected.outcome : 'completed' });
      expect(kinds.filter((kind) => SPECIAL.includes(kind))).toEqual(possible && expected.kind !== undefined ? [expected.kind] : []);
      expect(kinds.length).toBeLessThan(CASE_MESSAGES_MAX / 2);
      expect({ impatient, alerts: home.alerts }).toEqual({ impatient: false, alerts: [] });
    }
  });

  it.each(of('normal'))('$id entry $entry: the normal case is the guide of the entry', ({ flow, entry }) => {
    const [opening, ...path] = playCase(flow, entry, 'normal', 7).home.registered.map(({ taken }) => taken);
    expect(opening).toBe(entry);
    expect([...path].sort()).toEqual([...(flow.compiled.entries.get(entry)?.normalPath ?? [])].sort());
  });

  it.each(of('supplement'))('$id entry $entry: a supplement is answered and the case goes on', ({ flow, entry }) => {
    const kinds = playCase(flow, entry, 'supplement', 7).home.registered.map(({ kind }) => kind);
    const asked = kinds.indexOf('supplement-request');
    expect(asked === -1 ? undefined : kinds[asked + 1]).toBe(kindsInReach(flow, entry).has('supplement-request') ? 'supplement-response' : undefined);
  });

  it.each(of('return'))('$id entry $entry: after a return the work is sent again', ({ flow, entry }) => {
    const { registered } = playCase(flow, entry, 'return', 7).home;
    const returned = registered.findIndex(({ kind }) => kind === 'return');
    expect(registered.slice(returned + 1).length).toBeGreaterThan(2);
    expect(registered.at(-1)?.kind).toMatch(/completion|receipt/);
  });

  it.each(of('withdrawal'))('$id entry $entry: the opener withdraws before the work is carried over', ({ flow, entry }) => {
    const { registered } = playCase(flow, entry, 'withdrawal', 7).home;
    expect(registered.at(-1)).toMatchObject({ kind: 'withdrawal', side: 'opener' });
    expect(registered.map(({ kind }) => kind)).not.toContain('completion');
  });

  it.each(of('return'))('$id entry $entry, $scenario: the same case is played the same way twice', ({ flow, entry, scenario }) => {
    expect(playCase(flow, entry, scenario, 3).home.registered).toEqual(playCase(flow, entry, scenario, 3).home.registered);
  });

  it('write about one person through a case, and about others in other cases', () => {
    for (const flow of flows) {
      const people = [1, 2, 3].map((seed) => {
        const { registered } = playCase(flow, flow.flow.entries[0]?.id ?? '', 'return', seed).home;
        const numbers = new Set(registered.flatMap(({ fields }) => (typeof fields['id_number'] === 'string' ? [fields['id_number']] : [])));
        expect(numbers.size).toBe(1);
        return [...numbers][0];
      });
      expect(new Set(people).size).toBe(3);
    }
  });
});
