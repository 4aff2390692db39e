/** `GET /api/v1/deadlines/calendar?from&to`: what falls due on each day, of cases whose clock runs. */
export interface DueCalendarDocument {
  readonly today: string;
  readonly days: readonly DueDay[];
  /** Days from here on have no calendar: nothing is computed beyond. Absent where all are known. */
  readonly notCoveredFrom?: string;
  readonly overdue: number;
  readonly undetermined: number;
  readonly unreachableRegions: readonly string[];
}
export interface DueDay {
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly date: string;
  readonly working: boolean;
  /** Name of the holiday, or of the notice that makes it a working day. */
  readonly note?: string;
  readonly due: number;
}
