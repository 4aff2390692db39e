import Ajv2020 from 'ajv/dist/2020';
import { AT, base, reference } from '../../test/reference';
import { type ContractFile } from '../contract-file';
import { guideOfItem } from '../published-contract';
import { guideFiles } from './guide-files';
import { guideJsonSchema } from './guide-shape';
import { guideText } from './guide-text';

const validate = new Ajv2020({ strict: false }).compile(guideJsonSchema());
const items = [...base.items.values()];
const guideOf = (itemCode: string) => guideOfItem(reference, itemCode, { at: AT });
const textOf = (files: readonly ContractFile[], ending: string): string => Buffer.from(files.find(({ path }) => path.endsWith(ending))!.bytes).toString('utf8');
/** Chinese sentences have no place in the English text, but for names of documents and quoted basis. */
const LEGAL = ['statutory', 'ministerial-rule', 'local-rule'];

describe('service guides', () => {
  it('are made of all 56 items, those without a flow too', () => expect([items.length, items.filter(({ flowId }) => flowId === null).length > 0]).toEqual([56, true]));

  it.each(items.map((item) => [item.itemCode, item] as const))('T3-C1: %s validates against the schema and renders in zh and en', (itemCode, item) => {
    const guide = guideOf(itemCode);
    expect([validate(JSON.parse(JSON.stringify(guide))), validate.errors]).toEqual([true, null]);
    const files = guideFiles(guide, 'guide/');
    expect(files.map(({ path }) => path)).toEqual([`guide/${itemCode}.json`, ...['zh', 'en'].flatMap((language) => [`guide/${itemCode}.${language}.md`, `guide/${itemCode}.${language}.html`])]);
    for (const [language, target, lead, name] of [['zh', item.serviceTargetZh, item.leadUnit.zh, item.zh], ['en', item.serviceTargetEn, item.leadUnit.en, item.en]] as const) {
      const html = textOf(files, `.${language}.html`).replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
      for (const part of [name, target, lead, itemCode]) expect(html).toContain(part);
    }
    expect(guideText(guide, 'en')).toMatch(/^# Service guide: /);
  });

  it.each(items.map((item) => [item.itemCode, item] as const))('T1-C4: the limit of %s has a source or says that it is a project default, and is called law only where it is', (itemCode, { processingLimit }) => {
    const { limit } = guideOf(itemCode);
    expect(limit.sourceStandardIds.length > 0 || /^项目默认值，非法定时限/.test(limit.mark.zh)).toBe(true);
    expect(limit.legal).toBe(LEGAL.includes(processingLimit.kind) && limit.sourceStandardIds.length > 0 && processingLimit.confidence !== 'low');
    const [zh, en] = [guideText(guideOf(itemCode), 'zh'), guideText(guideOf(itemCode), 'en')];
    expect([zh.includes(limit.mark.zh), en.includes(limit.mark.en), limit.mark.zh.includes('非法定时限'), limit.mark.en.includes('not a limit of law')]).toEqual([true, true, !limit.legal, !limit.legal]);
  });

  it('T3-C2: a material that is shareable is never among those to be submitted', () => {
    const shareable = items.flatMap(({ itemCode, materials }) => materials.filter((one) => one.shareable).map((one) => [itemCode, one] as const));
    expect(shareable.length).toBeGreaterThan(20);
    for (const [itemCode, material] of shareable) {
      const [before = '', after = ''] = guideText(guideOf(itemCode), 'zh').split('### 数据共享获取，无需提交');
      expect([material.code, before.includes(`| ${material.code} |`), after.includes(`| ${material.code} |`)]).toEqual([material.code, false, true]);
    }
  });

  it('shows every floor with the days it counts on, and what the applicant pays apart', () => {
    for (const item of items) {
      const guide = guideOf(item.itemCode);
      expect(guide.fees.length + guide.floors.length).toBe(item.floors.length);
      for (const { unit, kind } of guide.fees) expect([unit, kind]).toEqual(['CNY', 'service']);
      for (const { validTo } of guide.floors) if (validTo !== null) expect(guideText(guide, 'zh')).toContain(validTo);
    }
  });

  it('T4-C5: every guide names lead unit and expenditure', () => {
    for (const { itemCode } of items) expect([guideOf(itemCode).leadUnit.zh, guideOf(itemCode).expenditure.zh]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
  });

  it('hostile words of an item stay words', () => {
    const [item] = items;
    const words = '<script>alert(1)</script> | **x** [a](javascript:alert(1))';
    const hostile = { ...guideOf(item!.itemCode), zh: words, target: { zh: words, en: words }, leadUnit: { zh: words, en: words } };
    const html = textOf(guideFiles(hostile, ''), '.zh.html');
    expect(html).not.toMatch(/<script>alert|<strong>|href=/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; | **x** [a](javascript:alert(1))');
  });

  it('says what is not there', () => {
    expect(() => guideOfItem(reference, 'HRSS-NONE', { at: AT })).toThrow(expect.objectContaining({ code: 'find.nothing' }));
    expect(() => guideOfItem(reference, items[0]!.itemCode, { at: AT, version: '9.9' })).toThrow(expect.objectContaining({ code: 'standard.version-unknown' }));
  });
});
