import { addDays, dayOfWeek, diffDays, isDate } from '@tongban/domain';
import type { Catalogue } from '../catalogue';
import type { HolidayYear } from '../shapes/reference';
import type { BundleFaults } from './bundle-faults';
import type { Placed } from './bundle-shape';
import type { Overlay } from './overlay';

/** Longest break in one line of a notice, in days: eight so far. */
const BREAK_DAYS_MAX = 31;
const SATURDAY = 6;

/**
 * A year's notice is of whoever may have one, and agrees with itself and with the other years: the days off are those of its holidays, a day worked instead is a
 * Saturday or Sunday, no day is both, and the number of working days is what counting gives.
 */
export function checkCalendars(years: readonly Placed<HolidayYear>[], { base, calendars }: Overlay, { report }: BundleFaults): void {
  for (const { record: year, path } of years) {
    let found = 0;
    const fault = (at: string, zh: string, en: string): void => { found += 1; report(`${path}.${at}`, zh, en); };
    checkParticipant(year, base, fault);
    checkDates(year, fault);
    if (found > 0) continue;
    checkDays(year, fault);
    for (const { record: other } of calendars.values()) {
      if (other.year === year.year || other.participant !== year.participant) continue;
      year.nonWorkingDates.forEach((date, i) => { if (other.makeupWorkingDays.includes(date)) fault(`nonWorkingDates[${i}]`, `${other.year}年的安排中${date}上班`, `the calendar of ${other.year} works on ${date}`); });
      year.makeupWorkingDays.forEach((date, i) => { if (other.nonWorkingDates.includes(date)) fault(`makeupWorkingDays[${i}]`, `${other.year}年的安排中${date}休息`, `the calendar of ${other.year} is off on ${date}`); });
    }
  }
}

/** Mainland participants follow the State Council's calendar and may have no other. */
function checkParticipant({ participant }: HolidayYear, { divisions }: Catalogue, fault: Fault): void {
  if (participant === undefined) return;
  const known = divisions.participantOf(participant);
  if (known?.code !== participant) fault('participant', `没有参与方${participant}`, `there is no participant ${participant}`);
  else if (known.mainlandHrssRulesApply) fault('participant', `${participant}适用国务院放假安排，不得另设日历`, `${participant} follows the State Council's calendar and has none of its own`);
}

type Fault = (at: string, zh: string, en: string) => void;

function checkDates(year: HolidayYear, fault: Fault): void {
  const check = (date: string, at: string): void => {
    if (!isDate(date)) fault(at, `没有${date}这一天`, `there is no day ${date}`);
    else if (Math.abs(Number(date.slice(0, 4)) - year.year) > 1) fault(at, `${date}不在该年前后`, `${date} is not near that year`);
  };
  year.nonWorkingDates.forEach((date, i) => check(date, `nonWorkingDates[${i}]`));
  year.makeupWorkingDays.forEach((date, i) => check(date, `makeupWorkingDays[${i}]`));
  year.holidays.forEach((holiday, i) => {
    check(holiday.from, `holidays[${i}].from`);
    check(holiday.to, `holidays[${i}].to`);
    holiday.makeupWorkingDays.forEach((date, j) => check(date, `holidays[${i}].makeupWorkingDays[${j}]`));
  });
}

function checkDays(year: HolidayYear, fault: Fault): void {
  const off = new Set(year.nonWorkingDates);
  const worked = new Set(year.makeupWorkingDays);
  if (off.size !== year.nonWorkingDates.length) fault('nonWorkingDates', '日期重复', 'a date is given twice');
  if (worked.size !== year.makeupWorkingDays.length) fault('makeupWorkingDays', '日期重复', 'a date is given twice');
  year.makeupWorkingDays.forEach((date, i) => {
    if (off.has(date)) fault(`makeupWorkingDays[${i}]`, `${date}既上班又休息`, `${date} is both worked and off`);
    if (dayOfWeek(date) < SATURDAY) fault(`makeupWorkingDays[${i}]`, `${date}不是周末，无须调休上班`, `${date} is no Saturday or Sunday and is worked anyway`);
  });
  const named = new Set<string>();
  const namedWorked = new Set<string>();
  year.holidays.forEach(({ from, to, days, makeupWorkingDays }, i) => {
    const span = diffDays(from, to) + 1;
    if (span < 1 || span > BREAK_DAYS_MAX) return fault(`holidays[${i}]`, `假期须为1至${BREAK_DAYS_MAX}天`, `a holiday has 1 to ${BREAK_DAYS_MAX} days`);
    if (span !== days) fault(`holidays[${i}].days`, `该假期有${span}天`, `that holiday has ${span} days`);
    for (let offset = 0; offset < span; offset += 1) named.add(addDays(from, offset));
    for (const date of makeupWorkingDays) namedWorked.add(date);
  });
  agree(off, named, 'nonWorkingDates', fault);
  agree(worked, namedWorked, 'makeupWorkingDays', fault);
  const counted = workingDays(year.year, off, worked);
  if (counted !== year.workingDaysInYear) fault('workingDaysInYear', `按所列日期该年有${counted}个工作日`, `by its dates the year has ${counted} working days`);
}

function agree(listed: ReadonlySet<string>, named: ReadonlySet<string>, at: string, fault: Fault): void {
  for (const date of listed) if (!named.has(date)) fault(at, `${date}不属于所列任何假期`, `${date} belongs to none of the holidays`);
  for (const date of named) if (!listed.has(date)) fault(at, `假期中的${date}未列出`, `${date} of a holiday is not listed`);
}

function workingDays(year: number, off: ReadonlySet<string>, worked: ReadonlySet<string>): number {
  let count = 0;
  for (let date = `${year}-01-01`; date.startsWith(String(year)); date = addDays(date, 1)) {
    if (!off.has(date) && (worked.has(date) || dayOfWeek(date) < SATURDAY)) count += 1;
  }
  return count;
}
