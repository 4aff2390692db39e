import { WorkCalendar } from '@tongban/domain';
import type { HolidayYear } from '../shapes/reference';
import type { ReleaseHistory } from './release-history';

/** The years of one calendar, and what is counted by them. */
export interface PublishedCalendar { readonly years: readonly HolidayYear[]; readonly calendar: WorkCalendar }
/** The State Council's calendar, and by code those of participants that have one of their own. */
export interface PublishedCalendars { readonly mainland: PublishedCalendar; readonly own: ReadonlyMap<string, PublishedCalendar> }

/**
 * The calendars as published: of each year the newest version that is neither withdrawn nor suspended. It asks for no instant, for
 * a notice says what its days are as soon as it is out.
 */
export function publishedCalendars(history: ReleaseHistory): PublishedCalendars {
  const years = history.idsOf('calendar').flatMap((id) => {
    const newest = history.all({ kind: 'calendar', id }).findLast(({ withdrawnAt, suspensions }) => withdrawnAt === undefined && suspensions.every(({ to }) => to !== undefined));
    return newest === undefined ? [] : [newest.content as HolidayYear];
  });
  const participants = new Set(years.flatMap(({ participant }) => participant ?? []));
  const calendarOf = (participant: string | undefined): PublishedCalendar => {
    const own = years.filter((year) => year.participant === participant).sort((a, b) => a.year - b.year);
    return { years: own, calendar: new WorkCalendar({ years: own }) };
  };
  return { mainland: calendarOf(undefined), own: new Map([...participants].sort().map((participant) => [participant, calendarOf(participant)])) };
}
