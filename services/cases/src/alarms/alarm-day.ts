import { type AlarmRules, beijingDateOf, nextAlarmOn } from '@tongban/domain';
import { calendarsOf } from '../queries/case-document';
import type { CaseRecord } from '../record/case-record';
import type { FlowReleases } from '../record/flow-releases';

/** The first day on which a case may have an alarm to raise, by the calendars of this moment: with later ones that day is no earlier. */
export function alarmDayOf({ opening, state, alarms, updatedAt }: CaseRecord, releases: Pick<FlowReleases, 'calendarOf'>, rules: AlarmRules): string | undefined {
  return opening && state && nextAlarmOn(opening.release.flow, state, alarms, beijingDateOf(updatedAt), { calendars: calendarsOf(opening, releases), rules });
}
