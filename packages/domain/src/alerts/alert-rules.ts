export const ALERT_SEVERITIES = ['critical', 'warning', 'info'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

/** When one measured signal of a hub becomes an alert, and when that is over. Data, not code: `rules/alerts.json` of the catalogue. */
export interface AlertRule {
  readonly id: string;
  /** What is measured; a hub says how much of it there is, and about what. */
  readonly signal: string;
  /** Raised at this value or above, for `raiseAfterSeconds` on end. */
  readonly raiseAt: number;
  /** Over at this value or below, for `clearAfterSeconds` on end. Between the two nothing changes. */
  readonly clearAt: number;
  readonly raiseAfterSeconds: number;
  readonly clearAfterSeconds: number;
  readonly severity: AlertSeverity;
  /** Rules that tell the cause: while one of them is breached, this one raises nothing. */
  readonly suppressedBy: readonly string[];
  readonly zh: string;
  readonly en: string;
  readonly nextZh: string;
  readonly nextEn: string;
}
export interface AlertRules {
  /** An open alert that nobody acknowledged is told of again after so long. */
  readonly repeatAfterMinutes: number;
  readonly rules: readonly AlertRule[];
}

/** What a hub measured: how much of a signal there is about one thing. */
export interface Measurement {
  readonly signal: string;
  /** Another region, a participant, or nothing where the signal is of the hub as a whole. */
  readonly about: string;
  readonly value: number;
  readonly detail?: { readonly zh: string; readonly en: string };
}

/** Names one alert among those that may be open at a time. */
export const alertKey = (ruleId: string, about: string): string => `${ruleId}/${about}`;
