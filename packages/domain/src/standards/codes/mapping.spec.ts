import type { CodeList } from '../../flow/model';
import { codeDatesFaults } from './code-dates-faults';
import { type CodeMapping, type MappingDirection, toLocal, toStandard } from './mapping';
import { mappingCoverage } from './mapping-coverage';
import { codeMappingFaults } from './mapping-faults';

const code = (id: string, more: object = {}) => ({ code: id, zh: `代码${id}`, en: `Code ${id}`, ...more });
const LIST: CodeList = { id: 'Reason', zh: '原因', en: 'Reason', values: ['A', 'B', 'C', 'D', 'E'].map((id) => code(id)) };
const rowOf = (local: string, standard: string | null, direction: MappingDirection) => ({ local, localZh: `本地${local}`, standard, direction });
const mapping = (...rows: CodeMapping['rows']): CodeMapping => ({ mappingId: 'Reason.310000', listId: 'Reason', participant: '310000', zh: '对照', en: 'Table', validFrom: '2026-01-01', confidence: 'high', basis: 'test', rows });

const TABLE = mapping(rowOf('1', 'A', 'exact'), rowOf('2', 'B', 'narrower'), rowOf('3', 'B', 'narrower'), rowOf('4', 'C', 'broader'), rowOf('4', 'D', 'broader'), rowOf('9', null, 'none'));

describe('a code on its way through a mapping table', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['1', ['A'], []], ['2', ['B'], ['merged', 'widened']], ['4', ['C', 'D'], ['ambiguous', 'narrowed']], ['9', [], ['no-counterpart']], ['7', [], ['unmapped']],
  ])('local %s becomes %j and loses %j', (local, codes, loss) => expect(toStandard(TABLE, local)).toEqual({ codes, loss }));

  it.each<[string, readonly string[], readonly string[]]>([
    ['A', ['1'], []], ['B', ['2', '3'], ['ambiguous', 'narrowed']], ['C', ['4'], ['merged', 'widened']], ['E', [], ['unmapped']],
  ])('standard %s becomes %j and loses %j', (standard, codes, loss) => expect(toLocal(TABLE, standard)).toEqual({ codes, loss }));

  it('comes back as it was exactly where nothing is lost', () => {
    for (const { local } of TABLE.rows) {
      const { codes, loss } = toStandard(TABLE, local);
      const returned = codes.length === 1 ? toLocal(TABLE, codes[0]!).codes : [];
      expect([local, loss.length === 0]).toEqual([local, returned.length === 1 && returned[0] === local && TABLE.rows.filter((row) => row.local === local).every(({ direction }) => direction === 'exact')]);
    }
  });
});

describe('the coverage of a table', () => {
  it('says what has no counterpart, either way', () => {
    const coverage = mappingCoverage(TABLE, LIST, '2026-03-01');
    expect([coverage.total, coverage.lossless, coverage.unmapped, coverage.toStandard.map((one) => one.code), coverage.toLocal.map((one) => one.code)]).toEqual([false, false, ['E'], ['1', '2', '3', '4', '9'], ['A', 'B', 'C', 'D', 'E']]);
  });
  it('is total and without loss where every code has one', () => {
    const all = mapping(...LIST.values.map(({ code: id }) => rowOf(`L${id}`, id, 'exact')));
    expect(mappingCoverage(all, LIST, '2026-03-01')).toMatchObject({ total: true, lossless: true, unmapped: [] });
  });
  it('asks nothing for a code that is retired', () => {
    const all = mapping(...LIST.values.filter(({ code: id }) => id !== 'E').map(({ code: id }) => rowOf(`L${id}`, id, 'exact')));
    const list = { ...LIST, values: [...LIST.values.slice(0, 4), code('E', { retiredOn: '2026-02-28' })] };
    expect([mappingCoverage(all, list, '2026-02-28').total, mappingCoverage(all, list, '2026-03-01').total]).toEqual([false, true]);
  });
});

describe('faults of a table', () => {
  it.each<[string, CodeMapping, CodeList | undefined, readonly string[]]>([
    ['none', TABLE, LIST, []],
    ['another id', { ...TABLE, mappingId: 'X' }, LIST, ['mappingId']],
    ['no such list', TABLE, undefined, ['listId']],
    ['a code the list has not', mapping(rowOf('1', 'Z', 'exact')), LIST, ['rows[0].standard']],
    ['a row twice', mapping(rowOf('1', 'A', 'broader'), rowOf('1', 'A', 'broader')), LIST, ['rows[1]']],
    ['one local code with two names', mapping(rowOf('1', 'A', 'broader'), { ...rowOf('1', 'B', 'broader'), localZh: '别名' }), LIST, ['rows[1].localZh']],
    ['none with a code, another without', mapping(rowOf('1', 'A', 'none'), rowOf('2', null, 'exact')), LIST, ['rows[0].standard', 'rows[1].standard']],
    ['none beside a counterpart', mapping(rowOf('1', null, 'none'), rowOf('1', 'A', 'broader')), LIST, ['rows[0].direction']],
    ['exact where several are merged', mapping(rowOf('1', 'A', 'exact'), rowOf('2', 'A', 'narrower')), LIST, ['rows[0].direction']],
    ['exact where one is split', mapping(rowOf('1', 'A', 'exact'), rowOf('1', 'B', 'broader')), LIST, ['rows[0].direction']],
  ])('%s', (_what, table, list, paths) => expect(codeMappingFaults(table, list).map(({ path }) => path)).toEqual(paths));
});

describe('dates of codes', () => {
  const list = (retiredOn?: string, effectiveFrom?: string): CodeList => ({ ...LIST, values: [code('A', { ...(retiredOn && { retiredOn }), ...(effectiveFrom && { effectiveFrom }) })] });
  it.each<[string, CodeList, CodeList | undefined, string | undefined, number]>([
    ['end before they begin', list('2026-01-01', '2026-01-02'), undefined, undefined, 1],
    ['end on their first day', list('2026-01-02', '2026-01-02'), undefined, undefined, 0],
    ['retire a code that counts before the version takes effect', list('2026-03-30'), list(), '2026-04-01', 1],
    ['retire it with the version', list('2026-03-31'), list(), '2026-04-01', 0],
    ['repeat what is published', list('2026-01-31'), list('2026-01-31'), '2026-04-01', 0],
  ])('%s', (_what, next, before, from, count) => expect(codeDatesFaults(next, before, from)).toHaveLength(count));
});
