import { decode, v1 } from '@tongban/contracts';
import { type ClockSettingData, businessInstant } from '@tongban/domain';

/** What a hub answers to `clock.show`. */
export function clockSetting(bytes: Uint8Array): ClockSettingData {
  const { revision, anchors } = decode(v1.ClockSetting, bytes);
  return { revision: revision ?? 0, anchors: (anchors ?? []).map(({ realAt, businessAt, speed }) => ({ realAt: realAt ?? '', businessAt: businessAt ?? '', speed: speed ?? 1 })) };
}

export const speedOf = (setting: ClockSettingData): number => setting.anchors.at(-1)?.speed ?? 1;
export const businessNow = (setting: ClockSettingData): string => businessInstant(setting, Date.now());
