import type { Command } from 'commander';
import { dayOfWeek, isDate } from '@tongban/domain';
import { reference } from '@tongban/operator';
import { type Session, handle } from '../command-action';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import type { View, Worded } from '../view';
import { weekdayWords } from '../wording';

/** Working days of the State Council's calendar, counted as Civil Code art. 201 says: the start day is not counted. */
export function registerWorkdays(program: Command, session: Session): void {
  const workdays = program.command('workdays').description('工作日计算 / working days');
  handle(workdays.command('add').description('自某日起第N个工作日 / the Nth working day after a date')
    .argument('<date>', 'YYYY-MM-DD').argument('<n>', '工作日数 / number of working days'), session, ([date, n]) => added(dateGiven(date), numberGiven(n)));
  handle(workdays.command('check').description('是否工作日 / whether a date is a working day').argument('<date>', 'YYYY-MM-DD'),
    session, ([date]) => checkedDay(dateGiven(date)));
}

function dateGiven(text = ''): string {
  if (!isDate(text)) throw new UsageError(`不是日期：${text}，应为YYYY-MM-DD`, `not a date: ${text}; write YYYY-MM-DD`);
  return text;
}
function numberGiven(text = ''): number {
  if (!/^\d{1,5}$/.test(text)) throw new UsageError(`不是工作日数：${text}，应为0至36525的整数`, `not a number of working days: ${text}; write a whole number from 0 to 36525`);
  return Number(text);
}
const withWeekday = (date: string, view: View): string => view.say(`${date}（${weekdayWords(dayOfWeek(date)).zh}）`, `${date} (${weekdayWords(dayOfWeek(date)).en})`);

function added(start: string, workingDays: number): CommandResult {
  if (workingDays > 36_525) numberGiven('');
  const due = reference().mainlandCalendar.addWorkingDays(start, workingDays);
  if (!due.covered) {
    return {
      document: { start, workingDays, covered: false, code: 'calendar.not-covered', lowerBound: due.lowerBound }, exit: EXIT.negative,
      human: (view) => view.say(`日历未覆盖：不早于 ${due.lowerBound}`, `beyond the calendar data: not before ${due.lowerBound}`),
    };
  }
  return {
    document: { start, workingDays, covered: true, date: due.date, weekday: dayOfWeek(due.date) },
    human: (view) => view.say(`${start} 起第${workingDays}个工作日：`, `working day ${workingDays} after ${start}: `) + withWeekday(due.date, view),
  };
}

type DayKind = 'working-day' | 'makeup-working-day' | 'weekend' | 'holiday';
const DAY_KINDS: Record<DayKind, Worded> = {
  'working-day': { zh: '工作日', en: 'working day' },
  'makeup-working-day': { zh: '工作日（调休上班）', en: 'working day (worked weekend)' },
  weekend: { zh: '休息日', en: 'weekend' },
  holiday: { zh: '放假', en: 'holiday' },
};

function checkedDay(date: string): CommandResult {
  const { mainlandCalendar, holidays } = reference();
  if (!mainlandCalendar.covers(date)) {
    return {
      document: { date, covered: false, code: 'calendar.not-covered' }, exit: EXIT.negative,
      human: (view) => view.say(`日历未覆盖 ${date.slice(0, 4)} 年`, `the calendar data do not cover ${date.slice(0, 4)}`),
    };
  }
  const working = mainlandCalendar.isWorkingDay(date);
  const weekend = dayOfWeek(date) > 5;
  const named = holidays.some(({ nonWorkingDates }) => nonWorkingDates.includes(date));
  const kind: DayKind = working ? (weekend ? 'makeup-working-day' : 'working-day') : named || !weekend ? 'holiday' : 'weekend';
  return {
    document: { date, covered: true, working, kind, weekday: dayOfWeek(date) }, exit: working ? EXIT.ok : EXIT.negative,
    human: (view) => `${withWeekday(date, view)}  ${view.words(DAY_KINDS[kind])}`,
  };
}
