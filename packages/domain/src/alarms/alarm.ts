import type { AgencySide, Side } from '../flow/actors';
import type { LimitSource } from '../flow/model';

/**
 * What is said about a deadline: 催办 before, 预警 when it is near, 督办 after it has passed; that a dispute is not settled; that the calendar does not
 * reach the due date; that an escalation does not hold any more, because what met the deadline in time has come since.
 */
export type AlarmStage = 'reminder' | 'warning' | 'escalation' | 'dispute' | 'calendar-not-covered' | 'annulled';
export const ALARM_STAGES: readonly AlarmStage[] = ['reminder', 'warning', 'escalation', 'dispute', 'calendar-not-covered', 'annulled'];
/** Stages of one run of a deadline, in their order: whoever comes late says only the last that is due. */
export const RUN_STAGES = ['reminder', 'warning', 'escalation'] as const satisfies readonly AlarmStage[];

/** Whom a stage is for: the side whose duty it is, the other one, the duty desk of the home hub. */
export type AlarmReceiver = 'responsible' | 'other' | 'hub';

export interface AlarmNotice { readonly to: readonly AlarmReceiver[] }
export interface NoticeBefore extends AlarmNotice { readonly workingDaysBefore: number }
export interface NoticeAfter extends AlarmNotice { readonly workingDaysAfter: number }
/** When alarms are raised, and for whom: data, of no legal force. Working days are of the calendar of the side whose duty it is. */
export interface AlarmRules extends LimitSource {
  readonly reminder: NoticeBefore;
  readonly warning: NoticeBefore;
  /** 0: on the day after the due date, working day or not. */
  readonly escalation: NoticeAfter;
  /** Before the day that the deadline cannot come before. */
  readonly calendarNotCovered: NoticeBefore;
  /** An unsettled dispute, level by level; days since it began. */
  readonly dispute: readonly NoticeAfter[];
}

/** One alarm, complete: who reads it needs no flow. Dates are Beijing dates. */
export interface Alarm extends Omit<LimitSource, 'basis'> {
  readonly stage: AlarmStage;
  /** Deadline of the flow, or the total one; of a dispute its state. */
  readonly deadlineId: string;
  /** Tells one run of a deadline from the next: the day it is due, or where that is not known the day it began. */
  readonly run: string;
  /** From 1; only of a dispute it may be higher. */
  readonly level: number;
  readonly startedOn?: string;
  readonly dueOn?: string;
  /** Where the calendar does not reach the due date. */
  readonly notBefore?: string;
  /** Actor whose duty it is. */
  readonly responsible: string;
  /** Side that speaks for it. */
  readonly side?: Side;
  /** Only then it may be called a legal limit. */
  readonly legal: boolean;
  readonly to: readonly Side[];
}
/** An alarm in the log of its case. */
export interface RaisedAlarm extends Alarm {
  /** Of an escalation: position in the log of the message that was received in time and came later. */
  readonly annulledBy?: number;
}

/** Everything that is told of an alarm or a limit without a side goes to both. */
export function receivers(to: readonly AlarmReceiver[], side: Side | undefined): readonly Side[] {
  const other: Readonly<Record<AgencySide, AgencySide>> = { opener: 'counterpart', counterpart: 'opener' };
  const sides: Side[] = to.flatMap((one): Side[] => {
    if (one === 'hub' || side === 'hub') return ['hub'];
    if (side === undefined) return ['opener', 'counterpart'];
    return [one === 'responsible' ? side : other[side]];
  });
  return [...new Set(sides)];
}

export const isRaised = (raised: readonly Alarm[], { stage, deadlineId, run, level }: Pick<Alarm, 'stage' | 'deadlineId' | 'run' | 'level'>): boolean =>
  raised.some((one) => one.stage === stage && one.deadlineId === deadlineId && one.run === run && one.level === level);
