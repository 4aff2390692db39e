import type { Wording } from './case-document';

/** One thing that a person has to look at. */
export interface Need {
  /** Stable while it lasts: what a list keeps its place by. */
  readonly id: string;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly wording: Wording;
  readonly detail?: Wording;
  /** Who is to act, and what next; where the error catalogue knows. */
  readonly code?: string;
  readonly next?: Wording;
  readonly region?: string;
  readonly count?: number;
  /** Path in the console that shows the list behind it. */
  readonly path: string;
}
