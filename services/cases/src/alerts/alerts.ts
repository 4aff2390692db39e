import { ALERT_LIST_LIMIT_DEFAULT, ALERT_LIST_LIMIT_MAX, AUDIT_OK, type AlertListDocument, type AlertRow, TongbanError, decode, isAlertPlace, v1 } from '@tongban/contracts';
import { type AlertRules, type Measurement, requireOperatorActor, requireReason } from '@tongban/domain';
import type { AuditFields } from '../audit/audit-log';
import { alertPage, alertRow } from './alert-documents';
import { AlertLog, type AlertLogPorts } from './alert-log';
import { type AlertReceiver, AlertTeller, type AlertTellerPorts } from './alert-teller';
import { AlertWatch, type AlertWatchPorts } from './alert-watch';

export interface AlertsPorts extends AlertLogPorts {
  readonly environment: string;
  readonly rules: AlertRules;
  readonly lookEveryMs: number;
  readonly groupMs: number;
  readonly receivers: readonly AlertReceiver[];
  readonly measure: () => Promise<readonly Measurement[]>;
  /** Puts the act on the audit trail. */
  readonly audit: (entry: AuditFields) => Promise<void>;
  readonly onChange: NonNullable<AlertWatchPorts['onChange']>;
  readonly onUntold: NonNullable<AlertTellerPorts['onError']>;
  readonly onError: (error: unknown) => void;
}

const CLAIM_MS = 60_000;
const AGAIN_MS = 2_000;
const AGAIN_MAX_MS = 300_000;
const STATES: readonly string[] = ['open', 'any'];

/** Alerts of a region: raised and recovered by its own watch, told to receivers, taken in hand by people; all of it in one log. */
export class Alerts {
  private readonly log: AlertLog;
  private readonly watch: AlertWatch;
  private readonly teller: AlertTeller;

  constructor(private readonly ports: AlertsPorts) {
    const { environment, region, rules: { rules, repeatAfterMinutes }, receivers } = ports;
    this.log = new AlertLog(ports);
    this.watch = new AlertWatch({ log: this.log, rules, everyMs: ports.lookEveryMs, measure: ports.measure, onChange: ports.onChange, onError: ports.onError });
    this.teller = new AlertTeller({
      log: this.log, environment, region, rules, receivers, onError: ports.onUntold,
      pace: { groupMs: ports.groupMs, repeatMs: repeatAfterMinutes * 60_000, claimMs: CLAIM_MS, againMs: AGAIN_MS, againMaxMs: AGAIN_MAX_MS },
    });
  }

  start(): void {
    this.watch.start();
    this.teller.start();
  }
  async stop(): Promise<void> {
    await Promise.all([this.watch.stop(), this.teller.stop()]);
  }

  /** How many stand open, by severity, as far as the log was read. */
  openBySeverity(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const number of this.log.state.open.keys()) {
      const severity = this.log.raisedAs(number)?.severity ?? 'critical';
      counts[severity] = (counts[severity] ?? 0) + 1;
    }
    return counts;
  }

  /** Newest first. @param bytes AlertListQuery. @throws TongbanError `query.invalid`, `hub.unreachable`. */
  async list(bytes: Uint8Array): Promise<AlertListDocument> {
    const { state, after, limit } = decode(v1.AlertListQuery, bytes);
    if (limit > ALERT_LIST_LIMIT_MAX) throw new TongbanError('query.invalid', `at most ${ALERT_LIST_LIMIT_MAX}`);
    if (state !== '' && !STATES.includes(state)) throw new TongbanError('query.invalid', `a state is ${STATES.join(' or ')}`);
    if (after !== '' && !isAlertPlace(after)) throw new TongbanError('query.invalid', 'a list goes on after the next of a page, unchanged');
    await this.log.level();
    return alertPage(this.ports.region, this.log, { onlyOpen: state !== 'any', before: after === '' ? undefined : Number(after), limit: limit || ALERT_LIST_LIMIT_DEFAULT }, this.ports.rules.rules);
  }

  /** Takes an open alert in hand: it is not told again. @param bytes AlertAcknowledge. @throws TongbanError `query.invalid`, `reason.personal-data`, `find.nothing`, `alert.over`, `hub.unreachable`. */
  async acknowledge(bytes: Uint8Array): Promise<AlertRow> {
    const { alert: long, by, roles, reason, client } = decode(v1.AlertAcknowledge, bytes);
    const alert = Number(long);
    requireOperatorActor(by);
    requireReason(reason, { required: false });
    await this.log.level();
    const raised = this.log.raisedAs(alert);
    if (raised === undefined) throw new TongbanError('find.nothing', `no alert ${alert}`);
    const audit = (outcome: string): Promise<void> => this.ports.audit({ actor: by, roles, action: 'alert.acknowledge', target: `${this.ports.region}/${alert}`, reason, outcome, client: client || 'cli' });
    const known = this.log.state.open.get(alert);
    if (known === undefined) {
      await audit('alert.over');
      throw new TongbanError('alert.over', `alert ${alert} has recovered`);
    }
    await this.log.append(({ open }) => (open.get(alert)?.acknowledged === false ? { event: v1.AlertEvent.ALERT_EVENT_ACKNOWLEDGED, alert, by, reason } : undefined));
    await audit(AUDIT_OK);
    return alertRow(this.ports.region, raised, this.log.entries, this.ports.rules.rules);
  }
}
