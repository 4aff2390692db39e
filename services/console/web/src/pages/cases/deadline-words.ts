import type { DeadlineDocument } from '@tongban/contracts';

/** What is to be said of a deadline, in the order in which one thing rules out the next. */
export type DeadlineSituation =
  | { readonly kind: 'silent'; readonly link: string; readonly since?: string }
  | { readonly kind: 'met' | 'met-late'; readonly on: string }
  | { readonly kind: 'overdue'; readonly days?: number }
  | { readonly kind: 'left'; readonly days: number }
  | { readonly kind: 'none' };

/** Nobody is called late for what may be on its way, and nothing that is met is overdue. */
export function situationOf({ status, undetermined, overdue, daysLeft, metOn, metLate }: DeadlineDocument): DeadlineSituation {
  if (undetermined !== undefined) {
    const link = undetermined.region === undetermined.home ? undetermined.region : `${undetermined.region} → ${undetermined.home}`;
    return { kind: 'silent', link, ...(undetermined.since !== undefined && { since: undetermined.since }) };
  }
  if (status === 'met') return { kind: metLate === true ? 'met-late' : 'met', on: metOn ?? '' };
  if (overdue === true) return { kind: 'overdue', ...(daysLeft !== undefined && { days: -daysLeft }) };
  return daysLeft === undefined ? { kind: 'none' } : { kind: 'left', days: daysLeft };
}
