import { parseCaseFilters } from './case-filters';

describe('filters as text', () => {
  it('are read into types, an empty value being no filter', () => {
    expect(parseCaseFilters({ participant: '310000', closed: 'true', regions: 'yrd+ccec', openedFrom: '2026-03-02', item: '', timeliness: 'late' }))
      .toEqual({ participant: '310000', closed: true, timeliness: 'late', regions: ['yrd', 'ccec'], openedFrom: '2026-03-02' });
  });

  it.each([['open', 'true', false], ['open', 'false', true], ['closed', 'false', false]])('%s=%s means closed: %s', (name, text, closed) =>
    expect(parseCaseFilters({ [name]: text })).toEqual({ closed }));

  it('are refused with every fault at once', () => {
    const parse = (): unknown => parseCaseFilters({ closed: 'yes', regions: 'yrd', openedFrom: 'monday', openedTo: '2026-13-01', colour: 'red' });
    expect(parse).toThrow(expect.objectContaining({ code: 'query.invalid' }));
    try {
      parse();
    } catch (error) {
      expect((error as { faults: { path: string }[] }).faults.map(({ path }) => path).sort()).toEqual(['closed', 'colour', 'openedFrom', 'openedTo', 'regions']);
    }
  });
});
