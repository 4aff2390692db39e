import type { CodeListRow, CodeMappingRow, DifferenceRow, ProfileRow } from '@tongban/contracts';
import type { CommandResult } from '../../outcome';
import { View } from '../../view';
import { codeListResult, mappingResult } from './codes';
import { differencesResult, listsResult, profilesResult } from './harmonisation';

const shown = (result: CommandResult, language: 'zh' | 'en' = 'en'): string => result.human!(new View(language, false));
const title = { zh: '名称', en: 'Title' };

describe('standards code-list', () => {
  const row: CodeListRow = { owner: 'nat', listId: 'Reason', version: '1.1', title, values: [{ code: 'A', zh: '甲', en: 'Alpha', counts: true }, { code: 'B', zh: '乙', en: 'Beta', retiredOn: '2026-03-20', counts: false }] };
  it.each(['zh', 'en'] as const)('shows in %s both labels, the dates and whether a new case may use it', (language) => {
    const text = shown(codeListResult(row), language);
    for (const part of ['Reason@1.1', '甲', 'Alpha', '2026-03-20', language === 'zh' ? '不可用' : 'may not']) expect(text).toContain(part);
  });
});

describe('standards mapping', () => {
  const row: CodeMappingRow = {
    owner: 'yrd', mappingId: 'Reason.310000', listId: 'Reason', participant: '310000', version: '1.0', title, validFrom: '2026-01-01', total: true, lossless: false, unmapped: [], confidence: 'high', basis: 'b',
    toStandard: [{ code: '1', zh: '一', en: 'one', codes: ['A'], loss: ['widened', 'merged'] }], toLocal: [{ code: 'A', zh: '甲', en: 'Alpha', codes: ['1', '2'], loss: ['ambiguous'] }],
  };
  it('flags what is lost either way', () => {
    const text = shown(mappingResult(row));
    for (const part of ['means more there', 'merged with others', '1 2', 'one has to be chosen']) expect(text).toContain(part);
  });
  it('exits with 1 exactly where codes have no counterpart', () => expect([mappingResult(row).exit, mappingResult({ ...row, total: false, unmapped: ['B'] }).exit]).toEqual([0, 1]));
});

describe('standards profile', () => {
  const row: ProfileRow = {
    owner: 'gba', profileId: 'I.gba', region: 'gba', itemCode: 'I', version: '1.0', title, validFrom: '2026-01-01', basisStandardIds: ['S-1'], limit: { value: 30, unit: 'working-day' }, materials: [{ code: 'M', zh: '材料', en: 'Material', demand: 'waived' }],
    modes: ['fully-online'], values: [{ metricId: 'g', zh: '补贴', en: 'Grant', comparator: '>=', value: 2, unit: 'CNY' }], binds: ['440100', '440300', '810000'], worse: [], confidence: 'low', basis: 'agreement',
  };
  const worse = { ...row, worse: [{ standardId: 'S-2', path: 'localGuides[0].limit.value', on: '2026-03-01', zh: '差', en: 'worse' }] };
  it.each(['zh', 'en'] as const)('shows in %s whom it binds, what it asks for, and the basis with its confidence', (language) => {
    const text = shown(profilesResult([row]), language);
    for (const part of ['440300', '30', language === 'zh' ? '免提交' : 'not asked for', '>= 2', 'agreement', 'S-1', 'low']) expect(text).toContain(part);
  });
  it('exits with 1 and names the standard where a published one is worse', () => {
    expect([profilesResult([row]).exit, profilesResult([worse]).exit]).toEqual([0, 1]);
    expect(shown(profilesResult([worse]))).toContain('S-2 localGuides[0].limit.value');
  });
  it('compares the lists of two regions item by item (T6-C5)', () => {
    const text = shown(listsResult({ left: 'jjj', right: 'ccec' }, [
      { itemCode: 'I-1', on: 'both', differences: [{ element: 'limit', id: 'total', zh: '办理时限', en: 'Processing limit', left: { zh: '10', en: '10 working days' }, right: { zh: '8', en: '8 working days' }, stricter: 'right' }] },
      { itemCode: 'I-2', on: 'both', differences: [] }, { itemCode: 'I-3', on: 'left-only', differences: [] },
    ]));
    for (const part of ['10 working days', '8 working days', 'ccec', 'the same', 'jjj only']) expect(text).toContain(part);
  });
});

describe('standards differences', () => {
  const row: DifferenceRow = {
    itemCode: 'I', element: 'limit', id: 'total', title, strictest: { zh: '20', en: '20', divisions: ['310000'] }, loosest: { zh: '45', en: '45', divisions: ['330000'] }, harmonised: [{ region: 'yrd', zh: '30', en: '30 working days' }],
    values: [{ division: '310000', region: 'yrd', zh: '20个工作日', en: '20 working days', standardId: 'S-SH', clause: '5.1', confidence: 'high' }, { division: '330000', region: 'yrd', zh: '45个工作日', en: '45 working days', confidence: 'verified' }],
  };
  it('shows each value with its source, the strictest, the loosest and what is harmonised (T3-C3)', () => {
    const result = differencesResult([row], 'yrd');
    expect(result.document).toEqual({ region: 'yrd', rows: [row] });
    for (const part of ['S-SH 5.1', 'national item', 'strictest', 'loosest', 'harmonised in yrd: 30 working days']) expect(shown(result)).toContain(part);
  });
});
