import type { CaseState, DeadlineRun } from '../flow/case-state';
import { TOTAL_DEADLINE } from '../flow/deadlines';
import type { RaisedAlarm } from './alarm';

/** A message that was registered, as far as it tells whether a deadline had been kept. */
export interface RegisteredMessage {
  readonly logIndex: number;
  /** Beijing date on which its border received it. */
  readonly receivedOn: string;
}

/**
 * The alarms of a case after a message. A duty is met at the time of receipt (DESIGN §3): an escalation of a run that a message ended, suspended or renewed does not
 * hold if that message was received on the due day or before, however late it came. Follows from the log alone.
 */
export function annulledBy(raised: readonly RaisedAlarm[], before: CaseState | undefined, after: CaseState, { logIndex, receivedOn }: RegisteredMessage): readonly RaisedAlarm[] {
  if (before === undefined || !raised.some((one) => isStanding(one))) return raised;
  return raised.map((one) => {
    const inTime = isStanding(one) && one.dueOn !== undefined && receivedOn <= one.dueOn;
    return inTime && hasLeft(runOf(before, one.deadlineId), runOf(after, one.deadlineId)) ? { ...one, annulledBy: logIndex } : one;
  });
}

const isStanding = ({ stage, annulledBy: annulled }: RaisedAlarm): boolean => stage === 'escalation' && annulled === undefined;

const runOf = (state: CaseState, deadlineId: string): DeadlineRun | undefined => (deadlineId === TOTAL_DEADLINE ? state.total : state.deadlines[deadlineId]);

function hasLeft(before: DeadlineRun | undefined, after: DeadlineRun | undefined): boolean {
  if (before?.status !== 'running') return false;
  return after?.status !== 'running' || after.due !== before.due || after.start?.on !== before.start?.on || after.pauses.length !== before.pauses.length;
}
