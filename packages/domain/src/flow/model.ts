/**
 * The shape of a flow as data (FLOW-FORMAT.md, formatVersion 2) as this product keeps it. An engine knows kinds (of
 * messages and actors), clock words, guard operators and hub rules, never the id of a flow, message, field, actor or state.
 */
export interface Worded { readonly zh: string; readonly en: string }
export type DeadlineKind = 'statutory' | 'ministerial-rule' | 'local-rule' | 'common-practice' | 'project-default';
export type Confidence = 'verified' | 'high' | 'medium' | 'low';
export type LimitUnit = 'working-day' | 'calendar-day' | 'month';
export type ClockWord = 'continue' | 'suspend' | 'resume' | 'restart' | 'stop';
export type ActorKind = 'agency' | 'applicant' | 'external' | 'hub';
export type MessageKind =
  | 'application' | 'request' | 'information' | 'forwarding' | 'decision' | 'result' | 'dispatch' | 'receipt'
  | 'fund-transfer' | 'publication' | 'acceptance' | 'refusal' | 'return' | 'supplement-request' | 'supplement-response'
  | 'withdrawal' | 'reminder' | 'dispute' | 'settlement' | 'progress' | 'completion' | 'acknowledgement';

export type FieldValue = string | number | boolean | FieldValue[] | { readonly [key: string]: FieldValue };
/** Flat values of one part (open or personal) of a message, by field id; an absent field has no key. */
export type Fields = Readonly<Record<string, FieldValue>>;

export type Guard =
  | { readonly field: string; readonly in: readonly FieldValue[] }
  | { readonly field: string; readonly present: boolean }
  | { readonly visited: readonly string[] }
  | { readonly notVisited: readonly string[] }
  | { readonly all: readonly Guard[] }
  | { readonly any: readonly Guard[] }
  | { readonly not: Guard };

export interface FieldSpec extends Worded {
  readonly id: string;
  readonly type: string;
  readonly required?: boolean;
  readonly requiredWhen?: Guard;
  readonly personalData?: boolean;
  readonly contentPersonal?: boolean;
  readonly typedBy?: string;
  readonly pattern?: string;
  readonly itemPattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly maxItems?: number;
  readonly note?: string;
}
export interface MessageSpec extends Worded {
  readonly messageId: string;
  readonly kind: MessageKind;
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly fromKinds?: readonly ActorKind[];
  readonly toKinds?: readonly ActorKind[];
  readonly fields: readonly FieldSpec[];
}
/** First and last day, both inclusive, on which a case may be opened that uses the code; without them it always counts. */
export interface CodeDates { readonly effectiveFrom?: string; readonly retiredOn?: string }
export interface CodeValue extends Worded, CodeDates { readonly code: string; readonly numberType?: string }
export interface CodeList extends Worded { readonly id: string; readonly values: readonly CodeValue[] }
export interface RecordType extends Worded { readonly id: string; readonly fields: readonly FieldSpec[] }
export interface Actor extends Worded { readonly id: string; readonly kind: ActorKind; readonly via?: string }
export interface Track extends Worded { readonly id: string }
export interface Entry extends Worded {
  readonly id: string; readonly message: string; readonly actor: string; readonly when?: Guard; readonly to: string;
  readonly opener: string; readonly counterpart: string; readonly normalPath: readonly string[];
}
export interface State extends Worded {
  readonly id: string; readonly track: string; readonly terminal: boolean; readonly outcome?: string; readonly holder?: string;
}
export interface Transition extends Worded {
  readonly id: string; readonly path: 'normal' | 'alternative' | 'exception' | 'note'; readonly from: readonly string[];
  readonly message: string; readonly actors: readonly string[]; readonly when?: Guard; readonly to: string;
  readonly clock: ClockWord; readonly also?: Readonly<Record<string, string>>;
}
export interface FieldRef { readonly message: string; readonly field: string }
export interface Fact extends Partial<Worded> { readonly id: string; readonly producedBy: FieldRef }
export interface LimitSource {
  readonly deadlineKind: DeadlineKind; readonly sourceStandardIds: readonly string[]; readonly confidence: Confidence; readonly basis: string;
}
export type DeadlineStart = { readonly state: string; readonly fact?: undefined } | { readonly fact: string; readonly state?: undefined };
/** What becomes of a track whose deadline stays unmet after its escalation: the home hub ends it 逾期终结, by this rule and no message. */
export interface OnOverdue {
  /** A terminal state of the deadline's track. */
  readonly to: string;
  /** Working days of the responsible side after the day of the escalation, at least 1. */
  readonly afterWorkingDays: number;
  /** Terminal states in which other tracks end that are under way. */
  readonly also?: Readonly<Record<string, string>>;
}
export interface Deadline extends Worded, LimitSource {
  readonly id: string; readonly track: string; readonly responsible: string; readonly metBy: readonly string[];
  readonly value?: number; readonly unit?: LimitUnit; readonly start?: DeadlineStart;
  readonly dueFrom?: FieldRef & { readonly transitions?: readonly string[] };
  readonly onOverdue?: OnOverdue;
}
export interface TotalDeadline extends LimitSource {
  readonly value: number; readonly unit: LimitUnit; readonly start: DeadlineStart; readonly responsible: string;
}
export interface HubRule extends Partial<Worded> {
  readonly id: string; readonly rule: 'amountMismatch' | 'duplicateTransfer' | 'divisionOfActor' | 'notAfterReceipt' | 'notBefore';
  readonly severity: 'alert' | 'reject'; readonly message?: string; readonly field?: string; readonly actor?: string; readonly scope?: string;
  readonly sum?: readonly FieldRef[]; readonly equals?: readonly FieldRef[]; readonly notBefore?: FieldRef;
}
export interface Successor { readonly kind: string; readonly from: readonly string[]; readonly actors: readonly string[] }
export interface Flow extends Worded {
  readonly flowId: string; readonly formatVersion: 2; readonly itemCodes: readonly string[]; readonly modes: readonly string[];
  readonly actors: readonly Actor[]; readonly tracks: readonly Track[]; readonly entries: readonly Entry[]; readonly states: readonly State[];
  readonly transitions: readonly Transition[]; readonly facts: readonly Fact[]; readonly deadlines: readonly Deadline[];
  readonly totalDeadline: TotalDeadline | null; readonly hubRules: readonly HubRule[]; readonly successors: readonly Successor[];
  readonly messages: readonly MessageSpec[]; readonly codeLists?: readonly CodeList[]; readonly recordTypes?: readonly RecordType[];
  readonly roleMap?: Readonly<Record<string, string>>; readonly sourceStandardIds: readonly string[];
  readonly confidence: Confidence; readonly basis: string; readonly notesZh?: string; readonly notesEn?: string;
}
/** What all flows share: the top of case-flows.json. */
export interface FlowDictionary {
  readonly enums: Readonly<Record<string, unknown>>; readonly codeLists: readonly CodeList[];
  readonly recordTypes: readonly RecordType[]; readonly commonMessages: readonly MessageSpec[];
}
