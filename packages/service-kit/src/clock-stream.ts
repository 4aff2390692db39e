import { type NatsConnection } from 'nats';
import { TongbanError, decode, encode, streams, subjects, v1 } from '@tongban/contracts';
import type { ClockSettingData } from '@tongban/domain';
import { DurablePublisher } from '@tongban/messaging';
import type { BusinessClock } from './clock-port';
import type { Logger } from './log';

const WATCH_RETRY_MS = 1000;

export const settingToProto = (setting: ClockSettingData): v1.ClockSetting.$Properties => ({ revision: setting.revision, anchors: [...setting.anchors] });
export const settingFromProto = (proto: v1.ClockSetting.$Properties): ClockSettingData => ({
  revision: proto.revision ?? 0,
  anchors: (proto.anchors ?? []).map(({ realAt, businessAt, speed }) => ({ realAt: realAt ?? '', businessAt: businessAt ?? '', speed: speed ?? 1 })),
});

/** The region's record of its business clock: one message, the newest setting. */
export class ClockStream {
  constructor(private readonly nats: NatsConnection, private readonly region: string, private readonly clock: BusinessClock, private readonly log: Logger) {}

  /** Adopts what the region knows; real time until somebody set a clock. */
  async load(): Promise<void> {
    const jsm = await this.nats.jetstreamManager();
    try {
      const last = await jsm.streams.getMessage(streams.clock(this.region), { last_by_subj: subjects.clock(this.region) });
      this.clock.adopt(settingFromProto(decode(v1.ClockSetting, last.data)));
    } catch (error) {
      if ((error as { api_error?: { err_code: number } }).api_error?.err_code !== 10037) throw error;
    }
  }

  /** Other processes of the region set the clock too; their settings arrive as plain messages on the stream's subject. */
  watch(): void {
    const subscription = this.nats.subscribe(subjects.clock(this.region), {
      callback: (error, message) => {
        if (error) return;
        try {
          this.clock.adopt(settingFromProto(decode(v1.ClockSetting, message.data)));
        } catch (cause) {
          this.log.warn({ code: TongbanError.from(cause).code }, 'an unreadable clock setting was ignored');
        }
      },
    });
    void subscription.closed.then(() => (this.nats.isClosed() ? undefined : setTimeout(() => this.watch(), WATCH_RETRY_MS)));
  }

  /** Stores a newer setting. @throws TongbanError `query.invalid` unless it follows the present one. */
  async set(setting: ClockSettingData): Promise<string> {
    if (setting.revision <= this.clock.setting.revision)
      throw new TongbanError('query.invalid', `revision ${setting.revision} does not follow ${this.clock.setting.revision}`);
    await new DurablePublisher(this.nats).publish(subjects.clock(this.region), encode(v1.ClockSetting, settingToProto(setting)), {
      msgId: `clock:${this.region}:${setting.revision}:${setting.anchors.at(-1)?.realAt ?? ''}`,
    });
    this.clock.adopt(setting);
    return this.clock.now();
  }
}
