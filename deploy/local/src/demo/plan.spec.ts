import { loadCatalogue } from '@tongban/catalogue';
import { PLACEMENTS, SCENARIOS, demonstrationPlan } from './plan';
import { mergeSummaries, percentile, summaryTable } from './summary';

const catalogue = loadCatalogue();
const plan = demonstrationPlan(catalogue);
const regionOf = (code: string): string => catalogue.divisions.regionOf(code);

describe('the demonstration plan', () => {
  it.each([...catalogue.flows.keys()])('%s is played in every scenario and placement', (flowId) => {
    const cells = new Set(plan.filter((planned) => planned.flowId === flowId).map(({ scenario, placement }) => `${scenario} ${placement}`));
    expect(cells.size).toBe(SCENARIOS.length * PLACEMENTS.length);
  });
  it('is quick with one case for each flow, entry and placement, and still has every scenario', () => {
    const quick = demonstrationPlan(catalogue, { quick: true });
    expect(plan).toEqual(expect.arrayContaining(quick));
    const places = ({ flowId, entry, placement }: (typeof plan)[number]): string => `${flowId} ${entry} ${placement}`;
    expect(quick.map(places).sort()).toEqual([...new Set(plan.map(places))].sort());
    expect(new Set(quick.map(({ scenario }) => scenario)).size).toBe(SCENARIOS.length);
  });
  it('places both sides where it says', () => {
    for (const { placement, opener, counterpart } of plan) {
      const regions = [regionOf(opener), regionOf(counterpart)];
      expect(opener).not.toBe(counterpart);
      expect(regions[0] === regions[1] ? 'in-region' : regions.includes('nat') ? 'region-nat' : 'cross-region').toBe(placement);
    }
  });
  it('gives every case a number of its own', () => expect(new Set(plan.map(({ localCaseNo }) => localCaseNo)).size).toBe(plan.length));
  it('is the same each time', () => expect(demonstrationPlan(catalogue)).toEqual(plan));
});

describe('the summary', () => {
  const region = (opened: number) => ({
    region: 'yrd', cases: { opened, completed: opened, notAccepted: 0, withdrawn: 0, running: 0, crossRegion: opened, inRegion: 0 },
    flows: { F: { opened, completed: opened, notAccepted: 0, withdrawn: 0, running: 0, placements: { 'cross-region': opened } } },
    rejectionsByCode: { 'item.unknown': 1 }, alertsByCode: {}, latencySamplesMs: { RECEIVED: [10, 20], REGISTERED: [], DELIVERED: [], TAKEN: [] },
  });
  it('adds what the regions counted', () => {
    const merged = mergeSummaries([region(2), region(3)]);
    expect(merged.cases.opened).toBe(5);
    expect(merged.flows['F']).toMatchObject({ opened: 5, placements: { 'cross-region': 5 } });
    expect(merged.rejectionsByCode).toEqual({ 'item.unknown': 2 });
    expect(merged.latencyMs.RECEIVED).toEqual({ p50: 10, p99: 20 });
  });
  it.each([[4.2, true], [null, false]])('tells how long the first case took when this run completed one: %s', (secondsToFirstCase, told) => {
    const text = summaryTable({ ...mergeSummaries([region(1)]), ok: true, run: 'continued', environment: 'sandbox', secondsToFirstCase, rssMb: 100, endpoints: {} });
    expect([text.includes('4.2 s'), text.includes('null'), text.includes('100 MB')]).toEqual([told, false, true]);
  });
  it.each([[[], 0.5, 0], [[5], 0.99, 5], [[1, 2, 3, 4], 0.5, 2], [[4, 1, 3, 2], 1, 4]])('percentile of %j at %d is %d', (samples, share, expected) => expect(percentile(samples, share)).toBe(expected));
});
