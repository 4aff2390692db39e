import { TongbanError, decode, encode, v1 } from '@tongban/contracts';
import { type ArtefactKind, mappingIdOf } from '@tongban/domain';
import { localGuideOf, reasonMapping, yrdProfile } from '../../../catalogue/test/harmonised';
import { NOW, OwnerLog, base, directory } from '../../test/owner-log';
import { StandardsBook } from '../standards-book';
import { answerStandardsQuery } from './answer-standards-query';
import type { StandardsView } from './standards-view';

const ITEM = 'HRSS-SSI-0201';
const AFTER = '2026-04-02T00:00:00+08:00';
const list = structuredClone(base.dictionary.codeLists.find(({ id }) => id === 'ReturnReason')) as unknown as { id: string; values: { code: string; retiredOn?: string }[] };
list.values[1]!.retiredOn = '2026-04-01';
const one = (kind: ArtefactKind, id: string, content: unknown, version = '1.0') => ({ kind, id, version, content });

let view: StandardsView;
beforeAll(async () => {
  const book = StandardsBook.of(base, directory, 'sandbox', { full: true });
  const logs = { nat: new OwnerLog('nat'), yrd: new OwnerLog('yrd') };
  await logs.nat.publish('D-NAT', [one('code-list', list.id, list, '1.1')]);
  const guides = [localGuideOf('DB31-T-TEST', '310000', { limit: { value: 40, unit: 'working-day', clause: '5.1' } }), localGuideOf('DB3205-T-TEST', '320000', { limit: { value: 10, unit: 'working-day' } }, '320500')];
  await logs.yrd.publish('D-STANDARDS', guides.map((content) => one('standard', content.id, content)));
  await logs.yrd.publish('D-YRD', [one('code-mapping', mappingIdOf(list.id, '310000'), reasonMapping()), one('profile', `${ITEM}.yrd`, yrdProfile())]);
  for (const owner of ['nat', 'yrd'] as const) for (const entry of logs[owner].entries) expect(await book.take(owner, entry)).toBe('taken');
  view = { book, base, region: 'nat', at: AFTER };
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const asked = (section: string, filters: object = {}): any[] =>
  JSON.parse(Buffer.from(decode(v1.JsonDocument, answerStandardsQuery(view, encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify({ section, filters, limit: 500 })) }))).json).toString('utf8')).rows;
const refusal = (section: string, filters: object): unknown => {
  try {
    return asked(section, filters);
  } catch (error) {
    return TongbanError.from(error).faults.map(({ path }) => path);
  }
};

describe('code lists as they are shown', () => {
  it('have the dates of their codes, and say which a case opened on the day may use', () => {
    const [row, ...others] = asked('code-lists', { id: list.id });
    expect([others, row.version, row.values.slice(0, 3).map(({ code, counts }: { code: string; counts: boolean }) => [code, counts])]).toEqual([[], '1.1', [['R01', true], ['R02', false], ['R03', true]]]);
  });
  it('are those of the moment asked about', () => expect(asked('code-lists', { id: list.id, at: NOW })[0].version).toBe('1.0'));
  it('are all there without a filter', () => expect(asked('code-lists').map(({ listId }) => listId).sort()).toEqual(base.dictionary.codeLists.map(({ id }) => id).sort()));
});

describe('mapping tables as they are shown', () => {
  it('say both ways with what is lost, and which codes are left out; a retired one is not missed', () => {
    const [row] = asked('mappings', { id: list.id, participant: '310000' });
    expect(row).toMatchObject({ owner: 'yrd', total: false, lossless: false, toStandard: [{ code: '11', loss: [] }, { code: '12', codes: ['R02', 'R03'], loss: ['ambiguous', 'narrowed'] }, { code: '99', loss: ['no-counterpart'] }] });
    expect([row.unmapped.includes('R02'), row.unmapped.includes('R04')]).toEqual([false, true]);
  });
  it.each([[{ participant: '320000' }, 0], [{ region: 'yrd' }, 1], [{ region: 'jjj' }, 0], [{ id: 'Gender' }, 0], [{ at: NOW }, 0]])('are filtered by %j', (filters, count) => expect(asked('mappings', filters)).toHaveLength(count));
});

describe('profiles as they are shown', () => {
  it('say whom they bind, and which published standard is worse and why', () => {
    const [row, ...others] = asked('profiles', { region: 'yrd', item: ITEM });
    expect([others, row.binds, row.worse.map(({ standardId, path }: { standardId: string; path: string }) => [standardId, path])]).toEqual([[], ['310000', '320000', '330000', '340000'], [['DB31-T-TEST', 'localGuides[0].limit.value']]]);
  });
  it('are not there before they take effect', () => expect([asked('profiles', { at: NOW }), asked('profiles', { region: 'gba' })]).toEqual([[], []]));
});

describe('differences as they are shown (T3-C3)', () => {
  const limit = (filters: object) => asked('differences', { item: ITEM, ...filters }).find(({ element }) => element === 'limit');
  it('compare the provinces of a region and the cities that have standards of their own', () => {
    const row = limit({ region: 'yrd' });
    expect(row.values.map(({ division, en, standardId }: { division: string; en: string; standardId?: string }) => [division, en, standardId])).toEqual([
      ['310000', '40 working days', 'DB31-T-TEST'], ['320000', '45 working days', undefined], ['330000', '45 working days', undefined], ['340000', '45 working days', undefined], ['320500', '10 working days', 'DB3205-T-TEST'],
    ]);
    expect([row.strictest.divisions, row.loosest.divisions, row.harmonised]).toEqual([['320500'], ['320000', '330000', '340000'], [{ region: 'yrd', zh: '30个工作日', en: '30 working days' }]]);
  });
  it('compare two regions, or all participants', () => {
    expect(limit({ region: 'yrd', with: 'jjj' }).values.map(({ region }: { region: string }) => region)).toEqual(['jjj', 'jjj', 'jjj', 'yrd', 'yrd', 'yrd', 'yrd', 'yrd']);
    expect(limit({}).values).toHaveLength(base.divisions.participants().length + 1);
  });
  it('are none where all follow the national item', () => expect([asked('differences', { item: ITEM, region: 'jjj' }), asked('differences', { item: 'HRSS-EMP-0101', region: 'yrd' }), asked('differences', { item: 'NONE' })]).toEqual([[], [], []]));
  it('are those of one item, and of regions that exist', () => expect([refusal('differences', {}), refusal('differences', { item: ITEM, with: 'atlantis' })]).toEqual([['filters.item'], ['filters.with']]));
});
