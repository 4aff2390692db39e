import { type AlertRule, type Measurement, alertKey } from './alert-rules';

/** Since when each signal has been breached, or calm again, on end; real milliseconds. What is open is not in it: the log says that. */
export type AlertTiming = ReadonlyMap<string, { readonly breached: boolean; readonly sinceMs: number }>;
export const NO_TIMING: AlertTiming = new Map();

export interface AlertChange {
  readonly event: 'raised' | 'recovered';
  readonly rule: AlertRule;
  readonly about: string;
  readonly value: number;
  readonly detail?: Measurement['detail'];
}

/**
 * What must be raised and what has recovered, with hysteresis in value and in time. A thing that is no longer measured is calm. What a breached cause would explain is not raised while the cause lasts, and what was raised before it stays.
 * @param open keys (`alertKey`) of alerts that stand open. @param nowMs real milliseconds, never back.
 */
export function judgeAlerts(rules: readonly AlertRule[], { open, timing, measured, nowMs }: {
  readonly open: ReadonlySet<string>; readonly timing: AlertTiming; readonly measured: readonly Measurement[]; readonly nowMs: number;
}): { readonly timing: AlertTiming; readonly changes: readonly AlertChange[] } {
  const next = new Map<string, { breached: boolean; sinceMs: number }>();
  const changes: AlertChange[] = [];
  const breached = new Map(rules.map(({ id, signal, raiseAt }) => [id, measured.some((one) => one.signal === signal && one.value >= raiseAt)]));
  for (const rule of rules) {
    const ofRule = measured.filter(({ signal }) => signal === rule.signal);
    const gone = [...open].filter((key) => key.startsWith(`${rule.id}/`)).map((key) => key.slice(rule.id.length + 1)).filter((about) => !ofRule.some((one) => one.about === about));
    for (const { about, value, detail } of [...ofRule, ...gone.map((about): Measurement => ({ signal: rule.signal, about, value: 0 }))]) {
      const key = alertKey(rule.id, about);
      const isOpen = open.has(key);
      const counts = isOpen ? value <= rule.clearAt : value >= rule.raiseAt && !rule.suppressedBy.some((cause) => breached.get(cause) === true);
      if (!counts) continue;
      const before = timing.get(key);
      const sinceMs = before?.breached === !isOpen ? before.sinceMs : nowMs;
      if (nowMs - sinceMs < (isOpen ? rule.clearAfterSeconds : rule.raiseAfterSeconds) * 1_000) next.set(key, { breached: !isOpen, sinceMs });
      else changes.push({ event: isOpen ? 'recovered' : 'raised', rule, about, value, ...(detail && { detail }) });
    }
  }
  return { timing: next, changes };
}
