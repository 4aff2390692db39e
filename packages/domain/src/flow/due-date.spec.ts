import fc from 'fast-check';
import { mainland } from '../../test/reference-flows';
import { addDays } from '../calendar/days';
import type { DeadlineRun, Pause } from './case-state';
import { type Due, dueOf, type Limit } from './due-date';

const wd = (value: number): Limit => ({ value, unit: 'working-day' });
const cd = (value: number): Limit => ({ value, unit: 'calendar-day' });
const months = (value: number): Limit => ({ value, unit: 'month' });
const pause = (from: string, until?: string): Pause => (until === undefined ? { from } : { from, until: { on: until } });
const run = (start: string, ...pauses: readonly Pause[]): DeadlineRun =>
  ({ status: pauses.some((x) => x.until === undefined) ? 'suspended' : 'running', start: { on: start }, pauses });
const due = (on: string): Due => ({ kind: 'due', on });

/** Worked out by hand: 2 March 2026 is a Monday; 4 to 6 April 2026 (Qingming) and 25 to 27 September (Mid-Autumn) are off. */
const TABLE: readonly [string, DeadlineRun, Limit, Due][] = [
  ['five working days', run('2026-03-02'), wd(5), due('2026-03-09')],
  ['no working day, on one', run('2026-03-02'), wd(0), due('2026-03-02')],
  ['no working day, on a Sunday', run('2026-03-01'), wd(0), due('2026-03-02')],
  ['a month into a shorter one, ending on a worked Saturday', run('2026-01-31'), months(1), due('2026-02-28')],
  ['a month into a holiday', run('2026-03-04'), months(1), due('2026-04-07')],
  ['calendar days into a holiday', run('2026-09-16'), cd(10), due('2026-09-28')],
  ['suspended with three days left', run('2026-03-02', pause('2026-03-04')), wd(5), { kind: 'suspended', daysLeft: 3, unit: 'working-day' }],
  ['resumed with three days left', run('2026-03-02', pause('2026-03-04', '2026-03-10')), wd(5), due('2026-03-13')],
  ['suspended on the start day', run('2026-03-02', pause('2026-03-02', '2026-03-10')), wd(5), due('2026-03-17')],
  ['suspended on the due day, resumed on a Saturday', run('2026-03-02', pause('2026-03-09', '2026-03-14')), wd(5), due('2026-03-16')],
  ['suspended and resumed on one day', run('2026-03-02', pause('2026-03-04', '2026-03-04')), wd(5), due('2026-03-09')],
  ['suspended twice', run('2026-03-02', pause('2026-03-04', '2026-03-10'), pause('2026-03-11', '2026-03-16')), wd(5), due('2026-03-18')],
  ['suspended when overdue', run('2026-03-02', pause('2026-03-10', '2026-03-20')), wd(5), due('2026-03-09')],
  ['suspended when overdue, still so', run('2026-03-02', pause('2026-03-10')), wd(5), due('2026-03-09')],
  ['suspended on the Saturday after the due Friday', run('2026-03-02', pause('2026-03-07', '2026-03-20')), wd(4), due('2026-03-06')],
  ['calendar days with seven left', run('2026-03-02', pause('2026-03-05', '2026-03-20')), cd(10), due('2026-03-27')],
  ['calendar days, suspended on the day off before the moved due day', run('2026-09-16', pause('2026-09-27', '2026-10-09')), cd(10), due('2026-10-09')],
  ['a month with eight calendar days left, ending on a Saturday', run('2026-03-04', pause('2026-03-30', '2026-04-10')), months(1), due('2026-04-20')],
  ['a month, suspended', run('2026-03-04', pause('2026-03-30')), months(1), { kind: 'suspended', daysLeft: 8, unit: 'calendar-day' }],
  ['suspended before it began to count', run('2026-03-10', pause('2026-03-05')), wd(5), { kind: 'suspended', daysLeft: 5, unit: 'working-day' }],
  ['resumed after it began to count', run('2026-03-10', pause('2026-03-05', '2026-03-12')), wd(5), due('2026-03-19')],
  ['resumed before it began to count', run('2026-03-10', pause('2026-03-05', '2026-03-06')), wd(5), due('2026-03-17')],
  ['beyond the calendar: 22 working days are left in 2026', run('2026-12-01'), wd(45), { kind: 'not-covered', notBefore: '2027-01-23' }],
  ['beyond the calendar but suspended inside it', run('2026-12-01', pause('2026-12-10')), wd(45), { kind: 'suspended', daysLeft: 38, unit: 'working-day' }],
  ['suspended beyond the calendar', run('2026-12-01', pause('2027-01-20')), wd(45), { kind: 'not-covered', notBefore: '2027-01-23' }],
  ['a month beyond the calendar, suspended', run('2026-12-15', pause('2026-12-20')), months(1), { kind: 'not-covered', notBefore: '2027-01-15' }],
  ['from a date before all calendars', run('1890-01-01'), months(12), { kind: 'not-covered', notBefore: '1891-01-01' }],
];

describe('a due date', () => {
  it.each(TABLE)('%s', (_what, tested, limit, expected) => expect(dueOf(tested, limit, mainland)).toEqual(expected));

  it('given by a message stays as it is', () => expect(dueOf({ status: 'running', due: '2026-03-01', pauses: [] }, undefined, mainland)).toEqual(due('2026-03-01')));

  it('never comes earlier by a pause, and later by no more working days than the pause had', () => {
    const day = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
    fc.assert(fc.property(day(0, 60), day(0, 20), day(0, 40), day(0, 40), (offset, value, before, length) => {
      const start = addDays('2026-03-02', offset);
      const from = addDays(start, before);
      const until = addDays(from, length);
      const plain = dueOf(run(start), wd(value), mainland);
      const paused = dueOf(run(start, pause(from, until)), wd(value), mainland);
      if (plain?.kind !== 'due' || paused?.kind !== 'due') throw new Error('the calendar covers all of this');
      expect(paused.on >= plain.on).toBe(true);
      const later = mainland.workingDaysBetween(plain.on, paused.on);
      const lost = mainland.workingDaysBetween(from, until);
      // One more when the run had no day left and was resumed on a day off: it moves to the next working day.
      if (later.covered && lost.covered) expect(later.days).toBeLessThanOrEqual(lost.days + 1);
    }));
  });
});
