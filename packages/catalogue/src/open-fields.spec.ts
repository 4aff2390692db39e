import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FieldSpec, isFreeText, openFieldsOf } from '@tongban/domain';
import { loadCatalogue } from './catalogue';
import { openFieldReasons, openFieldsText } from './open-fields';

const catalogue = loadCatalogue();
const reasons = openFieldReasons();
const reasonOf = (id: string) => reasons.find(({ fields }) => fields.includes(id));
const flows = [...catalogue.flows.values()];
const open = flows.flatMap((flow) => openFieldsOf(flow, catalogue.dictionary).map((one) => ({ flow: flow.flowId, ...one })));

describe('the open fields', () => {
  it('are each read by a rule of a flow, or listed with the reason why they are open', () => {
    expect(open.length).toBeGreaterThan(300);
    const unexplained = open.filter(({ field, usedBy }) => usedBy.length === 0 && reasonOf(field.id) === undefined);
    expect(unexplained.map(({ flow, message, field }) => `${flow} ${message}.${field.id}`)).toEqual([]);
  });
  it('hold no free text, but where a reason says that nothing bounds them', () => {
    expect([...new Set(open.filter(({ field }) => isFreeText(field) && !reasonOf(field.id)?.unbounded).map(({ field }) => field.id))]).toEqual([]);
  });
  it('are told from free text by their type and pattern', () => {
    const field = (more: Partial<FieldSpec>): FieldSpec => ({ id: 'x', zh: '', en: '', type: 'string', personalData: false, ...more });
    expect([field({ type: 'text' }), field({ type: 'list<text>' }), field({ type: 'record:Any' }), field({}), field({ pattern: '^[A-Z]$' }), field({ type: 'list<string>', itemPattern: '^a$' }), field({ type: 'enum:Gender' }), field({ type: 'date' })].map(isFreeText))
      .toEqual([true, true, true, true, false, false, false, false]);
  });
  it('are listed once each, and none that is not there', () => {
    const listed = reasons.flatMap(({ fields }) => fields);
    expect(listed.filter((id, index) => listed.indexOf(id) !== index)).toEqual([]);
    expect(listed.filter((id) => !open.some(({ field, usedBy }) => field.id === id && usedBy.length === 0))).toEqual([]);
  });
  it('stand in a list that is made from the flows', () => expect(readFileSync(join(__dirname, '../OPEN-FIELDS.md'), 'utf8')).toBe(openFieldsText(flows, catalogue.dictionary)));
});
