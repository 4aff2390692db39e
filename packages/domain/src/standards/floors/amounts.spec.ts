import * as fc from 'fast-check';
import { compareAmounts } from './amounts';

describe('two amounts', () => {
  it.each<[number, string, number, string, number | undefined]>([
    [15, 'year', 180, 'month', 0], [15.5, 'year', 186, 'month', 0], [1, 'year', 11, 'month', 1], [0.6667, 'ratio', 66.67, 'percent', 0], [0.6667, 'ratio', 66.66, 'percent', 1],
    [0.1, 'ratio', 10, 'percent', 0], [0.3, 'CNY', 0.30000000000000004, 'CNY', -1], [1e21, 'CNY', 1e-7, 'CNY', 1], [-2, 'CNY', -1, 'CNY', -1],
    [15, 'working-day', 15, 'calendar-day', undefined], [2400, 'CNY/year', 200, 'CNY/month', undefined], [1, 'month', 30, 'calendar-day', undefined], [1, 'constructor', 1, 'CNY', undefined],
  ])('%d %s beside %d %s: %p', (a, unit, b, other, order) => {
    expect(compareAmounts({ value: a, unit }, { value: b, unit: other })).toBe(order);
    expect(compareAmounts({ value: b, unit: other }, { value: a, unit })).toBe(order === undefined ? undefined : 0 - order);
  });

  const value = fc.double({ noNaN: true, noDefaultInfinity: true });
  it('of one unit are in the order of their numbers', () => fc.assert(fc.property(value, value, (a, b) => compareAmounts({ value: a, unit: 'CNY' }, { value: b, unit: 'CNY' }) === (a < b ? -1 : a > b ? 1 : 0))));
  it('are the same in years and in months', () => fc.assert(fc.property(fc.integer({ min: -10_000, max: 10_000 }), (quarters) => compareAmounts({ value: quarters / 4, unit: 'year' }, { value: quarters * 3, unit: 'month' }) === 0)));
});
