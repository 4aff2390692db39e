import type { Worded } from '../../flow/model';
import type { ArtefactVersion } from '../artefact';
import type { Change } from './change';
import { diffOf } from './diff';
import { CHANGE_RULES } from './rules';

export type Compatibility = 'identical' | 'compatible' | 'breaking';
/** A change that breaks, and why its kind does. */
export interface BreakingReason extends Change { readonly why: Worded }
export interface Verdict {
  readonly verdict: Compatibility;
  /** The changes that break; none unless the verdict is `breaking`. */
  readonly reasons: readonly BreakingReason[];
}

export function verdictOf(changes: readonly Change[]): Verdict {
  const reasons = changes.filter(({ breaking }) => breaking).map((change) => ({ ...change, why: CHANGE_RULES[change.change].why }));
  return { verdict: changes.length === 0 ? 'identical' : reasons.length > 0 ? 'breaking' : 'compatible', reasons };
}

/** What of a new version breaks the one before. */
export const breaksOf = (before: ArtefactVersion, after: ArtefactVersion): readonly BreakingReason[] => verdictOf(diffOf(before.content, after.content, after.kind)).reasons;
