import { WorkCalendar } from '@tongban/domain';
import type { HolidayYear } from '../shapes/reference';
import type { ReleaseHistory } from './release-history';

/**
 * The State Council's calendar as published: of each year the newest version that is neither withdrawn nor suspended. It asks for no instant, for
 * a notice says what its days are as soon as it is out.
 */
export interface PublishedCalendar { readonly years: readonly HolidayYear[]; readonly calendar: WorkCalendar }

export function publishedCalendar(history: ReleaseHistory): PublishedCalendar {
  const years = history.idsOf('calendar').flatMap((id) => {
    const newest = history.all({ kind: 'calendar', id }).findLast(({ withdrawnAt, suspensions }) => withdrawnAt === undefined && suspensions.every(({ to }) => to !== undefined));
    return newest === undefined ? [] : [newest.content as HolidayYear];
  });
  return { years: [...years].sort((a, b) => a.year - b.year), calendar: new WorkCalendar({ years }) };
}
