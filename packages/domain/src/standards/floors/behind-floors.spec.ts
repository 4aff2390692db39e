import { BASIC, PENSION, floorsOf } from '../../../test/reference-floors';
import { type PublishedStandard, behindFloors } from './behind-floors';
import type { DeclaredValue } from './floor';

const standard = (id: string, over: Partial<DeclaredValue> & { value: number }): PublishedStandard =>
  ({ id, number: id, zh: id, en: id, divisionCodes: ['310000'], declares: [{ metricId: BASIC, itemCode: PENSION, unit: 'CNY/month', ...over }] });
const standards = [standard('S-180', { value: 180 }), standard('S-150', { value: 150, validFrom: '2025-04-01' }), standard('S-123', { value: 123 }), { id: 'S-NONE', number: 'S-NONE', zh: '无', en: 'none' }];
const told = (on: string) => behindFloors(standards, floorsOf, on).map(({ standardId, divisionCodes, state, since }) => [standardId, ...divisionCodes, state, since]);

describe('standards that national floors leave behind (T4-C1, T4-C2)', () => {
  it.each([
    ['2024-06-01', [['S-150', '310000', 'to-come', '2026-01-01'], ['S-123', '310000', 'to-come', '2025-01-01']]],
    ['2025-06-01', [['S-150', '310000', 'to-come', '2026-01-01'], ['S-123', '310000', 'behind', '2025-01-01']]],
    ['2026-06-01', [['S-150', '310000', 'behind', '2026-01-01'], ['S-123', '310000', 'behind', '2025-01-01']]],
  ])('on %s', (on, expected) => expect(told(on)).toEqual(expected));

  it('have been so since the day it came to be, through later floors, and for ever where there was no other day', () => {
    const [since, ever] = [standard('S', { value: 1, validFrom: '2024-03-01' }), { ...standard('S', { value: 1 }), declares: [{ metricId: 'service.feeCny', itemCode: PENSION, value: 5, unit: 'CNY' }] }]
      .map((one) => behindFloors([one], floorsOf, '2026-06-01')[0]?.since);
    expect([since, ever]).toEqual(['2024-03-01', null]);
  });

  it('say what they have and what it would have to be', () => expect(behindFloors(standards, floorsOf, '2026-06-01')[0]?.comparison).toMatchObject({ verdict: 'below', local: { value: 150 }, floor: { value: 163, valueFrom: '2026-01-01' }, confidence: 'medium' }));
});
