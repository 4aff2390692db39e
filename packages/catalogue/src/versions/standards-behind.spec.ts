import { artefactVersion } from '@tongban/domain';
import { publication } from '../../test/publications';
import { loadCatalogue } from '../catalogue';
import { standardsBehind } from './standards-behind';
import { VersionedCatalogue } from './versioned-catalogue';

const base = loadCatalogue();
const STANDARD = { kind: 'standard', id: 'DB34-T-4048-2021' } as const;
const ITEM = { kind: 'item', id: 'HRSS-SSI-0302' } as const;
const METRIC = 'residentPension.basicCnyPerMonth';
const content = (value: number) => ({ ...base.standards.get(STANDARD.id)!, declares: [{ metricId: METRIC, itemCode: ITEM.id, value, unit: 'CNY/month' }] });
const item = base.items.get(ITEM.id)!;
const raised = { ...item, floors: item.floors.map((floor) => (floor.metricId === METRIC && floor.valueTo === null ? { ...floor, value: 175 } : floor)) };

const local = VersionedCatalogue.of(base).withPublication(publication([artefactVersion(STANDARD, '1.1', content(170))], { from: '2026-03-01T00:00:00+08:00' }));
const after = local.withPublication(publication([artefactVersion(ITEM, '1.1', raised)], { number: 2, from: '2026-09-01T00:00:00+08:00' }));
const told = (catalogue: VersionedCatalogue, on: string) => standardsBehind(catalogue, on).map(({ standardId, divisionCodes, state, since, comparison }) => [standardId, divisionCodes.join(), state, since, comparison.local.value, comparison.floor.value]);

describe('a national floor that changes later than a local standard (T4-C1, T4-C2)', () => {
  it('is behind nothing in the reference data', () => expect(told(VersionedCatalogue.of(base), '2026-06-01')).toEqual([]));

  it('flags the local standard from its day on, before it and after it, and leaves it in force', () => {
    expect(told(local, '2026-10-01')).toEqual([]);
    expect(told(after, '2026-06-01')).toEqual([[STANDARD.id, '340000', 'to-come', '2026-09-01', 170, 175]]);
    expect(told(after, '2026-10-01')).toEqual([[STANDARD.id, '340000', 'behind', '2026-09-01', 170, 175]]);
    expect(after.asOf('2026-10-01T12:00:00+08:00').standards.get(STANDARD.id)).toMatchObject({ declares: [{ value: 170 }] });
  });

  it('flags it no more once it is revised, withdrawn or not yet in force', () => {
    expect(told(after.withPublication(publication([artefactVersion(STANDARD, '1.2', content(180))], { number: 3, from: '2026-09-15T00:00:00+08:00' })), '2026-10-01')).toEqual([]);
    expect(told(after.withReleases([{ ...after.releasesOf(STANDARD).at(-1)!, withdrawnAt: '2026-09-10T00:00:00+08:00' }]), '2026-10-01')).toEqual([]);
    expect(told(after, '2026-02-01')).toEqual([]);
  });
});
