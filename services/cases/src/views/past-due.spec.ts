import type { CaseRow } from '@tongban/contracts';
import { onDay, passedUntil } from './past-due';

const row = (on: string | undefined, side: 'opener' | 'counterpart' = 'counterpart') =>
  ({ openerRegion: 'yrd', counterpartRegion: 'ccec', ...(on && { nextDue: { on, deadline: 'D', side } }) }) as CaseRow;
const vouched = new Map([['yrd', '2026-03-10T09:00:00+08:00'], ['ccec', '2026-03-06T00:00:00+08:00']]);
const passed = passedUntil('2026-03-10', (region) => vouched.get(region));

describe('a row on the day it is asked for', () => {
  it.each([
    [undefined, 'opener', undefined], ['2026-03-10', 'opener', undefined], ['2026-03-09', 'opener', 'overdue'],
    // Its region has vouched for all before 6 March: what came on that day may be on its way.
    ['2026-03-05', 'counterpart', 'overdue'], ['2026-03-06', 'counterpart', 'undetermined'], ['2026-03-09', 'counterpart', 'undetermined'],
  ] as const)('with a duty due on %s of the %s is past due: %s', (on, side, pastDue) => expect(onDay(row(on, side), '2026-03-10', passed).pastDue).toBe(pastDue));

  it('of a region that has vouched for nothing is never overdue, and no region vouches for today', () => {
    expect(onDay({ ...row('2020-01-01'), counterpartRegion: 'gba' }, '2026-03-10', passed).pastDue).toBe('undetermined');
    expect(passedUntil('2026-03-10', () => '2026-03-20T00:00:00+08:00')('yrd')).toBe('2026-03-09');
  });
});
