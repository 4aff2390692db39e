import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowContent, ItemContent, LinkedContents, StandardContent } from './contents';
import { gapReport } from './gaps';
import { linksOf } from './links';

const records = <T>(name: string): T[] => (JSON.parse(readFileSync(join(__dirname, `../../../catalogue/data/${name}.json`), 'utf8')) as { records: T[] }).records;
const reference: LinkedContents = { standards: records<StandardContent>('standards'), items: records<ItemContent>('service-items'), flows: records<FlowContent>('case-flows') };
const regions = new Map(records<{ id: string; memberCodes: string[] }>('regions').map(({ id, memberCodes }) => [id, memberCodes]));
const provincesOf = (region: string): readonly string[] => regions.get(region) ?? [];

const standard = (id: string, more: Partial<StandardContent> = {}): StandardContent => ({
  id, number: id, zh: id, en: id, kind: 'standard', tier: 'national', status: 'active', implementDate: null, replaces: [], replacedBy: null, relatedItemCodes: [], regionIds: [], divisionCodes: [], jointFamilyId: null, ...more,
});
const item = (itemCode: string, standardIds: readonly string[] = [], flowId: string | null = null): ItemContent => ({ itemCode, zh: itemCode, en: itemCode, category: 'x', standardIds, flowId });
const flow = (flowId: string, itemCodes: readonly string[], sourceStandardIds: readonly string[] = []): FlowContent => ({ flowId, zh: flowId, en: flowId, itemCodes, sourceStandardIds });

describe('links', () => {
  it('are found from both ends, whichever end names the other, each once', () => {
    const links = linksOf({
      standards: [standard('S1', { relatedItemCodes: ['I1', 'I2'] }), standard('S2', { replaces: ['S1'] }), standard('S3', { replacedBy: 'S2' })],
      items: [item('I1', ['S1', 'S2'], 'F1'), item('I2')], flows: [flow('F1', ['I1', 'I2'], ['S2'])],
    });
    expect([links.itemStandards.of('I1'), links.itemStandards.of('I2')]).toEqual([['S1', 'S2'], ['S1']]);
    expect([links.itemStandards.from('S1'), links.itemStandards.from('S2'), links.itemStandards.from('S3')]).toEqual([['I1', 'I2'], ['I1'], []]);
    expect([links.itemFlows.of('I2'), links.itemFlows.from('F1')]).toEqual([['F1'], ['I1', 'I2']]);
    expect([links.flowStandards.of('F1'), links.flowStandards.from('S2')]).toEqual([['S2'], ['F1']]);
    expect([links.replacements.of('S2'), links.replacements.from('S1'), links.replacements.from('S3')]).toEqual([['S1', 'S3'], ['S2'], ['S2']]);
    expect(links.dangling).toEqual([]);
    expect(links.itemStandards.of('__proto__')).toEqual([]);
  });
  it('that lead nowhere are listed, from every end', () => expect(linksOf({
    standards: [standard('S1', { relatedItemCodes: ['I9'], replaces: ['S8'], replacedBy: 'S9' })], items: [item('I1', ['S7'], 'F9')], flows: [flow('F1', ['I8'], ['S6'])],
  }).dangling.map(({ kind, id, namedKind, named }) => `${kind} ${id} > ${namedKind} ${named}`)).toEqual([
    'standard S1 > item I9', 'standard S1 > standard S8', 'standard S1 > standard S9', 'item I1 > standard S7', 'item I1 > flow F9', 'flow F1 > item I8', 'flow F1 > standard S6',
  ]));
  it('of the reference data all lead somewhere', () => expect(linksOf(reference).dangling).toEqual([]));
});

describe('the gap report', () => {
  const jjj = (id: string, divisionCode: string, more: Partial<StandardContent> = {}): StandardContent =>
    standard(id, { tier: 'local', jointFamilyId: 'f', regionIds: ['jjj'], divisionCodes: [divisionCode], relatedItemCodes: ['I1'], ...more });

  it('names items without a standard and standards without an item', () => expect(gapReport({
    standards: [standard('S1', { relatedItemCodes: ['I1'] }), standard('S2'), standard('S3', { relatedItemCodes: ['I9'] }), standard('S4', { status: 'superseded', relatedItemCodes: ['I3'] })],
    items: [item('I1'), item('I2'), item('I3'), item('I4', ['S2'])], flows: [],
  }, provincesOf)).toEqual({ itemsWithoutStandard: ['I2', 'I3'], standardsWithoutItem: ['S3'], familiesIncomplete: [] }));

  it.each<[string, readonly StandardContent[], readonly string[] | undefined]>([
    ['a province is missing', [jjj('A', '110000'), jjj('B', '120000')], ['130000']],
    ['all provinces are there', [jjj('A', '110000'), jjj('B', '120000'), jjj('C', '130000')], undefined],
    ['one document is of all', [standard('A', { tier: 'local', jointFamilyId: 'f', regionIds: ['jjj'], divisionCodes: ['110000', '120000', '130000'], relatedItemCodes: ['I1'] })], undefined],
    ['the one of a province is superseded and not replaced', [jjj('A', '110000'), jjj('B', '120000'), jjj('C', '130000', { status: 'superseded' })], ['130000']],
    ['all are superseded', [jjj('A', '110000', { status: 'superseded' })], undefined],
    ['the standard belongs to no family', [jjj('A', '110000', { jointFamilyId: null })], undefined],
  ])('of a joint family where %s', (_, standards, missing) => expect(gapReport({ standards, items: [item('I1')], flows: [] }, provincesOf).familiesIncomplete)
    .toEqual(missing === undefined ? [] : [{ jointFamilyId: 'f', region: 'jjj', standardIds: standards.filter(({ status }) => status !== 'superseded').map(({ id }) => id), missing }]));

  it('of the reference data finds what is known of it', () => {
    const report = gapReport(reference, provincesOf);
    const named = new Set(reference.standards.filter(({ status }) => status !== 'superseded').flatMap(({ relatedItemCodes }) => relatedItemCodes));
    expect(report.itemsWithoutStandard).toEqual(reference.items.filter(({ itemCode, standardIds }) => standardIds.length === 0 && !named.has(itemCode)).map(({ itemCode }) => itemCode));
    expect(report.familiesIncomplete).toEqual([]);
  });
});
