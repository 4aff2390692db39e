import { type AlertChannel, type AlertNotification, type AlertRow, type RegionCode, TongbanError, v1 } from '@tongban/contracts';
import { type AlertRule, type AlertStep, type Telling, type TellingPace, tellingDue } from '@tongban/domain';
import { Rounds } from '@tongban/messaging';
import { alertRow } from './alert-documents';
import { type AlertLog, alertStep } from './alert-log';

/** Where people are told. @throws TongbanError `alert.not-delivered` when the receiver did not take it. */
export interface AlertReceiver {
  readonly channel: AlertChannel;
  tell(notification: AlertNotification): Promise<void>;
}
export interface AlertTellerPorts {
  readonly log: AlertLog;
  readonly environment: string;
  readonly region: RegionCode;
  readonly rules: readonly AlertRule[];
  readonly receivers: readonly AlertReceiver[];
  readonly pace: TellingPace;
  readonly onError?: (channel: AlertChannel, error: TongbanError) => void;
}

const LOOK_MS = 1_000;
const EVENT = v1.AlertEvent;

/** Tells the receivers what the log says and they have not been told: many at a time in one notification, again after a failure, at least once. Which of the hub's processes tells is on record before it does. */
export class AlertTeller {
  private readonly rounds: Rounds;

  constructor(private readonly ports: AlertTellerPorts) {
    this.rounds = new Rounds(() => this.look(), LOOK_MS, (error) => ports.receivers.forEach(({ channel }) => ports.onError?.(channel, TongbanError.from(error))));
  }

  start(): void {
    if (this.ports.receivers.length > 0) this.rounds.start();
  }
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  private async look(): Promise<void> {
    await this.ports.log.level();
    await Promise.all(this.ports.receivers.map((receiver) => this.tell(receiver)));
  }

  private async tell(receiver: AlertReceiver): Promise<void> {
    const { log, pace, onError } = this.ports;
    const { channel } = receiver;
    const due = (state: AlertLog['state']): Telling | undefined => {
      const standing = state.channels.get(channel);
      const steps = log.entries.filter(({ number }) => Number(number) > (standing?.toldTo ?? 0)).flatMap((entry): AlertStep[] => {
        const step = alertStep(entry);
        return step === undefined || ('channel' in step && step.channel !== channel) ? [] : [step];
      });
      return tellingDue(state, standing, steps, pace, Date.now());
    };
    if (due(log.state) === undefined) return;
    let telling: Telling | undefined;
    const claimed = await log.append((state) => {
      telling = due(state);
      return telling && { event: EVENT.ALERT_EVENT_SENDING, channel, upTo: telling.upTo };
    });
    if (claimed === undefined || telling === undefined) return;
    const { upTo } = telling;
    try {
      const notification = this.notification(telling);
      // What came and went before anybody could be told is in the log, and calls nobody.
      if (notification.raised.length + notification.recovered.length + notification.acknowledged.length + notification.still.length > 0) await receiver.tell(notification);
      await log.append(() => ({ event: EVENT.ALERT_EVENT_SENT, channel, upTo }));
    } catch (cause) {
      const error = TongbanError.from(cause);
      onError?.(channel, error);
      await log.append(() => ({ event: EVENT.ALERT_EVENT_UNSENT, channel, upTo, code: error.code }));
    }
  }

  private notification({ upTo, ...telling }: Telling): AlertNotification {
    const { environment, region, log, rules } = this.ports;
    const rows = (numbers: readonly number[]): AlertRow[] => numbers.flatMap((number) => {
      const raised = log.raisedAs(number);
      return raised === undefined ? [] : [alertRow(region, raised, log.entries, rules)];
    });
    return { environment, region, upTo, at: new Date().toISOString(), raised: rows(telling.raised), recovered: rows(telling.recovered), acknowledged: rows(telling.acknowledged), still: rows(telling.still) };
  }
}
