import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Run, dueOf, noticeDay, workingDaysPast } from './due';
import { mainlandDays, unknownDays } from './work-days';

const worked = mainlandDays();
const { testVectors } = JSON.parse(readFileSync(join(__dirname, '../../../packages/catalogue/data/holidays.json'), 'utf8')) as {
  testVectors: { isWorkingDay: { date: string; working: boolean }[]; addWorkingDays: { start: string; workingDays: number; due: string }[] };
};
const run = (start: string, ...pauses: Run['pauses']): Run => ({ status: 'running', start: { on: start }, pauses });
const days = (value: number) => ({ value, unit: 'working-day' as const });

describe('counting day by day', () => {
  it.each(testVectors.isWorkingDay)('$date is worked: $working', ({ date, working }) => expect(worked(date)).toBe(working));
  it.each(testVectors.addWorkingDays)('$workingDays working days after $start is $due', ({ start, workingDays, due }) => expect(dueOf(run(start), days(workingDays), worked)).toEqual({ day: due, covered: true }));

  it.each([
    ['no working days is the day itself', run('2026-03-02'), days(0), '2026-03-02'], ['or the next one that is worked', run('2026-03-01'), days(0), '2026-03-02'],
    ['calendar days move off a holiday', run('2026-02-10'), { value: 7, unit: 'calendar-day' as const }, '2026-02-24'], ['a month ends on its last day', run('2026-01-31'), { value: 1, unit: 'month' as const }, '2026-02-28'],
    ['a pause of four days, its first day counted', run('2026-03-02', { from: '2026-03-04', until: { on: '2026-03-10' } }), days(5), '2026-03-13'],
    ['a pause before its start takes nothing', run('2026-03-09', { from: '2026-03-02', until: { on: '2026-03-04' } }), days(2), '2026-03-11'],
    ['suspended on its last day, it is due again when it goes on', run('2026-03-02', { from: '2026-03-04', until: { on: '2026-03-08' } }), days(2), '2026-03-09'],
    ['suspending what is overdue leaves it so', run('2026-03-02', { from: '2026-03-06', until: { on: '2026-03-10' } }), days(2), '2026-03-04'],
  ])('%s', (_what, one, limit, day) => expect(dueOf(one, limit, worked)).toEqual({ day, covered: true }));

  it('stands while suspended, and is not covered beyond the notices', () => {
    expect(dueOf(run('2026-03-02', { from: '2026-03-04' }), days(5), worked)).toBeUndefined();
    expect(dueOf(run('2026-12-28'), days(5), worked)).toEqual({ day: '2027-01-02', covered: false });
    expect(dueOf(run('2026-03-02'), days(5), unknownDays)).toEqual({ day: '2026-03-07', covered: false });
  });
  it('gives notice before a date, and takes notice after it', () => {
    expect([noticeDay('2026-10-08', 3, worked), noticeDay('2026-10-12', 1, worked)]).toEqual(['2026-09-28', '2026-10-10']);
    expect([workingDaysPast('2026-09-30', 1, worked), workingDaysPast('2026-10-09', 1, worked), workingDaysPast('2026-03-06', 0, worked)]).toEqual(['2026-10-08', '2026-10-10', '2026-03-07']);
  });
});
