import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { POLICY_AREAS, type PolicyItem, policyGaps } from './policy-gaps';

const items = (JSON.parse(readFileSync(join(__dirname, '../../../../catalogue/data/service-items.json'), 'utf8')) as { records: PolicyItem[] }).records;
const [first] = items;

describe('the four policy areas', () => {
  it('T4-C4 and T4-C5: the reference items leave no area empty, and each says who pays and who leads', () => expect(policyGaps(items)).toEqual([]));

  it.each(POLICY_AREAS.map(({ zh }) => zh))('T4-C4: %s without an item is a gap', (area) =>
    expect(policyGaps(items.filter(({ nbpss }) => nbpss?.area !== area))).toEqual([{ gap: 'area-without-item', id: area }]));

  it('T4-C4: an item outside the areas has a category, or is a gap', () => {
    const outside = items.find(({ nbpss }) => nbpss === null)!;
    expect(policyGaps([...items, { ...outside, itemCode: 'X', category: ' ' }])).toEqual([{ gap: 'item-without-category', id: 'X' }]);
    expect(policyGaps([...items, { ...first!, itemCode: 'Y', category: undefined } as PolicyItem])).toEqual([]);
  });

  it.each<[keyof PolicyItem, unknown, string]>([
    ['expenditure', null, 'item-without-expenditure'], ['expenditure', { zh: '中央财政' }, 'item-without-expenditure'], ['expenditure', undefined, 'item-without-expenditure'],
    ['leadUnit', { zh: '', en: 'Ministry' }, 'item-without-lead-unit'], ['leadUnit', undefined, 'item-without-lead-unit'],
  ])('T4-C5: %s %j is a gap', (key, value, gap) => expect(policyGaps([...items, { ...first!, itemCode: 'X', [key]: value }])).toEqual([{ gap, id: 'X' }]));
});
