import { parseCaseFilters } from './case-filters';

const TODAY = '2026-03-01';

/** Of all regions, the day before. */
const VOUCHED = { nat: '2026-02-28', jjj: '2026-02-28', yrd: '2026-02-28', gba: '2026-02-28', ccec: '2026-02-28' };

describe('filters as text', () => {
  it('are read into types, an empty value being no filter', () => {
    expect(parseCaseFilters({ participant: '310000', closed: 'true', regions: 'yrd+ccec', openedFrom: '2026-03-02', item: '', timeliness: 'late' }, TODAY))
      .toEqual({ participant: '310000', closed: true, timeliness: 'late', regions: ['yrd', 'ccec'], openedFrom: '2026-03-02' });
  });

  it.each([['open', 'true', false], ['open', 'false', true], ['closed', 'false', false]])('%s=%s means closed: %s', (name, text, closed) =>
    expect(parseCaseFilters({ [name]: text }, TODAY)).toEqual({ closed }));

  it('are refused with every fault at once', () => {
    const parse = (): unknown => parseCaseFilters({ closed: 'yes', regions: 'yrd', openedFrom: 'monday', openedTo: '2026-13-01', colour: 'red', dueFrom: '2026-02-30', holderSide: 'hub', handler: 'H-7', overdue: 'false', number: 'a|b' }, TODAY);
    expect(parse).toThrow(expect.objectContaining({ code: 'query.invalid' }));
    try {
      parse();
    } catch (error) {
      expect((error as { faults: { path: string }[] }).faults.map(({ path }) => path).sort()).toEqual(['closed', 'colour', 'dueFrom', 'handler', 'holderSide', 'number', 'openedFrom', 'openedTo', 'overdue', 'regions']);
    }
  });

  it.each([
    [{ overdue: 'true' }, { dueTo: '2026-02-28', overdue: VOUCHED }], [{ overdue: 'true', dueTo: '2026-02-27' }, { dueTo: '2026-02-27', overdue: VOUCHED }],
    [{ overdue: 'true', dueTo: '2026-03-09', dueFrom: '2026-01-01' }, { dueFrom: '2026-01-01', dueTo: '2026-02-28', overdue: VOUCHED }],
    [{ handler: '310000/H-7' }, { handler: { participant: '310000', id: 'H-7' } }], [{ participant: '510000', handler: 'H-7' }, { participant: '510000', handler: { participant: '510000', id: 'H-7' } }],
    [{ opener: '310000', counterpart: '510000', holder: '510000', holderSide: 'counterpart', holderActor: 'A', agency: 'X', number: 'OWN-1' }, { opener: '310000', counterpart: '510000', holder: '510000', holderSide: 'counterpart', holderActor: 'A', agency: 'X', number: 'OWN-1' }],
  ])('of a worklist: %j', (texts, filters) => expect(parseCaseFilters(texts, TODAY)).toEqual(filters));

  it('of what is overdue take of each region the last day it has vouched for', () =>
    expect(parseCaseFilters({ overdue: 'true' }, TODAY, (region) => (region === 'gba' ? '2026-02-20' : '2026-02-28'))).toEqual({ dueTo: '2026-02-28', overdue: { ...VOUCHED, gba: '2026-02-20' } }));
});
