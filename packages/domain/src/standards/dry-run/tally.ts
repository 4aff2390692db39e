import type { DryRunCounts, DryRunRow } from '@tongban/contracts';

/** Reasons told apart; more come together as `others` of their finding and participant, so that a tally stays small whatever it counts. */
export const DRY_RUN_ROWS_MAX = 2_000;
const OTHERS = 'others';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a dry run came to so far, in bounded memory: sums only, which add up in any order. */
export class DryRunTally {
  private readonly sums: Mutable<DryRunCounts> = { cases: 0, untouched: 0, messages: 0, passed: 0, rejected: 0, returned: 0, notEvaluated: 0, late: 0 };
  private readonly byKey = new Map<string, Mutable<DryRunRow>>();

  constructor(private readonly rowsMax = DRY_RUN_ROWS_MAX) {}

  count(what: keyof DryRunCounts, times = 1): void {
    this.sums[what] += times;
  }

  /** Adds a finding; without a count, one. */
  find(finding: Omit<DryRunRow, 'count'> & Partial<Pick<DryRunRow, 'count'>>): void {
    const { count = 1, before } = finding;
    const row = this.rowOf(finding);
    row.count += count;
    if (before !== undefined) row.before = (row.before ?? 0) + before;
  }

  /** Takes in what another tally came to. */
  add({ counts, rows }: { readonly counts?: DryRunCounts; readonly rows: readonly DryRunRow[] }): void {
    for (const [what, times] of Object.entries(counts ?? {})) this.count(what as keyof DryRunCounts, times);
    for (const row of rows) this.find(row);
  }

  get counts(): DryRunCounts {
    return { ...this.sums };
  }
  /** By participant, then by finding and reason; the order does not depend on the order of what was counted. */
  get rows(): readonly DryRunRow[] {
    return [...this.byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => ({ ...row }));
  }

  private rowOf({ finding, participant, item, reason, message, path, wording, deadlineKind }: Omit<DryRunRow, 'count'>): Mutable<DryRunRow> {
    const key = JSON.stringify([participant, finding, item, reason, message ?? '', path ?? '']);
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    if (this.byKey.size >= this.rowsMax && reason !== OTHERS) return this.rowOf({ finding, participant, item, reason: OTHERS });
    const row: Mutable<DryRunRow> = {
      finding, participant, item, reason, ...(message !== undefined && { message }), ...(path !== undefined && { path }), ...(wording && { wording }), ...(deadlineKind !== undefined && { deadlineKind }), count: 0,
    };
    this.byKey.set(key, row);
    return row;
  }
}
