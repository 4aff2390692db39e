import * as fc from 'fast-check';
import { BASIC, PENSION, declared, floor, floorsOf, items } from '../../../test/reference-floors';
import { addDays } from '../../calendar/days';
import { compareToFloor } from './compare-to-floor';
import { firstBreach } from './first-breach';
import type { DeclaredValue } from './floor';
import { floorFaults, limitFaults } from './floor-faults';
import { floorsInForce } from './floor-in-force';

const of = (value: number, over: Partial<DeclaredValue> = {}): DeclaredValue => ({ metricId: BASIC, itemCode: PENSION, value, unit: 'CNY/month', ...over });
const told = (declares: readonly DeclaredValue[], from: string, until?: string) => floorFaults({ declares }, floorsOf, from, until).map(({ path, code, breach }) => [path, code, breach.on, breach.floor.value]);

describe('what a standard declares, through the days it is valid on (T4-C1, T4-C2)', () => {
  it.each<[string, DeclaredValue, string, string | undefined, readonly unknown[][]]>([
    ['as good as the floor for good', of(163), '2026-01-01', undefined, []],
    ['too little from the first day on', of(150), '2026-03-01', undefined, [['declares[0].value', 'standard.below-floor', '2026-03-01', 163]]],
    ['enough until the floor rises', of(150), '2025-03-01', undefined, [['declares[0].value', 'standard.below-floor', '2026-01-01', 163]]],
    ['enough for as long as it is valid', of(150, { validTo: '2025-12-31' }), '2025-03-01', undefined, []],
    ['a day too long', of(150, { validTo: '2026-01-01' }), '2025-03-01', undefined, [['declares[0].value', 'standard.below-floor', '2026-01-01', 163]]],
    ['enough until the day that is asked about', of(150), '2025-03-01', '2025-12-31', []],
    ['too little before it takes effect only', of(150, { validFrom: '2024-01-01' }), '2025-02-01', '2025-12-31', []],
    ['not valid before a later day', of(120, { validFrom: '2027-01-01' }), '2025-02-01', '2026-12-31', []],
    ['over before it takes effect', of(1, { validTo: '2025-01-01' }), '2025-02-01', undefined, []],
    ['a national step in years to come', { metricId: 'pension.minContributionYears', itemCode: 'HRSS-SSI-0301', value: 186, unit: 'month' }, '2026-03-01', undefined, [['declares[0].value', 'standard.below-floor', '2031-01-01', 16]]],
    ['a metric no floor is laid down for: the locality decides', { metricId: 'local.own', itemCode: PENSION, value: 0, unit: 'CNY' }, '2026-03-01', undefined, []],
    ['another unit', of(163, { unit: 'CNY' }), '2026-03-01', undefined, [['declares[0].unit', 'catalogue.invalid', '2026-03-01', 163]]],
    ['a condition of its own', { metricId: 'unemploymentBenefit.maxMonths', itemCode: 'HRSS-SSI-0402', value: 12, unit: 'month', condition: { contributionYearsFrom: 2, contributionYearsTo: 5 } }, '2026-03-01', undefined, [['declares[0].condition', 'catalogue.invalid', '2026-03-01', 12]]],
    ['a condition the floors have', { metricId: 'unemploymentBenefit.maxMonths', itemCode: 'HRSS-SSI-0402', value: 18, unit: 'month', condition: { contributionYearsFrom: 5, contributionYearsTo: 10 } }, '2026-03-01', undefined, []],
    ['for everybody, beyond the floor of some', { metricId: 'unemploymentBenefit.maxMonths', itemCode: 'HRSS-SSI-0402', value: 13, unit: 'month' }, '2026-03-01', undefined, [['declares[0].value', 'standard.below-floor', '2026-03-01', 12]]],
    ['a fee for what the free scope is not about', { metricId: 'service.feeCny', itemCode: 'HRSS-CRD-0101', value: 20, unit: 'CNY', scope: 'replacement' }, '2026-03-01', undefined, []],
  ])('%s', (_what, one, from, until, expected) => expect(told([one], from, until)).toEqual(expected));

  it('is told for every value, with metric, both values, day and clause', () => {
    const faults = floorFaults({ declares: [of(170), of(150, { clause: '第4条' }), of(1)] }, floorsOf, '2026-03-01');
    expect(faults.map(({ path }) => path)).toEqual(['declares[1].value', 'declares[2].value']);
    for (const part of [BASIC, '2026-03-01起', '150元/月', '163元/月', '第4条', '可信度：中']) expect(faults[0]!.zh).toContain(part);
    for (const part of [BASIC, 'from 2026-03-01 on', '150 CNY/month', 'at least 163 CNY/month', 'confidence: medium']) expect(faults[0]!.en).toContain(part);
  });

  const day = fc.integer({ min: 0, max: 40 }).map((days) => addDays('2026-01-01', days));
  const someDay = fc.option(day);
  const floors = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), someDay, someDay, fc.constantFrom('>=', '<=', '==')), { maxLength: 5 })
    .map((entries) => entries.map(([value, valueFrom, valueTo, comparator]) => floor(value, { valueFrom, valueTo, comparator })));
  it('fails on the first day that looking at every day finds', () => fc.assert(fc.property(fc.integer({ min: 0, max: 5 }), someDay, someDay, floors, day, (value, validFrom, validTo, given, from) => {
    const local = declared(value, { ...(validFrom !== null && { validFrom }), ...(validTo !== null && { validTo }) });
    const days = Array.from({ length: 60 }, (_, at) => addDays('2026-01-01', at)).filter((one) => one >= from && (validFrom === null || one >= validFrom) && (validTo === null || one <= validTo));
    const wrong = days.find((on) => floorsInForce(given, 'm', on).some((one) => compareToFloor(local, one).verdict === 'below'));
    expect(firstBreach(local, given, from, '2026-03-01')?.on).toBe(wrong);
  }), { numRuns: 300 }));
});

describe('the limit of an item beside its own national one', () => {
  it('fits in all of the reference data', () => expect(items.flatMap((item) => limitFaults(item, '2026-01-01'))).toEqual([]));
  const item = items.find(({ itemCode }) => itemCode === 'HRSS-SSI-0201')!;
  it.each([
    ['more days', { value: 46, unit: 'working-day' }, [['processingLimit.value', 'standard.below-floor', 45]]], ['fewer days', { value: 16, unit: 'working-day' }, []], ['at once', { value: 0, unit: 'immediate' }, []],
    ['calendar days', { value: 45, unit: 'calendar-day' }, [['processingLimit.unit', 'catalogue.invalid', 45]]],
  ])('%s', (_what, processingLimit, expected) => expect(limitFaults({ ...item, processingLimit }, '2026-01-01').map(({ path, code, breach }) => [path, code, breach.floor.value])).toEqual(expected));
});
