import type { AgencySide, Side } from './actors';
import type { Limit } from './due-date';
import type { Fields } from './model';
import type { Configuration } from './movement';
import type { StandingMove } from './standing-moves';

export interface Party { readonly participant: string; readonly division: string }
export type Parties = Readonly<Record<AgencySide, Party>>;

/**
 * A business date from which something counts. While `awaiting` is there it is provisional (the day the hub had the
 * message): a party's clock starts on the day the message reached its own system (DESIGN §3, legal time).
 */
export interface Moment {
  readonly on: string;
  readonly awaiting?: { readonly delivery: number; readonly side: AgencySide };
}
export interface Pause { readonly from: string; readonly until?: Moment }
export type RunStatus = 'running' | 'suspended' | 'stopped' | 'met' | 'ended';
/**
 * What happened to one deadline, as dates. Due days are derived from it with a calendar when somebody asks, so that a
 * calendar imported later, or a delivery attested late, corrects them without touching the case.
 */
export interface DeadlineRun {
  readonly status: RunStatus;
  /** Absent when the due date was given by a message. */
  readonly start?: Moment;
  readonly due?: string;
  /** The limit it began with, where the case has moved to a version of its flow that has another one since. */
  readonly limit?: Limit;
  readonly pauses: readonly Pause[];
  /** The date it was met, stopped or ended. */
  readonly closedOn?: string;
}
/** A value that may be used by one case only, per sender. */
export interface ValueClaim { readonly ruleId: string; readonly participant: string; readonly value: string }

/** A lapse that stands, and all that it changed as it was before: enough to take it back. */
export interface LapseStanding {
  readonly deadlineId: string;
  readonly dueOn: string;
  readonly before: Pick<CaseState, 'active' | 'previous' | 'visited' | 'deadlines' | 'total' | 'moves'>;
}

/** A case as the fold of its log: plain JSON, no clock and no calendar in it. */
export interface CaseState extends Configuration {
  readonly flowId: string;
  readonly entryId: string;
  readonly parties: Parties;
  readonly deadlines: Readonly<Record<string, DeadlineRun>>;
  readonly total?: DeadlineRun;
  /** Newest values of the open fields hub rules compare, by message type. */
  readonly latest: Readonly<Record<string, Fields>>;
  readonly claims: readonly ValueClaim[];
  /** Messages accepted so far; the number of a message is its delivery number. */
  readonly deliveryCount: number;
  /** Movements of messages that were not taken back, oldest first. */
  readonly moves: readonly StandingMove[];
  /** The case ended because nobody met a deadline. */
  readonly lapsed?: LapseStanding;
}

/** A message as the hub judges it: its open part only. */
export interface CaseMessage {
  readonly messageId: string;
  /** Flow message id. */
  readonly type: string;
  readonly side: Side;
  readonly onBehalfOf?: string;
  readonly open: Fields;
  /** Business instant attested by the border, RFC 3339 with offset. */
  readonly receivedAt: string;
  /** Says which entry the sender meant; informs, never selects. */
  readonly entryId?: string;
}
