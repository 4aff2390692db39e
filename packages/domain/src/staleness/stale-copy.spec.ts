import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StaleCopyPolicy, copyStanding, isRefusedAt, isSensitive } from './stale-copy';

const policy = JSON.parse(readFileSync(join(__dirname, '../../../catalogue/rules/stale-copies.json'), 'utf8')) as StaleCopyPolicy;
const NOW = Date.parse('2026-03-02T09:00:00Z');
const standing = (hours: number) => copyStanding(policy, new Date(NOW - hours * 3_600_000).toISOString(), NOW);
const refused = (hours: number) => [{ opening: true, sensitive: true }, { opening: true, sensitive: false }, { opening: false, sensitive: true }].map((what) => isRefusedAt(standing(hours).stage, what));

describe('a copy of a registry that its owner does not confirm', () => {
  it.each<[hours: number, stage: string | undefined, refused: boolean[], next: string | undefined, inHours: number | undefined]>([
    [0, undefined, [false, false, false], 'warned', 4],
    [3.5, undefined, [false, false, false], 'warned', 0.5],
    [4, 'warned', [false, false, false], 'guarded', 8],
    [12, 'guarded', [true, false, false], 'closed', 12],
    [24, 'closed', [true, true, false], 'halted', 216],
    [239, 'closed', [true, true, false], 'halted', 1],
    [240, 'halted', [true, true, true], undefined, undefined],
    [10_000, 'halted', [true, true, true], undefined, undefined],
  ])('for %d hours is in the stage %s', (hours, stage, expected, next, inHours) => {
    expect({ stage: standing(hours).stage?.id, refused: refused(hours), next: standing(hours).next?.stage.id, inHours: standing(hours).next?.inHours }).toEqual({ stage, refused: expected, next, inHours });
  });
  it('never refuses more at once than one stage does, and warns before it refuses anything', () => {
    const steps = Array.from({ length: 300 }, (_, hours) => refused(hours).filter(Boolean).length);
    expect(steps.every((count, hours) => hours === 0 || count - steps[hours - 1]! <= 1)).toBe(true);
    const firstRefusal = steps.findIndex((count) => count > 0);
    expect(standing(firstRefusal - 1).stage).toMatchObject({ id: 'warned' });
  });
  it('by a clock that goes ahead is fresh', () => expect(standing(-5)).toMatchObject({ ageHours: 0 }));
  it('knows which items are sensitive by the data', () => {
    expect(isSensitive(policy, { itemCode: 'HRSS-SSI-0201', category: 'social-insurance' })).toBe(true);
    expect(isSensitive(policy, { itemCode: 'HRSS-TAL-0101', category: 'talent' })).toBe(false);
    expect(isSensitive({ ...policy, sensitive: { categories: [], itemCodes: ['HRSS-TAL-0101'] } }, { itemCode: 'HRSS-TAL-0101', category: 'talent' })).toBe(true);
  });
});
