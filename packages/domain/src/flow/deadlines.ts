import { diffDays } from '../calendar/days';
import type { WorkCalendar } from '../calendar/work-calendar';
import { type AgencySide, type Side, sideOfActor } from './actors';
import type { CaseState, DeadlineRun } from './case-state';
import type { CompiledFlow } from './compile';
import { type Due, dueOf, type Limit, workingDaysUntil } from './due-date';
import type { Deadline, DeadlineKind, LimitSource, TotalDeadline, Worded } from './model';

/** The working-day calendar of a side: a SAR participant has its own. */
export type CalendarOfSide = (side: AgencySide) => WorkCalendar;
/** Only these may be called a legal limit (data README, confidence rules). */
const LEGAL_KINDS: ReadonlySet<DeadlineKind> = new Set<DeadlineKind>(['statutory', 'ministerial-rule', 'local-rule']);
/** The id of the total deadline among the views; flows do not name theirs. */
export const TOTAL_DEADLINE = 'total';
const TOTAL_WORDS: Worded = { zh: '办件总时限', en: 'Time limit of the whole case' };

/** `undetermined`: past its due date, but the region of its side has not vouched for that day yet (`undeterminedWhereSilent`). */
export type DeadlineStatus =
  | 'running' | 'awaiting-delivery' | 'suspended' | 'met' | 'stopped' | 'ended' | 'calendar-not-covered' | 'undetermined';

/** One deadline as people see it on a given business date. Dates are Beijing dates. */
export interface DeadlineView extends Worded, LimitSource {
  readonly id: string;
  /** Id and words of the actor whose duty it is, and the side that speaks for it. */
  readonly responsible: string;
  readonly responsibleZh: string;
  readonly responsibleEn: string;
  readonly side: Side | undefined;
  readonly status: DeadlineStatus;
  /** Absent when a message gave the due date. Provisional while `awaiting-delivery`. */
  readonly startedOn?: string;
  readonly dueOn?: string;
  /** `calendar-not-covered` only: it cannot be due before this date. */
  readonly notBefore?: string;
  /** Negative once overdue; absent when closed or not computable. */
  readonly daysLeft?: number;
  readonly daysLeftUnit?: 'working-day' | 'calendar-day';
  /** Past its due date while open, or closed past it without having been met. Never while a delivery is awaited. */
  readonly overdue: boolean;
  readonly metOn?: string;
  /** Absent while it cannot be judged: not yet attested as delivered, or beyond the calendar. */
  readonly metLate?: boolean;
  readonly legal: boolean;
}

/** Every deadline that ever started in the case, in the order of the flow, the total deadline last. */
export function deadlinesOf(flow: CompiledFlow, state: CaseState, today: string, calendars: CalendarOfSide): readonly DeadlineView[] {
  const views = flow.flow.deadlines.flatMap((deadline) => {
    const run = state.deadlines[deadline.id];
    return run === undefined ? [] : [view(flow, state, { ...deadline, run }, today, calendars)];
  });
  const { totalDeadline } = flow.flow;
  if (totalDeadline === null || state.total === undefined) return views;
  return [...views, view(flow, state, { ...totalDeadline, ...TOTAL_WORDS, id: TOTAL_DEADLINE, run: state.total }, today, calendars)];
}

/** Whether a day on which this run counts still waits for the receipt of a delivery. */
export function awaitsDelivery(run: DeadlineRun): boolean {
  return run.start?.awaiting !== undefined || run.pauses.some((pause) => pause.until?.awaiting !== undefined);
}

type Running = (Deadline | (TotalDeadline & Worded & { readonly id: string })) & { readonly run: DeadlineRun };

function view(flow: CompiledFlow, state: CaseState, deadline: Running, today: string, calendars: CalendarOfSide): DeadlineView {
  const { run, id, zh, en, responsible, deadlineKind, confidence, basis, sourceStandardIds } = deadline;
  const entry = flow.entries.get(state.entryId);
  const side = entry && sideOfActor(flow, entry, responsible);
  const calendar = calendars(side === 'counterpart' ? 'counterpart' : 'opener');
  const due = dueOf(run, limitOf(deadline), calendar);
  const actor = flow.actors.get(responsible);
  return {
    id, zh, en, responsible, responsibleZh: actor?.zh ?? responsible, responsibleEn: actor?.en ?? responsible, side,
    status: statusOf(run, due),
    ...(run.start && { startedOn: run.start.on }),
    ...(due?.kind === 'due' && { dueOn: due.on }),
    ...(due?.kind === 'not-covered' && { notBefore: due.notBefore }),
    ...leftOf(run, due, limitOf(deadline), today, calendar),
    ...judge(run, due, today),
    legal: LEGAL_KINDS.has(deadlineKind), deadlineKind, confidence, basis, sourceStandardIds,
  };
}

function limitOf({ run, value, unit }: Running): Limit | undefined {
  return run.limit ?? (value === undefined || unit === undefined ? undefined : { value, unit });
}

function statusOf(run: DeadlineRun, due: Due | undefined): DeadlineStatus {
  if (run.status !== 'running') return run.status;
  if (due?.kind === 'not-covered') return 'calendar-not-covered';
  return awaitsDelivery(run) ? 'awaiting-delivery' : 'running';
}

function leftOf(
  run: DeadlineRun, due: Due | undefined, limit: Limit | undefined, today: string, calendar: WorkCalendar,
): Pick<DeadlineView, 'daysLeft' | 'daysLeftUnit'> {
  if (due?.kind === 'suspended') {
    return due.unit === 'month' ? {} : { daysLeft: due.daysLeft, daysLeftUnit: due.unit };
  }
  if (run.status !== 'running' || due?.kind !== 'due') return {};
  if (limit?.unit !== 'working-day') return { daysLeft: diffDays(today, due.on), daysLeftUnit: 'calendar-day' };
  const late = today > due.on;
  const days = late ? workingDaysUntil(due.on, today, calendar) : workingDaysUntil(today, due.on, calendar);
  return days === undefined ? {} : { daysLeft: late ? -days : days, daysLeftUnit: 'working-day' };
}

function judge(run: DeadlineRun, due: Due | undefined, today: string): Pick<DeadlineView, 'overdue' | 'metOn' | 'metLate'> {
  const judgedOn = run.closedOn ?? today;
  const past = due?.kind === 'due' && judgedOn > due.on;
  // A provisional date is the earliest possible one, so being within it is certain and being past it is not.
  const unknown = due?.kind === 'not-covered' ? judgedOn > due.notBefore : past && awaitsDelivery(run);
  if (run.status !== 'met') return { overdue: past && !unknown };
  return { overdue: false, metOn: judgedOn, ...(!unknown && { metLate: past }) };
}
