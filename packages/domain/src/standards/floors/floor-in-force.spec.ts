import { BASIC, PENSION, floor, floorsOf } from '../../../test/reference-floors';
import { floorInForce, floorsInForce } from './floor-in-force';

describe('the floor of a day (T4-C2)', () => {
  it.each([
    ['2020-06-30', undefined], ['2020-07-01', 93], ['2021-12-31', 93], ['2022-01-01', 98], ['2023-12-31', 103], ['2024-01-01', 123], ['2024-12-31', 123], ['2025-06-01', 143], ['2026-01-01', 163], ['2030-01-01', 163],
  ])('on %s the basic pension is at least %p', (on, value) => expect(floorInForce(floorsOf(PENSION), BASIC, on)?.value).toBe(value));

  it.each([
    ['2029-12-31', 15], ['2030-01-01', 15.5], ['2030-12-31', 15.5], ['2031-01-01', 16], ['2038-12-31', 19.5], ['2039-01-01', 20], ['2060-01-01', 20],
  ])('on %s the years of contribution are %p: the steps of a schedule are entries', (on, value) => expect(floorInForce(floorsOf('HRSS-SSI-0301'), 'pension.minContributionYears', on)).toMatchObject({ value, unit: 'year' }));

  it('of a schedule at the end of all dates, and of one that never ends, is found', () => {
    const rising = (start: string, stepMonthsPerYear: number) => [floor(1_000, { unit: 'year', valueFrom: '9999-12-31', schedule: { start, stepMonthsPerYear, fromYears: 15, toYears: 1_000 } })];
    expect(floorInForce(rising('9998-06-01', 1), 'm', '9999-12-30')).toMatchObject({ value: 182, unit: 'month', valueTo: '9999-12-30' });
    expect([floorInForce(rising('2030-01-01', 12), 'm', '2129-12-31')?.value, floorInForce(rising('2030-01-01', 12), 'm', '2130-01-01')]).toEqual([115, undefined]);
  });

  it('is one for each condition, and is found by it', () => {
    const floors = floorsOf('HRSS-SSI-0402');
    expect(floorsInForce(floors, 'unemploymentBenefit.maxMonths', '2026-03-02').map(({ value }) => value)).toEqual([12, 18, 24]);
    expect(floorInForce(floors, 'unemploymentBenefit.maxMonths', '2026-03-02', { condition: { contributionYearsTo: 10, contributionYearsFrom: 5 } })?.value).toBe(18);
    expect(floorInForce(floors, 'unemploymentBenefit.maxMonths', '2026-03-02')).toBeUndefined();
  });

  it('is one for each scope', () => {
    const floors = floorsOf('HRSS-CRD-0101');
    expect(floorInForce(floors, 'service.feeCny', '2026-03-02')).toBeUndefined();
    expect(floorInForce(floors, 'service.feeCny', '2026-03-02', { scope: 'first-issue' })?.value).toBe(0);
  });

  it('is the one that began later where two overlap, whatever their order', () => {
    const [old, young] = [floor(1, { valueFrom: '2020-01-01' }), floor(2, { valueFrom: '2025-01-01' })];
    for (const floors of [[old, young], [young, old], [floor(0), young, old]]) expect(floorInForce(floors, 'm', '2026-01-01')?.value).toBe(2);
    expect(floorInForce([young, old], 'm', '2024-12-31')?.value).toBe(1);
  });
});
