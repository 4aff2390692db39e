import type { CalendarOfSide, DeadlineView } from '../flow/deadlines';
import { deadlinesOf } from '../flow/deadlines';
import type { CaseState } from '../flow/case-state';
import type { CompiledFlow } from '../flow/compile';
import { type VouchedUntil, isVouchedFor } from '../flow/vouching';
import type { WorkCalendar } from '../calendar/work-calendar';
import { type Alarm, type AlarmRules, type AlarmStage, RUN_STAGES, type RaisedAlarm, isRaised, receivers } from './alarm';
import { openDisputes } from './disputes';
import { dayAfter, dayOfNotice } from './notice-days';

export interface AlarmContext {
  readonly calendars: CalendarOfSide;
  readonly rules: AlarmRules;
  readonly vouchedUntil: VouchedUntil;
}
/** An alarm, and the first day on which it is to be raised. */
interface Planned { readonly on: string; readonly alarm: Alarm }

/**
 * The alarms of a case that are to be raised on a business date. Pure: the same arguments give the same alarms, and with these among the raised ones, none.
 * Of one run of a deadline only the last stage that is due, so that who comes late says once what is so now; after the due day neither reminder nor
 * warning. An escalation waits until the region of its side has vouched for the due day.
 */
export function alarmsDue(flow: CompiledFlow, state: CaseState, raised: readonly RaisedAlarm[], today: string, context: AlarmContext): readonly Alarm[] {
  const due = planned(flow, state, raised, today, context).filter(({ on, alarm }) => on <= today && !isBehind(alarm, raised)).map(({ alarm }) => alarm);
  return lastOfEach(due).filter(({ stage, dueOn = '', side }) => {
    if (stage === 'reminder' || stage === 'warning') return today <= dueOn;
    return stage !== 'escalation' || isVouchedFor(side, dueOn, context.vouchedUntil);
  });
}

/**
 * The first day on which the case may have an alarm to be raised, whatever is vouched for then; it may lie in the past. Undefined: none before its log goes on. A
 * calendar that comes later moves no day forward, so that looking again on this day is soon enough; a deadline that waits for one stays looked at when that was said already.
 */
export function nextAlarmOn(flow: CompiledFlow, state: CaseState, raised: readonly RaisedAlarm[], today: string, context: Omit<AlarmContext, 'vouchedUntil'>): string | undefined {
  return planned(flow, state, raised, today, context).filter(({ alarm }) => alarm.stage === 'calendar-not-covered' || !isBehind(alarm, raised)).map(({ on }) => on).sort()[0];
}

function planned(flow: CompiledFlow, state: CaseState, raised: readonly RaisedAlarm[], today: string, { calendars, rules }: Omit<AlarmContext, 'vouchedUntil'>): readonly Planned[] {
  const ofDeadlines = deadlinesOf(flow, state, today, calendars).flatMap((view) => stagesOf(view, rules, calendars(view.side === 'counterpart' ? 'counterpart' : 'opener')));
  return [...ofDeadlines, ...ofDisputes(flow, state, rules, calendars('opener')), ...annulments(raised)];
}

/** Raised already, or a later one of the same run or dispute is. */
function isBehind(alarm: Alarm, raised: readonly RaisedAlarm[]): boolean {
  if (isRaised(raised, alarm)) return true;
  const { stage, deadlineId, run, level } = alarm;
  if (stage === 'dispute') return raised.some((one) => one.stage === stage && one.deadlineId === deadlineId && one.run === run && one.level > level);
  const later = RUN_STAGES.slice(rank(stage)).some((other) => isRaised(raised, { ...alarm, stage: other }));
  return rank(stage) > 0 && later;
}
/** From 1; 0 for a stage that is not one of a run. */
const rank = (stage: AlarmStage): number => (RUN_STAGES as readonly AlarmStage[]).indexOf(stage) + 1;

function lastOfEach(alarms: readonly Alarm[]): readonly Alarm[] {
  const last = new Map<string, Alarm>();
  for (const alarm of alarms) last.set(JSON.stringify([alarm.deadlineId, alarm.run, rank(alarm.stage) > 0 ? 'run' : alarm.stage]), alarm);
  return [...last.values()];
}

function stagesOf(view: DeadlineView, rules: AlarmRules, calendar: WorkCalendar): readonly Planned[] {
  const { dueOn, notBefore, startedOn } = view;
  if (view.status === 'calendar-not-covered' && notBefore !== undefined) {
    const on = dayOfNotice(notBefore, rules.calendarNotCovered.workingDaysBefore, calendar);
    return [{ on: laterOf(on, startedOn), alarm: ofView(view, 'calendar-not-covered', rules.calendarNotCovered.to, startedOn ?? notBefore) }];
  }
  if (view.status !== 'running' || dueOn === undefined) return [];
  const before = (['reminder', 'warning'] as const).flatMap((stage): Planned[] => {
    const on = dayOfNotice(dueOn, rules[stage].workingDaysBefore, calendar);
    // A limit that is no longer than the notice has none: it would come with the duty itself.
    return startedOn !== undefined && on <= startedOn ? [] : [{ on, alarm: ofView(view, stage, rules[stage].to, dueOn) }];
  });
  return [...before, { on: dayAfter(dueOn, rules.escalation.workingDaysAfter, calendar), alarm: ofView(view, 'escalation', rules.escalation.to, dueOn) }];
}

const laterOf = (day: string, other: string | undefined): string => (other !== undefined && other > day ? other : day);

function ofView(view: DeadlineView, stage: AlarmStage, to: AlarmRules['escalation']['to'], run: string): Alarm {
  const { id, responsible, side, startedOn, dueOn, notBefore, legal, deadlineKind, confidence, sourceStandardIds } = view;
  return {
    stage, deadlineId: id, run, level: 1, responsible, ...(side && { side }), ...(startedOn && { startedOn }), ...(dueOn && { dueOn }), ...(notBefore && { notBefore }),
    legal, deadlineKind, confidence, sourceStandardIds, to: receivers(to, side),
  };
}

function ofDisputes(flow: CompiledFlow, state: CaseState, rules: AlarmRules, calendar: WorkCalendar): readonly Planned[] {
  const { deadlineKind, confidence, sourceStandardIds } = rules;
  return openDisputes(flow, state).flatMap(({ state: { id }, since, responsible, side }) => rules.dispute.map(({ workingDaysAfter, to }, position): Planned => {
    const on = dayAfter(since, workingDaysAfter, calendar);
    return { on, alarm: {
      stage: 'dispute', deadlineId: id, run: since, level: position + 1, startedOn: since, dueOn: on, responsible, ...(side && { side }),
      legal: false, deadlineKind, confidence, sourceStandardIds, to: receivers(to, side),
    } };
  }));
}

/** Whoever was told that a deadline had passed is told that it had not. */
function annulments(raised: readonly RaisedAlarm[]): readonly Planned[] {
  return raised.flatMap(({ annulledBy, ...alarm }): Planned[] => (annulledBy === undefined ? [] : [{ on: alarm.run, alarm: { ...alarm, stage: 'annulled' } }]));
}
