import type { Day } from './work-days';

/** What one case log says, as far as clocks are judged by it; times as the log has them. */
export interface Story {
  readonly caseNo: string;
  readonly flowId: string;
  readonly home: string;
  readonly parties: Readonly<Record<'opener' | 'counterpart', { readonly participant: string; readonly region: string }>>;
  /** In the order of the log. */
  readonly events: readonly StoryEvent[];
  readonly raised: readonly RaisedOnce[];
}
export type Party = 'opener' | 'counterpart';
export type StoryEvent = MessageEvent | DeliveredEvent;
export interface MessageEvent {
  readonly kind: 'message';
  /** Business instant of its entry. */
  readonly at: string;
  readonly deliveryNo: number;
  readonly side: Party | 'hub';
  readonly type: string;
  readonly receivedOn: Day;
  /** Absent for the first message, which has an entry of the flow instead. */
  readonly transitionId?: string;
  readonly entryId?: string;
  /** Open fields with a date. */
  readonly dates: Readonly<Record<string, Day>>;
  /** State of every active track afterwards, as the log says. */
  readonly states: Readonly<Record<string, string>>;
}
export interface DeliveredEvent {
  readonly kind: 'delivered';
  readonly at: string;
  readonly deliveryNo: number;
  readonly side: Party;
  readonly on: Day;
}
export interface AlarmName {
  readonly stage: string;
  readonly deadlineId: string;
  readonly run: string;
  readonly level: number;
}
export interface RaisedOnce extends AlarmName { readonly at: string }
export interface ExpectedOnce extends AlarmName { readonly on: Day }

/** A moment at which a home had looked at the clocks of all its cases, knowing everything that was stored until then. */
export interface Look {
  readonly home: string;
  /** Business instant. */
  readonly at: string;
  /** Business instant until which each region had vouched there, by what was stored in its INBOX. */
  readonly vouchedUntil: Readonly<Record<string, string | undefined>>;
}

/** The parts of `case-flows.json` that say when a clock runs, spelled again. */
export interface RawFlow {
  readonly flowId: string;
  readonly actors: readonly { readonly id: string; readonly kind: string; readonly via?: string }[];
  readonly entries: readonly { readonly id: string; readonly to: string; readonly opener: string; readonly counterpart: string }[];
  readonly states: readonly { readonly id: string; readonly track: string; readonly terminal: boolean; readonly holder?: string }[];
  readonly transitions: readonly RawTransition[];
  readonly messages: readonly { readonly messageId: string; readonly kind: string }[];
  readonly facts: readonly { readonly id: string; readonly producedBy: { readonly message: string; readonly field: string } }[];
  readonly deadlines: readonly RawDeadline[];
  readonly totalDeadline: RawDeadline | null;
}
export interface RawTransition {
  readonly id: string;
  readonly from: readonly string[];
  readonly message: string;
  readonly to: string;
  readonly clock: 'continue' | 'suspend' | 'resume' | 'stop' | 'restart';
  readonly also?: Readonly<Record<string, string>>;
}
export interface RawDeadline {
  readonly id?: string;
  readonly value?: number;
  readonly unit?: 'working-day' | 'calendar-day' | 'month';
  readonly start?: { readonly state?: string; readonly fact?: string };
  readonly dueFrom?: { readonly message: string; readonly field: string; readonly transitions?: readonly string[] };
  readonly track?: string;
  readonly responsible: string;
  readonly metBy: readonly string[] | 'terminal';
}
/** `rules/alarms.json`. */
export interface RawRules {
  readonly reminder: { readonly workingDaysBefore: number };
  readonly warning: { readonly workingDaysBefore: number };
  readonly escalation: { readonly workingDaysAfter: number };
  readonly calendarNotCovered: { readonly workingDaysBefore: number };
  readonly dispute: readonly { readonly workingDaysAfter: number }[];
}
