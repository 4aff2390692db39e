import { type AlarmRules, type WorkCalendar, beijingDateOf, nextAlarmOn } from '@tongban/domain';
import { calendarsOf } from '../queries/case-document';
import { lapseDayOf } from '../record/case-lapse';
import type { CaseRecord } from '../record/case-record';
import type { FlowReleases } from '../record/flow-releases';

interface Known { readonly logIndex: number; readonly by: readonly [WorkCalendar, WorkCalendar, AlarmRules]; readonly on: string | undefined }
/** The dispatcher and the view ask for the same entry, one after the other, and the walk over all deadlines is a good part of what an entry costs. */
const known = new WeakMap<CaseRecord, Known>();

/** The first day on which a case may have an alarm to raise or end by itself, by the calendars of this moment: with later ones that day is no earlier. */
export function alarmDayOf(record: CaseRecord, releases: Pick<FlowReleases, 'calendarOf'>, rules: AlarmRules): string | undefined {
  const { opening, state, alarms, updatedAt, logIndex } = record;
  if (!opening || !state) return undefined;
  const calendars = calendarsOf(opening, releases);
  const by = [calendars('opener'), calendars('counterpart'), rules] as const;
  const before = known.get(record);
  if (before?.logIndex === logIndex && by.every((one, at) => one === before.by[at])) return before.on;
  const alarmOn = nextAlarmOn(opening.release.flow, state, alarms, beijingDateOf(updatedAt), { calendars, rules });
  const on = [alarmOn, lapseDayOf(record, releases)].filter((day) => day !== undefined).sort()[0];
  known.set(record, { logIndex, by, on });
  return on;
}
