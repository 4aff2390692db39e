import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ITEM, Play, SHANGHAI, STEWARD_1, itemContent } from '../../test/registry-play';
import { artefactVersion } from './artefact';
import { commentTable, commentTableCsv } from './comment-table';
import type { FlowContent, ItemContent, StandardContent } from './contents';
import { csvOf } from './csv';
import { linkedContents, systemTable, systemTableCsv } from './system-table';

const records = <T>(name: string): T[] => (JSON.parse(readFileSync(join(__dirname, `../../../catalogue/data/${name}.json`), 'utf8')) as { records: T[] }).records;
const standards = records<StandardContent>('standards');
const items = records<ItemContent>('service-items');
const flows = records<FlowContent>('case-flows');
const NOW = '2026-03-02T09:00:00+08:00';
const reference = new Play('nat', [
  ...standards.map((content) => artefactVersion({ kind: 'standard', id: content.id }, '1.0', content)), ...items.map((content) => artefactVersion({ kind: 'item', id: content.itemCode }, '1.0', content)),
  ...flows.map((content) => artefactVersion({ kind: 'flow', id: content.flowId }, '1.0', content)),
]);

/** RFC 4180 read back, so that the writer is not judged by itself. */
function parsed(csv: string): string[][] {
  expect(csv.startsWith('\ufeff')).toBe(true);
  expect(csv.endsWith('\r\n')).toBe(true);
  const record = /(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/gy;
  const rows: string[][] = [];
  for (let rest = csv.slice(1); rest !== '';) {
    const cells: string[] = [];
    let end = 0;
    record.lastIndex = 0;
    for (let match = record.exec(rest); match !== null; match = record.exec(rest)) {
      cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
      end = record.lastIndex;
      if (rest.startsWith('\r\n', end)) break;
    }
    expect(rest.startsWith('\r\n', end)).toBe(true);
    rows.push(cells);
    rest = rest.slice(end + 2);
  }
  return rows;
}

describe('CSV', () => {
  it('can be read back, with commas, quotes, line breaks and Chinese', () => {
    const rows = [['序号', '内容'], ['a,b', '说"可以"'], ['第一行\r\n第二行', ''], ['\n', '，']];
    expect(parsed(csvOf(rows[0]!, rows.slice(1)))).toEqual(rows);
  });
  it.each(['=1+1', '+86', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1'])('%j is text, no formula', (text) => expect(parsed(csvOf(['a'], [[text]]))[1]).toEqual([`'${text}`]));
  it('leaves numbers alone', () => expect(csvOf(['a'], [[-1, 2]])).toBe('\ufeffa\r\n-1,2\r\n'));
});

describe('the table of comments', () => {
  const play = new Play();
  play.draft('1.1');
  play.tell({ type: 'open-consultation', actor: STEWARD_1, draftId: 'draft-1.1', until: '2026-03-10T09:00:00+08:00' });
  play.tell({ type: 'comment', actor: SHANGHAI, draftId: 'draft-1.1', clause: '4.2', text: '时限改为"5个工作日"，请考虑' });
  play.tell({ type: 'comment', actor: { ...SHANGHAI, unit: 'yrd' }, draftId: 'draft-1.1', clause: '5', text: '=HYPERLINK("x")' });
  play.tell({ type: 'dispose-comment', actor: STEWARD_1, draftId: 'draft-1.1', commentNo: 1, disposition: 'partly-accepted', reason: '改为7个工作日' });
  const rows = commentTable(play.state.drafts.get('draft-1.1')!);

  it('has a row per comment, with the unit and never the person', () => {
    expect(rows).toEqual([
      { number: 1, clause: '4.2', comment: '时限改为"5个工作日"，请考虑', unit: '310000', disposition: 'partly-accepted', reason: '改为7个工作日' },
      { number: 2, clause: '5', comment: '=HYPERLINK("x")', unit: 'yrd', disposition: null, reason: '' },
    ]);
    expect(JSON.stringify(rows)).not.toContain(SHANGHAI.personId);
  });
  it('is exported in both languages', () => {
    expect(parsed(commentTableCsv(rows, 'zh', (unit) => (unit === '310000' ? '上海市' : unit)))).toEqual([
      ['序号', '标准章条编号', '意见内容', '提出单位', '处理意见', '理由'], ['1', '4.2', '时限改为"5个工作日"，请考虑', '上海市', '部分采纳', '改为7个工作日'], ['2', '5', '\'=HYPERLINK("x")', 'yrd', '未处理', ''],
    ]);
    expect(parsed(commentTableCsv(rows, 'en'))[1]).toEqual(['1', '4.2', '时限改为"5个工作日"，请考虑', '310000', 'partly accepted', '改为7个工作日']);
  });
});

describe('the standard system table', () => {
  const rows = systemTable([reference.state], NOW);
  it('has every standard of the reference data, and each with the items either of them names', () => {
    expect(new Set(rows.map(({ standardId }) => standardId))).toEqual(new Set(standards.map(({ id }) => id)));
    const pairs = new Set([...standards.flatMap(({ id, relatedItemCodes }) => relatedItemCodes.map((code) => `${id} ${code}`)), ...items.flatMap(({ itemCode, standardIds }) => standardIds.map((id) => `${id} ${itemCode}`))]);
    expect(new Set(rows.filter(({ itemCode }) => itemCode !== null).map(({ standardId, itemCode }) => `${standardId} ${itemCode}`))).toEqual(pairs);
    expect(rows.filter(({ itemCode }) => itemCode !== null)).toHaveLength(pairs.size);
  });
  it('is in the order of tiers, with joint standards after industry', () => {
    expect([...new Set(rows.map(({ tier }) => tier))]).toEqual(['national', 'industry', 'regional', 'local', 'internal']);
    expect(rows.find(({ standardId }) => standardId === 'DB11-T-3009-2024')).toMatchObject({ tier: 'regional', kind: 'standard', version: '1.0', status: 'effective', replaces: ['DB11-T-3009-2018'] });
    expect(rows.filter(({ standardId }) => standardId === 'LAW-SIL').every(({ kind }) => kind === 'law-regulation')).toBe(true);
  });
  it('can be asked for a tier, a field, an item', () => {
    expect(systemTable([reference.state], NOW, { tier: 'local' }).every(({ tier }) => tier === 'local')).toBe(true);
    const card = systemTable([reference.state], NOW, { tier: 'industry', field: 'card' });
    expect(card.length).toBeGreaterThan(0);
    expect(card).toEqual(rows.filter(({ tier, field }) => tier === 'industry' && field === 'card'));
    const item = systemTable([reference.state], NOW, { itemCode: 'HRSS-SSI-0201' });
    expect(item.map(({ standardId }) => standardId)).toContain('GB-T-34282.1-2017');
    expect(item.every(({ itemCode }) => itemCode === 'HRSS-SSI-0201')).toBe(true);
  });
  it('is exported as a table of ten columns, as many rows and the words of each language', () => {
    const zh = parsed(systemTableCsv(rows, 'zh', (field) => `领域${field}`));
    expect(zh).toHaveLength(rows.length + 1);
    expect(new Set(zh.map(({ length }) => length))).toEqual(new Set([10]));
    const at = rows.findIndex(({ standardId, itemCode }) => standardId === 'GB-T-34282.1-2017' && itemCode === 'HRSS-SSI-0201');
    expect(zh[at + 1]).toEqual(['国家', '领域social-insurance', 'HRSS-SSI-0201', rows[at]!.item!.zh, 'GB/T 34282.1-2017', '社会保险关系转移接续 第1部分：企业职工基本养老保险', '标准', '1.0', '实施', '']);
    expect(parsed(systemTableCsv(rows, 'en'))[at + 1]!.slice(0, 2)).toEqual(['national', 'social-insurance']);
  });
  it('shows registries of several owners together, versions as they stand, and withdrawn standards as such', () => {
    const standard = { id: 'S-1', number: 'S 1', zh: '甲', en: 'A', kind: 'standard', tier: 'local', status: 'active', implementDate: null, replaces: [], replacedBy: null, relatedItemCodes: [ITEM.id], regionIds: [], divisionCodes: ['110000'] };
    const ref = { kind: 'standard', id: 'S-1' } as const;
    const jjj = new Play('jjj', [artefactVersion(ref, '1.0', standard)]);
    const nat = new Play();
    jjj.publish('1.1', { artefacts: [{ ...ref, version: '1.1', content: { ...standard, zh: '乙' } }] });
    const shown = (at: string) => systemTable([nat.state, jjj.state], at).map(({ version, status, title, item }) => [version, status, title.zh, item?.zh]);
    expect(shown(NOW)).toEqual([['1.0', 'effective', '甲', '合成事项']]);
    expect(shown('2026-04-01T00:00:00+08:00')).toEqual([['1.1', 'effective', '乙', '合成事项']]);
    jjj.now = '2026-05-01T00:00:00+08:00';
    jjj.act({ action: 'withdraw', targets: [{ ...ref, version: '1.1' }] });
    expect(shown(jjj.now)).toEqual([['1.1', 'withdrawn', '乙', '合成事项']]);
    expect(linkedContents([nat.state, jjj.state], jjj.now)).toMatchObject({ standards: [], items: [itemContent('合成事项')], flows: [] });
  });
});
