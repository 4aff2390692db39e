import fc from 'fast-check';
import { alarmRules } from '../../test/alarm-rules';
import { playRandomCase, randomCases } from '../../test/random-cases';
import { calendars, mainland } from '../../test/reference-flows';
import { addDays } from '../calendar/days';
import { deadlinesOf } from '../flow/deadlines';
import type { RaisedAlarm } from './alarm';
import { alarmsDue } from './due-alarms';

/** The slow, obvious way: day by day from a date on, until so many working days were met. */
function workingDayAfter(date: string, count: number, step: 1 | -1): string {
  let [day, left] = [date, count];
  while (left > 0) {
    day = addDays(day, step);
    if (mainland.isWorkingDay(day)) left -= 1;
  }
  return day;
}

describe('random cases that nobody goes on with (T5-C2)', () => {
  it('raise every stage of every running deadline once, on the day that the obvious computation says', () => {
    fc.assert(fc.property(randomCases, (random) => {
      const { state, date } = playRandomCase(random);
      const { flow } = random;
      const context = { calendars, rules: alarmRules, vouchedUntil: () => '2099-01-01T00:00:00+08:00' };
      const raised: RaisedAlarm[] = [];
      const days = new Map<string, string>();
      const end = addDays(date, 70);
      for (let day = date; day <= end; day = addDays(day, 1)) {
        for (const alarm of alarmsDue(flow, state, raised, day, context)) {
          const key = [alarm.deadlineId, alarm.run, alarm.stage, alarm.level].join('|');
          expect(days.has(key)).toBe(false);
          days.set(key, day);
          raised.push(alarm);
        }
      }
      for (const { id, status, dueOn, startedOn } of deadlinesOf(flow, state, date, calendars)) {
        const on = (stage: string): string | undefined => (dueOn === undefined ? undefined : days.get([id, dueOn, stage, 1].join('|')));
        if (status !== 'running' || dueOn === undefined || dueOn > addDays(end, -15)) {
          if (status !== 'running') expect([on('reminder'), on('warning'), on('escalation')]).toEqual([undefined, undefined, undefined]);
          continue;
        }
        const late = workingDayAfter(dueOn, alarmRules.escalation.workingDaysAfter, 1);
        expect(on('escalation')).toBe(late > date ? late : date);
        if (!mainland.isWorkingDay(dueOn)) continue;
        for (const stage of ['reminder', 'warning'] as const) {
          const day = workingDayAfter(dueOn, alarmRules[stage].workingDaysBefore, -1);
          const isSaid = day >= date && (startedOn === undefined || day > startedOn);
          if (isSaid) expect([id, stage, on(stage)]).toEqual([id, stage, day]);
          else if (startedOn !== undefined && day <= startedOn) expect(on(stage)).toBeUndefined();
        }
      }
    }), { numRuns: 30 });
  });
});
