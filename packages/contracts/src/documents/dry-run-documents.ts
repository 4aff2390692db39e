import type { Wording } from './case-document';

/**
 * What a past message or deadline would have come to under a draft. `rejected` 拒收: by the home hub, which reads open fields. `returned` 退回: back to its sender, by a
 * rule of the draft's flow or because the recipient's system would have sent it back. `late` 逾期: a deadline that would have been overrun. `not-evaluated`: not judged,
 * and why.
 */
export const DRY_RUN_FINDINGS = ['rejected', 'returned', 'late', 'not-evaluated'] as const;
export type DryRunFinding = (typeof DRY_RUN_FINDINGS)[number];
/**
 * Why something was not judged. `follows-divergence`: a message after one of its case that the draft would have rejected or returned, so that what came then would not have
 * come. `personal-part`: rules on personal fields, which no hub can read. `calendar`: a deadline beyond the calendar data. `materials`: whether applicants had a material
 * that the draft requires. `value-used`: whether another case had used a value. `history`: a log that does not follow from itself, or a version that is missing.
 */
export const DRY_RUN_GAPS = ['follows-divergence', 'personal-part', 'calendar', 'materials', 'value-used', 'history'] as const;
export type DryRunGap = (typeof DRY_RUN_GAPS)[number];

/** So many times the same finding at one participant. Never a value of a field, a case or a person. */
export interface DryRunRow {
  readonly finding: DryRunFinding;
  /** Who sent the message, or whose duty the deadline was; `hub` for a duty of the hub itself. */
  readonly participant: string;
  /** Code of the item; deadlines and steps have their names in its flow. */
  readonly item: string;
  /**
   * Code of the error catalogue; of a deadline its id (`total`, `processing-limit`); of a message that the flow sends back, the step that does; of what was not evaluated, a
   * `DryRunGap`. `others` where there were more reasons than are told apart.
   */
  readonly reason: string;
  /** Type of the message. */
  readonly message?: string;
  /** The field at fault; `*` stands for any place in a list. */
  readonly path?: string;
  /** Of the deadline or the step. */
  readonly wording?: Wording;
  /** Deadlines only: what the limit rests on. */
  readonly deadlineKind?: string;
  /** Messages; of `late`, deadlines; of `materials`, cases. A message with several faults counts in the row of each. */
  readonly count: number;
  /** Of `late`: how many of them were late then as well, by the version the case followed. */
  readonly before?: number;
}

/** `messages` = `passed` + `rejected` + `returned` + `notEvaluated`. */
export interface DryRunCounts {
  /** Cases that were replayed. */
  readonly cases: number;
  /** Cases of items that the draft does not touch. */
  readonly untouched: number;
  /** Registered messages of the cases replayed. */
  readonly messages: number;
  readonly passed: number;
  readonly rejected: number;
  readonly returned: number;
  /** Not judged at all: they follow a divergence, or a history that cannot be read. */
  readonly notEvaluated: number;
  /** Deadlines overrun. */
  readonly late: number;
}

/** The text of a draft that is tried. */
export interface DryRunDraft { readonly owner: string; readonly draftId: string; readonly digest: string }

/** Asked of each hub for its home cases; sent as the JSON of a JsonDocument. */
export interface DryRunQuery {
  readonly draft: DryRunDraft;
  /** Date: cases whose number is of that day or later. */
  readonly since: string;
  /** Continue after this: the `next` of the page before, unchanged. */
  readonly after?: string;
}
/** What one part of a hub's case logs came to. */
export interface DryRunPage {
  readonly region: string;
  /** Business instant up to which open deadlines are judged. */
  readonly at: string;
  /** Items whose cases the draft touches; none: there is nothing to replay. */
  readonly items: readonly string[];
  readonly counts: DryRunCounts;
  readonly rows: readonly DryRunRow[];
  /** Log entries gone through so far, of all there are. */
  readonly done: number;
  readonly total: number;
  /** Absent on the last page. */
  readonly next?: string;
}

/** What the SDK of a participant found in the personal parts of its own messages: counts only. */
export interface DryRunReport {
  readonly participant: string;
  readonly draft: DryRunDraft;
  readonly since: string;
  readonly items: readonly string[];
  /** Own registered messages whose personal part the draft judges by other rules, and that could be judged. */
  readonly evaluated: number;
  /** Of these, messages with a fault. */
  readonly returned: number;
  /** Own messages that are known here but could not be judged: their bytes or their version are not here any more. */
  readonly unreadable: number;
  readonly rows: readonly DryRunRow[];
}
