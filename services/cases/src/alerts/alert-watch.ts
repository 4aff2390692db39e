import { v1 } from '@tongban/contracts';
import { type AlertRule, type AlertTiming, type Measurement, NO_TIMING, alertKey, judgeAlerts } from '@tongban/domain';
import { Rounds } from '@tongban/messaging';
import type { AlertLog } from './alert-log';

export interface AlertWatchPorts {
  readonly log: AlertLog;
  readonly rules: readonly AlertRule[];
  readonly everyMs: number;
  /** What the hub measures now. Whatever it throws, nothing is judged that round: a broker that is away raises and recovers nothing. */
  readonly measure: () => Promise<readonly Measurement[]>;
  readonly onChange?: (change: { readonly event: 'raised' | 'recovered'; readonly ruleId: string; readonly about: string; readonly severity: string }) => void;
  readonly onError?: (error: unknown) => void;
}

/** Looks at the hub's own standing and puts what is too much, and what is no longer, into the log of alerts. */
export class AlertWatch {
  private timing: AlertTiming = NO_TIMING;
  private readonly rounds: Rounds;

  constructor(private readonly ports: AlertWatchPorts) {
    this.rounds = new Rounds(() => this.look(), ports.everyMs, ports.onError);
  }

  start(): void {
    this.rounds.start();
  }
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  private async look(): Promise<void> {
    const { log, rules, measure, onChange } = this.ports;
    const measured = await measure();
    await log.level();
    const open = new Set([...log.state.open.values()].map(({ key }) => key));
    const { timing, changes } = judgeAlerts(rules, { open, timing: this.timing, measured, nowMs: Date.now() });
    this.timing = timing;
    for (const { event, rule, about, value, detail } of changes) {
      const key = alertKey(rule.id, about);
      const number = await log.append(({ open: standing }) => {
        const known = [...standing.values()].find((one) => one.key === key);
        if (event === 'raised') {
          return known === undefined ? { event: v1.AlertEvent.ALERT_EVENT_RAISED, ruleId: rule.id, about, severity: rule.severity, value, ...(detail && { detailZh: detail.zh, detailEn: detail.en }) } : undefined;
        }
        return known && { event: v1.AlertEvent.ALERT_EVENT_RECOVERED, alert: known.number, value };
      });
      if (number !== undefined) onChange?.({ event, ruleId: rule.id, about, severity: rule.severity });
    }
  }
}
