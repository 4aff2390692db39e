import { declared, floor, items } from '../../../test/reference-floors';
import { compareToFloor } from './compare-to-floor';
import type { DeclaredValue, Floor } from './floor';

describe('a local value beside a floor (T4-C1)', () => {
  it.each<[string, Partial<Floor> & { value: number }, Partial<DeclaredValue> & { value: number }, string]>([
    ['at a floor', { value: 163 }, { value: 163 }, 'conforms'], ['above a floor', { value: 163 }, { value: 163.01 }, 'conforms'], ['under a floor', { value: 163 }, { value: 162.99 }, 'below'],
    ['at a cap', { value: 12, unit: 'month', comparator: '<=' }, { value: 1, unit: 'year' }, 'conforms'], ['over a cap', { value: 12, unit: 'month', comparator: '<=' }, { value: 13, unit: 'month' }, 'below'],
    ['equal', { value: 0, comparator: '==' }, { value: 0 }, 'conforms'], ['not equal', { value: 0, comparator: '==' }, { value: 5 }, 'below'],
    ['within a time limit', { value: 15, unit: 'working-day', comparator: '<=' }, { value: 10, unit: 'working-day' }, 'conforms'],
    ['working days for calendar days', { value: 15, unit: 'calendar-day', comparator: '<=' }, { value: 10, unit: 'working-day' }, 'unit-mismatch'],
    ['a ratio for percent', { value: 80, unit: 'percent' }, { value: 0.8, unit: 'ratio' }, 'conforms'],
    ['another condition', { value: 12, condition: { from: 1 } }, { value: 12, condition: { from: 2 } }, 'not-comparable'],
    ['for everybody beside a conditioned floor', { value: 12, condition: { from: 1 } }, { value: 11 }, 'below'],
    ['conditioned beside a floor for everybody', { value: 12 }, { value: 11, condition: { from: 1 } }, 'below'],
    ['of another scope', { value: 0, comparator: '==', scope: 'first-issue' }, { value: 20, scope: 'replacement' }, 'not-comparable'],
    ['of the same scope', { value: 0, comparator: '==', scope: 'first-issue' }, { value: 20, scope: 'first-issue' }, 'below'],
    ['beside a local rule of somebody else', { value: 30, scope: 'local' }, { value: 1 }, 'not-comparable'],
    ['an extension within', { value: 45, comparator: '<=', extension: { value: 15, unit: 'calendar-day' } }, { value: 45, extension: { value: 15, unit: 'calendar-day' } }, 'conforms'],
    ['an extension beyond', { value: 45, comparator: '<=', extension: { value: 15, unit: 'calendar-day' } }, { value: 30, extension: { value: 16, unit: 'calendar-day' } }, 'below'],
    ['an extension where there is none', { value: 45, comparator: '<=' }, { value: 30, extension: { value: 1, unit: 'calendar-day' } }, 'below'],
    ['an extension in other days', { value: 45, comparator: '<=', extension: { value: 15, unit: 'calendar-day' } }, { value: 30, extension: { value: 10, unit: 'working-day' } }, 'unit-mismatch'],
    ['the limit with its extension as one', { value: 45, comparator: '<=', extension: { value: 15, unit: 'calendar-day' } }, { value: 60 }, 'below'],
  ])('%s', (_what, { value, ...over }, { value: own, ...local }, verdict) => expect(compareToFloor(declared(own, local), floor(value, over)).verdict).toBe(verdict));

  const binding = items.flatMap(({ itemCode, floors }) => floors.filter(({ scope }) => scope !== 'local').map((one) => [itemCode, one.metricId, one.valueFrom ?? '', one] as const));
  it('is held against every floor of the reference data', () => expect(binding.length).toBeGreaterThan(90));
  it.each(binding)('%s %s %s: what is worse is below and named, what is equal conforms', (itemCode, metricId, _from, one) => {
    const { unit, value, comparator, condition } = one;
    const local = { metricId, itemCode, unit, ...(condition && { condition }) };
    const worse = compareToFloor({ ...local, value: comparator === '>=' ? value - 0.01 : value + 0.01, clause: '4.2' }, one);
    expect(worse).toMatchObject({ verdict: 'below', metricId, floor: { value, unit }, confidence: one.confidence, basis: one.basis });
    for (const text of [worse.zh, worse.en]) for (const part of [metricId, String(value), String(worse.local.value), '4.2', one.basis, one.valueFrom ?? '']) expect(text).toContain(part);
    expect(compareToFloor({ ...local, value }, one).verdict).toBe('conforms');
  });
});
