import type { AlarmRow, CaseRow, FindMatch } from '@tongban/contracts';

/** Something a person may have at hand (case number, message id, own number, trace id) and where it leads. */
export interface Reference {
  readonly value: string;
  readonly match: FindMatch;
}

/** What one message of a record stream changes in the view. */
export interface CaseChange {
  /** Newest fold of the case; absent where a message belongs to no case log (a refusal before any log). */
  readonly row?: CaseRow;
  /** The alarms of that fold that stand open; none where it is absent. */
  readonly alarms?: readonly AlarmRow[];
  readonly references: readonly Reference[];
}

/** The changes of the messages after `previousSequence` up to and including `lastSequence` of one stream. */
export interface ChangeBatch {
  readonly previousSequence: number;
  readonly lastSequence: number;
  readonly changes: readonly CaseChange[];
  /** Tells a stream from a later one of the same name, e.g. its creation time; empty when not known. */
  readonly incarnation?: string;
}

/** How far a view has read a stream. */
export interface Checkpoint {
  /** Last sequence applied; 0 when nothing is. */
  readonly sequence: number;
  /** Incarnation of the stream that was read; empty when nothing is applied or it was not told. */
  readonly incarnation: string;
}

/** `applied: false` means a gap, a repeat, a flushed or an old Redis: go on from `checkpoint`. */
export interface ApplyResult {
  readonly applied: boolean;
  readonly checkpoint: number;
}

/** JSON with sorted keys: equal values are equal strings. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part);
