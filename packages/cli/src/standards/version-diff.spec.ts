import { named, skillCertificates } from '../../../catalogue/test/skill-certificates';
import { View } from '../view';
import { diffResult } from './version-diff';

const FLOW = { kind: 'flow', id: 'F-VCT' } as const;
const [flow] = skillCertificates().flows;
/** The flow as a later version. */
function compared(version: string, edit: (fields: { id: string }[]) => void) {
  const later = structuredClone(flow);
  edit(named(later.messages, 'VCT-APPLY').fields);
  return diffResult(FLOW, { version: '1.0', content: flow }, { version, content: later });
}
const FIELD = { id: 'purpose', zh: '用途', en: 'Purpose', type: 'string', required: false, personalData: false, maxLength: 100 };
const said = ({ human }: ReturnType<typeof compared>, language: 'zh' | 'en'): string[] => human(new View(language, false)).split('\n');

describe('two versions compared for people and programs', () => {
  it('compatible: what changed, whom it concerns, and that a minor version will do', () => {
    const result = compared('1.1', (fields) => fields.push(FIELD));
    expect([result.exit, result.document]).toMatchObject([0, { kind: 'flow', id: 'F-VCT', from: '1.0', to: '1.1', verdict: 'compatible', reasons: [], changes: [{ change: 'field-added', path: 'messages[VCT-APPLY].fields[purpose]', after: FIELD }] }]);
    expect(said(result, 'zh').slice(0, 2)).toEqual(['flow/F-VCT  1.0 → 1.1', '兼容：可为次版本']);
    expect(said(result, 'zh')[2]).toMatch(/^✓ 消息VCT-APPLY（.*），字段purpose（用途）：新增选填字段$/);
    expect(said(result, 'zh')[3]).toBe('    不知道该字段的发送方不填即可；须留意：接收方');
  });

  it('breaking: it ends with 1, and what breaks comes first, with the reason', () => {
    const result = compared('2.0', (fields) => { fields.push(FIELD); fields.shift(); });
    expect([result.exit, result.document]).toMatchObject([1, { verdict: 'breaking', reasons: [{ change: 'field-removed', why: { zh: expect.any(String), en: expect.any(String) } }] }]);
    expect(said(result, 'en')[1]).toBe('breaking: it needs a new major version and a transition window');
    expect(said(result, 'en').filter((line) => /^[✗✓]/.test(line)).map((line) => line[0])).toEqual(['✗', '✓']);
    expect(said(result, 'en').at(-1)).toBe('2 changes, 1 of them breaking');
  });

  it('identical: nothing to tell', () => expect(said(compared('1.1', () => undefined), 'en')).toEqual(['flow/F-VCT  1.0 → 1.1', 'identical']));
});
