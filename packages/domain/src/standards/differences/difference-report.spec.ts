import type { DeclaredValue } from '../floors/floor';
import type { Profile } from '../profiles/profile';
import { compareLists } from './compare-lists';
import { differenceCsv } from './difference-csv';
import { differenceReport } from './difference-report';
import { type LocalStandard, type NationalItem, localTerms } from './local-terms';

const ITEM: NationalItem = {
  itemCode: 'I', zh: '事项', en: 'Item', processingLimit: { value: 45, unit: 'working-day', confidence: 'verified' }, crossProvince: { modes: ['fully-online', 'joint-handling'] },
  materials: [{ code: 'M-ID', zh: '身份证件', en: 'Identity document', required: true }, { code: 'M-FORM', zh: '申请表', en: 'Form', required: true }],
};
const FLOORS = [{ metricId: 'grant', comparator: '>=', zh: '补贴', en: 'Grant' }, { metricId: 'fee', comparator: '<=', zh: '收费', en: 'Fee' }] as const;
const standard = (id: string, division: string, over: Partial<LocalStandard>, subDivisionCode: string | null = null): LocalStandard => ({ id, tier: 'local', divisionCodes: [division], subDivisionCode, confidence: 'high', ...over });
const declared = (metricId: string, value: number, unit = 'CNY'): DeclaredValue => ({ metricId, itemCode: 'I', value, unit, clause: '4.2' });
const STANDARDS = [
  standard('SH', '310000', { localGuides: [{ itemCode: 'I', limit: { value: 20, unit: 'working-day', clause: '5' }, materials: [{ code: 'M-ID', zh: '身份证件', en: 'Identity document', required: true }], modes: ['fully-online'] }], declares: [declared('grant', 300), declared('fee', 0)] }),
  standard('JS', '320000', { localGuides: [{ itemCode: 'I', limit: { value: 30, unit: 'working-day' }, materials: [{ code: 'M-ID', zh: '身份证件', en: 'Identity document', required: true }, { code: 'M-FORM', zh: '申请表', en: 'Form', required: false }] }], declares: [declared('grant', 200), declared('fee', 5)] }),
];
const report = (divisions: readonly string[], standards = STANDARDS, on = '2026-03-02') => differenceReport(divisions.map((division) => localTerms(ITEM, division, standards, on)), FLOORS);
const extremes = (divisions: readonly string[], standards = STANDARDS) => report(divisions, standards).differing.map(({ element, id, strictest, loosest }) => [`${element} ${id}`, strictest && [strictest.en, ...strictest.divisions], loosest && [loosest.en, ...loosest.divisions]]);

describe('the difference report', () => {
  it('T3-C3: lists each differing element of an item with the strictest and the loosest value, and no other', () => {
    const found = report(['310000', '320000', '330000']);
    expect(extremes(['310000', '320000', '330000'])).toEqual([
      ['limit total', ['20 working days', '310000'], ['45 working days', '330000']],
      ['material M-FORM', ['required', '330000'], ['not asked for', '310000']],
      ['mode joint-handling', ['offered', '320000', '330000'], ['not offered', '310000']],
      ['value grant', ['300 CNY', '310000'], ['200 CNY', '320000']],
      ['value fee', ['0 CNY', '310000'], ['5 CNY', '320000']],
    ]);
    expect(found.compared).toBe(7);
  });

  it('T3-C3: gives each province its value with the standard and clause, or the national item where it has none', () => {
    const [limit] = report(['310000', '330000']).differing;
    expect(limit!.values).toEqual([
      { division: '310000', zh: '20个工作日', en: '20 working days', standardId: 'SH', clause: '5', confidence: 'high' },
      { division: '330000', zh: '45个工作日', en: '45 working days', confidence: 'verified' },
    ]);
    expect(report(['310000', '330000']).differing.find(({ id }) => id === 'M-FORM')!.values[0]).toMatchObject({ en: 'not asked for', standardId: 'SH' });
  });

  it('finds nothing where all follow the national item', () => expect(report(['330000', '340000'])).toEqual({ compared: 5, differing: [] }));

  it('names no strictest where units cannot be compared, or no floor says which way is strict', () => {
    const other = [...STANDARDS, standard('ZJ', '330000', { localGuides: [{ itemCode: 'I', limit: { value: 40, unit: 'calendar-day' } }], declares: [declared('other', 1)] })];
    const found = report(['310000', '330000'], other).differing;
    for (const id of ['total', 'other']) expect(found.find((one) => one.id === id)).not.toHaveProperty('strictest');
  });

  it('has a city follow its province where it has nothing of its own, and goes by the day', () => {
    const city = [...STANDARDS, standard('SUZ', '320000', { localGuides: [{ itemCode: 'I', validFrom: '2026-04-01', limit: { value: 10, unit: 'working-day' } }] }, '320500')];
    const limitOf = (on: string) => localTerms(ITEM, '320500', city, on).limit.value.value;
    expect([limitOf('2026-03-31'), limitOf('2026-04-01'), localTerms(ITEM, '320500', city, '2026-04-01').materials.standardId]).toEqual([30, 10, 'JS']);
  });

  it('T3-C3: is exported as CSV, one record for each value', () => {
    const rows = report(['310000', '330000']).differing.map(({ zh, en, values, ...rest }) => ({ ...rest, itemCode: 'I', title: { zh, en }, values: values.map((value) => ({ ...value, region: 'yrd' })) }));
    const lines = differenceCsv(rows, 'en').trimEnd().split('\r\n');
    expect([lines.length, lines[1], lines[2]]).toEqual([1 + 2 * rows.length, 'I,limit,total,Processing limit,yrd,310000,20 working days,SH,5,✓,', 'I,limit,total,Processing limit,yrd,330000,45 working days,,,,✓']);
  });
});

describe('the lists of two regions', () => {
  const profile = (region: string, itemCode: string, over: Partial<Profile> = {}): Profile => ({ profileId: `${itemCode}.${region}`, region, itemCode, zh: region, en: region, validFrom: '2026-01-01', basisStandardIds: [], confidence: 'high', basis: 'b', ...over });
  const days = (value: number, unit = 'working-day') => ({ limit: { value, unit } });

  it('T6-C5: are compared item by item, and matter by matter where both have the item', () => {
    const left = [
      profile('jjj', 'I-1', { ...days(10), modes: ['fully-online'], materials: [{ code: 'M', zh: '材料', en: 'Material', demand: 'waived' }], values: [{ metricId: 'g', zh: '补贴', en: 'Grant', comparator: '>=', value: 2, unit: 'CNY' }] }),
      profile('jjj', 'I-2', days(5)), profile('jjj', 'I-3'),
    ];
    const right = [
      profile('ccec', 'I-1', { ...days(8), modes: ['joint-handling'], materials: [{ code: 'M', zh: '材料', en: 'Material', demand: 'optional' }], values: [{ metricId: 'g', zh: '补贴', en: 'Grant', comparator: '>=', value: 1, unit: 'CNY' }] }),
      profile('ccec', 'I-2', days(5)), profile('ccec', 'I-4'),
    ];
    expect(compareLists(left, right).map(({ itemCode, on, differences }) => [itemCode, on, ...differences.map(({ element, id, left: a, right: b, stricter }) => [element, id, a?.en, b?.en, stricter])])).toEqual([
      ['I-1', 'both', ['limit', 'total', '10 working days', '8 working days', 'right'], ['material', 'M', 'not asked for', 'optional', undefined], ['mode', 'fully-online', 'offered', undefined, undefined], ['mode', 'joint-handling', undefined, 'offered', undefined], ['value', 'g', '2 CNY', '1 CNY', 'left']],
      ['I-2', 'both'], ['I-3', 'left-only'], ['I-4', 'right-only'],
    ]);
  });
  it('T6-C5: name neither as stricter where the units cannot be compared', () => expect(compareLists([profile('a', 'I', days(10))], [profile('b', 'I', days(10, 'calendar-day'))])[0]!.differences[0]).not.toHaveProperty('stricter'));
});
