import { loadCatalogue } from '@tongban/catalogue';
import { behindFloors } from '@tongban/domain';
import { View } from '../../view';
import { dayGiven, floorsResult } from './floors';

const { floorsOf } = loadCatalogue();
const standard = { id: 'S-150', number: 'S 150', zh: '地方标准', en: 'Local standard', divisionCodes: ['340000'], declares: [{ metricId: 'residentPension.basicCnyPerMonth', itemCode: 'HRSS-SSI-0302', value: 150, unit: 'CNY/month', clause: '4.2' }] };
const result = (on: string) => floorsResult(behindFloors([standard], floorsOf, on), on);

describe('standards floors (T4-C1, T4-C2)', () => {
  it.each([['2024-06-01', 0, 0], ['2026-06-01', 1, 1]])('on %s finds %i behind and exits %i', (on, behind, exit) => {
    expect(result(on)).toMatchObject({ exit, document: { on, behind, rows: [{ standardId: 'S-150', since: '2026-01-01', comparison: { verdict: 'below' } }] } });
  });

  it.each(['zh', 'en'] as const)('tells in %s whose standard, since when, both values and the clause', (language) => {
    const { human } = result('2026-06-01');
    const text = human!(new View(language, false));
    for (const part of ['S-150', '340000', 'HRSS-SSI-0302', '2026-01-01', '150', '163', '4.2', language === 'zh' ? '已低于' : 'behind']) expect(text).toContain(part);
  });

  it('says so where nothing is behind', () => expect(floorsResult([], '2026-06-01').human!(new View('zh', false))).toContain('2026-06-01：0处已低于国家标准'));

  it.each(['tomorrow', '2026-02-30', '2026-3-2', ''])('%j is no day', (text) => expect(() => dayGiven(text)).toThrow('--on is a date'));
  it('a day may be left out', () => expect([dayGiven('2026-03-02'), dayGiven(undefined)]).toEqual(['2026-03-02', undefined]));
});
