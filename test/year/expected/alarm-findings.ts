import { keyOf } from './expected-alarms';
import type { ExpectedOnce, RaisedOnce } from './story';
import { type Day, beijingDay } from './work-days';

export interface AlarmFinding {
  readonly caseNo: string;
  /** `missing`: never raised. `surplus`: nothing asks for it. `twice`: once more than once. `wrong-day`: raised on another day. */
  readonly class: 'missing' | 'surplus' | 'twice' | 'wrong-day';
  /** Deadline, run, stage and level. */
  readonly alarm: string;
  readonly expectedOn?: Day;
  readonly raisedOn: readonly Day[];
}

/** What was raised beside what should have been. */
export function alarmFindings(caseNo: string, expected: readonly ExpectedOnce[], raised: readonly RaisedOnce[]): readonly AlarmFinding[] {
  const days = new Map<string, Day[]>();
  for (const one of raised) days.set(keyOf(one), [...(days.get(keyOf(one)) ?? []), beijingDay(one.at)]);
  const due = new Map(expected.map((one) => [keyOf(one), one.on]));
  return [...new Set([...due.keys(), ...days.keys()])].flatMap((alarm): AlarmFinding[] => {
    const expectedOn = due.get(alarm);
    const raisedOn = days.get(alarm) ?? [];
    const finding = (cls: AlarmFinding['class']): AlarmFinding[] => [{ caseNo, class: cls, alarm, ...(expectedOn !== undefined && { expectedOn }), raisedOn }];
    if (raisedOn.length > 1) return finding('twice');
    if (raisedOn.length === 0) return finding('missing');
    if (expectedOn === undefined) return finding('surplus');
    return raisedOn[0] === expectedOn ? [] : finding('wrong-day');
  });
}
