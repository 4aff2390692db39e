/** What a participant declared of its maintenance, and what follows from it at the instant asked about. */
export interface MaintenanceRow {
  readonly participant: string;
  readonly owner: string;
  readonly windows: readonly MaintenanceWindowDocument[];
  readonly reason: string;
  readonly declaredAt: string;
  /** Absent outside the windows. */
  readonly heldUntil?: string;
  /** The next window that begins. */
  readonly next?: { readonly from: string; readonly until: string };
}
/** Times of day are Beijing's; `day` -1 is the last day of the month, `weekday` 1 is Monday. */
export type MaintenanceWindowDocument =
  | { readonly repeat: 'once'; readonly from: string; readonly until: string }
  | { readonly repeat: 'weekly'; readonly weekday: number; readonly at: string; readonly minutes: number }
  | { readonly repeat: 'monthly'; readonly day: number; readonly at: string; readonly minutes: number };
