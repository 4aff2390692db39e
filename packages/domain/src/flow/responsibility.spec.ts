import { caseMessage, compiled, contextOf, flows, partiesOf, type Walk, walks } from '../../test/reference-flows';
import type { CaseState } from './case-state';
import { type Accepted, decide } from './engine';
import { rejectByRecipient } from './recipient-rejection';
import { type CaseStep, type Responsibility, responsibilitiesOf, responsibleAt } from './responsibility';

/** A second later for each message: walks have several of one instant. */
const instantOf = (index: number): string => new Date(Date.UTC(2026, 2, 2, 1, 0, index)).toISOString();

function played(walk: Walk): { steps: CaseStep[]; states: CaseState[] } {
  const flow = compiled(walk.flow);
  const context = contextOf(partiesOf(walk.opener.division, walk.counterpart.division));
  const states: CaseState[] = [];
  for (const [index, step] of walk.messages.entries()) states.push((decide(flow, states.at(-1), caseMessage(step, index), context) as Accepted).state);
  return { states, steps: states.map(({ active, entryId }, index) => ({ at: instantOf(index), logIndex: index + 1, flow, entryId, active })) };
}
const short = ({ track, state, holder, agency, side, role }: Responsibility) => [track, state?.id, holder.id, agency.id, side, role];

describe('the chain of responsibility (T6-C4)', () => {
  it.each(walks.map((walk) => [walk.name, walk] as const))('%s: at any moment one agency answers for each track under way, and nobody for what is over', (_name, walk) => {
    const flow = compiled(walk.flow);
    const { steps, states } = played(walk);
    const chain = responsibilitiesOf(steps);
    expect(responsibleAt(chain, '2026-03-01T00:00:00Z')).toEqual([]);
    states.forEach(({ active, entryId }, index) => {
      const entry = flow.entries.get(entryId)!;
      for (const at of [instantOf(index), new Date(Date.parse(instantOf(index)) + 999).toISOString()]) {
        const now = responsibleAt(chain, at);
        const running = Object.entries(active).filter(([, id]) => !flow.states.get(id)!.terminal).map(([track]) => track);
        expect(now.map(({ track }) => track).sort()).toEqual(running.sort());
        for (const { track, state, holder, agency, side } of now) {
          expect([state?.id, holder.id]).toEqual([active[track], flow.states.get(active[track]!)!.holder]);
          expect([agency.kind, agency.id]).toEqual(['agency', entry[side]]);
        }
      }
    });
    expect(chain.every(({ to }) => to !== undefined)).toBe(true);
  });

  it.each(flows.map(({ flowId }) => flowId))('%s: each agency has a role by its role map', (flowId) => {
    const chains = walks.filter((walk) => walk.flow === flowId).flatMap((walk) => responsibilitiesOf(played(walk).steps));
    expect(new Set(chains.map(({ role }) => role))).toEqual(new Set(['receivingProvinceAgency', 'sendingProvinceAgency']));
  });

  it('receive-on-behalf: collected, forwarded, handled and delivered, each by who does it', () => {
    const walk = walks.find(({ name }) => name === 'F-CRD.normal.json')!;
    const chain = responsibilitiesOf(played(walk).steps);
    expect(chain.map(short).map(([, state, , agency, side]) => [state, agency, side])).toEqual(expect.arrayContaining([
      ['SUBMITTED', 'COLLECTING_AGENCY', 'opener'], ['COLLECT_CHECK', 'COLLECTING_AGENCY', 'opener'], ['FORWARDED', 'HANDLING_AGENCY', 'counterpart'], ['HANDLING', 'HANDLING_AGENCY', 'counterpart'],
    ]));
    for (const [index, one] of chain.entries()) if (index > 0) expect(one.from).toBe(chain[index - 1]!.to);
  });

  it.each(walks.map((walk) => [walk.name, walk] as const))('%s: says of every turn with which entry it began and ended, and with which another agency handed it over', (_name, walk) => {
    const chain = responsibilitiesOf(played(walk).steps);
    for (const one of chain) {
      expect([instantOf(one.begunBy - 1), instantOf(one.endedBy! - 1)]).toEqual([one.from, one.to]);
      const before = chain.find(({ track, to }) => track === one.track && to === one.from);
      expect(one.handedOver).toEqual(before !== undefined && before.agency !== one.agency ? { by: before.side, logIndex: one.begunBy } : undefined);
    }
  });

  it('receive-on-behalf: is handed over once, with the message that forwards it, though the next turn lasted no time', () => {
    const walk = walks.find(({ name }) => name === 'F-CRD.normal.json')!;
    const { steps } = played(walk);
    const forwarded = steps.findIndex(({ active }) => active['main'] === 'FORWARDED');
    const atOnce = steps.map((step, index) => (index === forwarded + 1 ? { ...step, at: steps[forwarded]!.at } : step));
    for (const [of, shown] of [[steps, 'FORWARDED'], [atOnce, atOnce[forwarded + 1]!.active['main']]] as const) {
      expect(responsibilitiesOf(of).filter(({ handedOver }) => handedOver !== undefined).map(({ state, side, handedOver }) => [state?.id, side, handedOver]))
        .toEqual([[shown, 'counterpart', { by: 'opener', logIndex: forwarded + 1 }]]);
    }
  });

  it("an applicant's turn is answered for by the agency that speaks for him", () => {
    const walk = walks.find(({ name }) => name === 'F-UNE.supplement.json')!;
    const pending = responsibilitiesOf(played(walk).steps).find(({ state }) => state?.id === 'SUPPLEMENT_PENDING')!;
    expect(short(pending)).toEqual(['main', 'SUPPLEMENT_PENDING', 'APPLICANT', 'RECEIVING_AGENCY', 'opener', 'receivingProvinceAgency']);
  });

  it('a case that went back to its opener before it began is its opener’s', () => {
    const walk = walks.find(({ name }) => name === 'F-ARC.normal.json')!;
    const { steps, states } = played(walk);
    const { state } = rejectByRecipient(states[0]!, { deliveryNo: 1, recordedAt: instantOf(1) });
    const chain = responsibilitiesOf([steps[0]!, { ...steps[0]!, at: instantOf(1), logIndex: 2, active: state.active }, { ...steps[0]!, at: instantOf(2), logIndex: 3 }]);
    expect(chain.map((one) => [...short(one).slice(0, 4), one.from, one.to])).toEqual([
      ['main', 'SUBMITTED', 'RECEIVING_AGENCY', 'RECEIVING_AGENCY', instantOf(0), instantOf(1)], ['main', undefined, 'RECEIVING_AGENCY', 'RECEIVING_AGENCY', instantOf(1), instantOf(2)],
      ['main', 'SUBMITTED', 'RECEIVING_AGENCY', 'RECEIVING_AGENCY', instantOf(2), undefined],
    ]);
  });

  it('has no gap where a rejection was recorded after the message that followed it came', () => {
    const walk = walks.find(({ name }) => name === 'F-CRD.normal.json')!;
    const [first, second, third, ...rest] = played(walk).steps;
    const chain = responsibilitiesOf([first!, { ...second!, at: instantOf(5) }, { ...third!, at: instantOf(4) }, ...rest.map((step, n) => ({ ...step, at: instantOf(6 + n) }))]);
    for (const [index, one] of chain.entries()) if (index > 0) expect(one.from).toBe(chain[index - 1]!.to);
  });
});
