import * as fc from 'fast-check';
import { floor } from '../../../test/reference-floors';
import { addDays } from '../../calendar/days';
import { floorInForce } from './floor-in-force';
import { floorsOverVersions } from './floors-over-versions';

describe('the floors of an item through its versions', () => {
  it('change on the day a version takes effect, and an entry that stays goes on as one', () => {
    const stays = floor(0, { metricId: 'fee', comparator: '==' });
    const floors = floorsOverVersions([{ from: null, floors: [floor(100), stays] }, { from: '2026-05-01', floors: [floor(120), stays] }, { from: '2026-05-01', floors: [floor(130), stays] }]);
    expect(floors.map(({ metricId, value, valueFrom, valueTo }) => [metricId, value, valueFrom, valueTo])).toEqual([['m', 100, null, '2026-04-30'], ['m', 130, '2026-05-01', null], ['fee', 0, null, null]]);
  });

  it('keep the steps of a schedule that a later version ends', () => {
    const rising = [floor(15, { unit: 'year', valueTo: '2029-12-31' }), floor(20, { unit: 'year', valueFrom: '2039-01-01', schedule: { start: '2030-01-01', stepMonthsPerYear: 6, fromYears: 15, toYears: 20 } })];
    const floors = floorsOverVersions([{ from: null, floors: rising }, { from: '2032-07-01', floors: [floor(17, { unit: 'year' })] }]);
    expect(['2029-06-01', '2031-06-01', '2032-06-30', '2032-07-01', '2040-01-01'].map((on) => floorInForce(floors, 'm', on)?.value)).toEqual([15, 16, 16.5, 17, 17]);
  });

  const days = fc.integer({ min: 1, max: 40 });
  const version = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.option(days), fc.option(days)), { maxLength: 3 });
  const day = (offset: number): string => addDays('2026-01-01', offset);
  const dated = (offset: number | null): string | null => (offset === null ? null : day(offset));
  it('are on each day those of the version in force on it', () => fc.assert(fc.property(version, fc.uniqueArray(fc.tuple(days, version), { maxLength: 4, selector: ([at]) => at }), (first, later) => {
    const floorsOf = (entries: typeof first) => entries.map(([value, from, to]) => floor(value, { valueFrom: dated(from), valueTo: dated(to) }));
    const versions = [{ from: null, floors: floorsOf(first) }, ...[...later].sort(([a], [b]) => a - b).map(([at, entries]) => ({ from: day(at), floors: floorsOf(entries) }))];
    const all = floorsOverVersions(versions);
    for (let offset = 0; offset <= 41; offset++) {
      const { floors } = versions.findLast(({ from }) => from === null || from <= day(offset))!;
      const inForce = (of: typeof all) => of.filter(({ valueFrom, valueTo }) => (valueFrom === null || valueFrom <= day(offset)) && (valueTo === null || day(offset) <= valueTo)).map(({ value }) => value).sort();
      expect(new Set(inForce(all))).toEqual(new Set(inForce(floors)));
    }
  }), { numRuns: 200 }));
});
