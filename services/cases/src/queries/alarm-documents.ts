import type { AlarmDocument, CaseAlarm } from '@tongban/contracts';
import { type RaisedAlarm, TOTAL_DEADLINE, type Worded, alarmInWords } from '@tongban/domain';
import type { Opening } from '../record/case-record';

const TOTAL: Worded = { zh: '办件总时限', en: 'Time limit of the whole case' };

/** An alarm as people read it, in the words of the version that the case follows. */
export function alarmDocument({ run: _run, ...alarm }: CaseAlarm & Pick<RaisedAlarm, 'annulledBy'>, { release: { flow } }: Pick<Opening, 'release'>): AlarmDocument {
  const { deadlineId } = alarm;
  // A case that was moved since may follow a version without that deadline: then its id has to do.
  const found = deadlineId === TOTAL_DEADLINE ? TOTAL : flow.deadlines.get(deadlineId) ?? flow.states.get(deadlineId);
  const words = alarmInWords(alarm, found ?? { zh: deadlineId, en: deadlineId });
  return { ...alarm, wording: { zh: words.zh, en: words.en } };
}
