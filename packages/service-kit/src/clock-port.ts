import { type ClockSettingData, REAL_TIME, businessInstant } from '@tongban/domain';

/** Where business time comes from. Retries, acknowledgements and time-outs use real time and never this. */
export class BusinessClock {
  private current: ClockSettingData;
  private readonly watchers: (() => void)[] = [];
  constructor(setting: ClockSettingData = REAL_TIME, private readonly realNow: () => number = Date.now) {
    this.current = setting;
  }
  get setting(): ClockSettingData {
    return this.current;
  }
  /** Takes a setting unless a newer one is known. */
  adopt(setting: ClockSettingData): void {
    if (setting.revision < this.current.revision) return;
    const isNewer = setting.revision > this.current.revision;
    this.current = setting;
    if (isNewer) for (const fire of this.watchers) fire();
  }
  /** Calls back whenever somebody set the clock: what looks at the time every few seconds need not wait for its next look. */
  onSet(fire: () => void): void {
    this.watchers.push(fire);
  }
  /** Business instant now, RFC 3339 at +08:00. */
  now(): string {
    return this.at(this.realNow());
  }
  /** Business instant of a real one in milliseconds. */
  at(realMs: number): string {
    return businessInstant(this.current, realMs);
  }
}
