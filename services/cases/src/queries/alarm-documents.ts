import type { AlarmDocument, CaseAlarm } from '@tongban/contracts';
import { type CalendarOfSide, type RaisedAlarm, TOTAL_DEADLINE, type Worded, alarmInWords, deadlinesOf } from '@tongban/domain';
import type { CaseRecord, Opening } from '../record/case-record';

const TOTAL: Worded = { zh: '办件总时限', en: 'Time limit of the whole case' };

/** An alarm as people read it, in the words of the version that the case follows. */
export function alarmDocument({ run: _run, ...alarm }: CaseAlarm & Pick<RaisedAlarm, 'annulledBy'> & Pick<AlarmDocument, 'settled'>, { release: { flow } }: Pick<Opening, 'release'>): AlarmDocument {
  const { deadlineId } = alarm;
  // A case that was moved since may follow a version without that deadline: then its id has to do.
  const found = deadlineId === TOTAL_DEADLINE ? TOTAL : flow.deadlines.get(deadlineId) ?? flow.states.get(deadlineId);
  const words = alarmInWords(alarm, found ?? { zh: deadlineId, en: deadlineId });
  return { ...alarm, wording: { zh: words.zh, en: words.en } };
}

/** An alarm that does not hold any more says so where it stands: an escalation that was annulled, a deadline that the calendar reaches by now. @param on.today Beijing date. */
export function alarmAsItIsNow({ alarms, opening, state }: Pick<CaseRecord, 'alarms' | 'opening' | 'state'>, alarm: CaseAlarm, on: { readonly calendars: CalendarOfSide; readonly today: string }): CaseAlarm & Pick<RaisedAlarm, 'annulledBy'> & Pick<AlarmDocument, 'settled'> {
  const raised = alarms.find(({ stage, deadlineId, run, level }) => stage === alarm.stage && deadlineId === alarm.deadlineId && run === alarm.run && level === alarm.level) ?? alarm;
  if (alarm.stage !== 'calendar-not-covered' || !opening || !state) return raised;
  const waits = deadlinesOf(opening.release.flow, state, on.today, on.calendars).some(({ id, status, startedOn }) => id === alarm.deadlineId && startedOn === alarm.startedOn && status === 'calendar-not-covered');
  return waits ? raised : { ...raised, settled: true };
}
