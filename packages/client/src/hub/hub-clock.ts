import { v1 } from '@tongban/contracts';
import { type ClockSettingData, REAL_TIME, businessInstant } from '@tongban/domain';

/** Business time of the environment as the hub told it last. Time-outs and retries never use it. */
export class HubClock {
  private current: ClockSettingData = REAL_TIME;
  get setting(): ClockSettingData {
    return this.current;
  }
  /** Takes a setting unless a newer one is known; tells whether it changed anything. */
  adopt(setting: ClockSettingData): boolean {
    if (setting.revision <= this.current.revision) return false;
    this.current = setting;
    return true;
  }
  /** Business instant now, RFC 3339 at +08:00. */
  now(): string {
    return businessInstant(this.current, Date.now());
  }
}

export const settingOf = (setting: v1.ClockSetting.$Properties | null | undefined): ClockSettingData => ({
  revision: setting?.revision ?? 0,
  anchors: (setting?.anchors ?? []).map(({ realAt, businessAt, speed }) => ({ realAt: realAt ?? '', businessAt: businessAt ?? '', speed: speed ?? 1 })),
});
