import { compiledFlows, dictionary, flows } from '../../../test/reference-flows';
import { compileFlow } from '../../flow/compile';
import type { Flow } from '../../flow/model';
import { exemptMaterials, requestsOfExempt } from './material-requests';

const MATERIALS = [{ code: 'M-ID', shareable: true }, { code: 'M-FORM', shareable: false }, { code: 'M-HUKOU', shareable: true }];
const EXEMPT = exemptMaterials(MATERIALS);
const item = (item_no: number, more: object) => ({ item_no, kind: 'MATERIAL', request_text: 'M-ID', ...more });
const request = (...items: object[]) => ({ items: items as never[], due_at: '2026-03-31', clock_suspended: true });

describe('material reduction (T3-C2)', () => {
  it('exempts what is fetched by data sharing', () => expect([...EXEMPT]).toEqual(['M-ID', 'M-HUKOU']));

  it.each([...compiledFlows.keys()])('%s: a supplement request that names an exempt material is found by its path', (flowId) => {
    const fields = request(item(1, { material_code: 'M-FORM' }), item(2, { material_code: 'M-ID' }), item(3, { kind: 'FIELD', field_path: 'mobile' }), item(4, { material_code: 'M-HUKOU' }));
    expect(requestsOfExempt(compiledFlows.get(flowId)!, 'C-SUPP-REQ', fields, EXEMPT)).toEqual([{ path: 'items.1.material_code', material: 'M-ID' }, { path: 'items.3.material_code', material: 'M-HUKOU' }]);
  });

  it('names nothing in free text, in what is not exempt, or where the item shares nothing', () => {
    const flow = compiledFlows.get('F-UNE')!;
    expect(requestsOfExempt(flow, 'C-SUPP-REQ', request(item(1, {}), item(2, { material_code: 'M-FORM' })), EXEMPT)).toEqual([]);
    expect(requestsOfExempt(flow, 'C-SUPP-REQ', request(item(1, { material_code: 'M-ID' })), new Set())).toEqual([]);
  });

  it('is about supplement requests only: an answer may name what it likes', () =>
    expect(requestsOfExempt(compiledFlows.get('F-UNE')!, 'C-RETURN', { reason_code: 'M-ID' }, new Set(['M-ID']))).toEqual([]));

  it('finds the code wherever a flow puts it: in a code list, in a list of texts', () => {
    const flow: Flow = {
      ...flows.find(({ flowId }) => flowId === 'F-UNE')!,
      codeLists: [{ id: 'Materials', zh: '材料', en: 'Materials', values: MATERIALS.map(({ code }) => ({ code, zh: code, en: code })) }],
      messages: [{
        messageId: 'UNE-ASK', kind: 'supplement-request', zh: '补正', en: 'Ask', from: ['RECEIVING_AGENCY'], to: ['APPLICANT'],
        fields: [{ id: 'wanted', zh: '材料', en: 'Wanted', type: 'list<enum:Materials>' }, { id: 'also', zh: '另', en: 'Also', type: 'string' }, { id: 'text', zh: '说明', en: 'Text', type: 'text' }],
      }],
    };
    expect(requestsOfExempt(compileFlow(flow, dictionary), 'UNE-ASK', { wanted: ['M-FORM', 'M-HUKOU'], also: 'M-ID', text: 'M-ID' }, EXEMPT))
      .toEqual([{ path: 'wanted.1', material: 'M-HUKOU' }, { path: 'also', material: 'M-ID' }]);
  });
});
