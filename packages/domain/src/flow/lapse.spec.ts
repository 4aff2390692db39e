import { lapsingFlow } from '../../fixtures/lapsing-flow';
import { dictionary, flows, known } from '../../test/reference-flows';
import { checkFlow } from './check/check-flow';
import type { Flow } from './model';

const UNE = flows.find(({ flowId }) => flowId === 'F-UNE')! as Flow;
const faults = (flow: Flow) => checkFlow(flow, dictionary, known).map(({ path, en }) => [path, en]);
const at = (id: string): string => `$.deadlines[${UNE.deadlines.findIndex((one) => one.id === id)}].onOverdue`;

describe('a deadline that lets its track end', () => {
  it('is no fault where it ends it, tracks beside it included', () => {
    expect(faults(lapsingFlow(UNE, 'D-SUPP', { to: 'WITHDRAWN', afterWorkingDays: 5 }))).toEqual([]);
    expect(faults(lapsingFlow(UNE, 'D-RETURN-S', { to: 'REFUSED', afterWorkingDays: 5, also: { funds: 'FUNDS_CANCELLED' } }))).toEqual([]);
  });
  it.each([
    ['a state that is no end', { to: 'UNDER_REVIEW', afterWorkingDays: 5 }, 'UNDER_REVIEW'], ['an end of another track', { to: 'FUNDS_SHORT', afterWorkingDays: 5 }, 'FUNDS_SHORT'],
    ['no state', { to: 'NOWHERE', afterWorkingDays: 5 }, 'NOWHERE'], ['a track beside it that does not end', { to: 'WITHDRAWN', afterWorkingDays: 5, also: { funds: 'FUNDS_DUE' } }, 'FUNDS_DUE'],
  ])('is refused with %s', (_what, onOverdue, state) =>
    expect(faults(lapsingFlow(UNE, 'D-SUPP', onOverdue))).toEqual([[at('D-SUPP'), expect.stringContaining(state)]]));

  it('is a way to an end: a state that nothing else leads out of is none without it', () => {
    const answers = new Set(['E-SUPP.RESP', 'E-SUPP.RESP2']);
    const stuck: Flow = { ...UNE, transitions: UNE.transitions.filter(({ id, from }) => answers.has(id) || !from.includes('SUPPLEMENT_PENDING')) };
    expect(faults(lapsingFlow(stuck, 'D-SUPP', { to: 'WITHDRAWN', afterWorkingDays: 5 })).filter(([, en]) => en?.includes('cannot end'))).toEqual([]);
  });
});
