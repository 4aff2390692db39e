import { type ClockSettingData, businessInstant, withAnchor } from '@tongban/domain';
import { TongbanStartError } from '../start-error';
import type { Regions } from './regions';

/** A Monday whose deadlines all lie inside the published calendar. */
export const DEMONSTRATION_BEGINS = '2026-03-02T09:00:00+08:00';

/**
 * Sets the sandbox's business clock: at the first start to `now` or the default, later only when asked. All regions get the same
 * setting. @throws TongbanStartError when business time would run backwards.
 */
export async function setBusinessClock(regions: Regions, asked: { readonly now?: string; readonly speed?: number }): Promise<ClockSettingData> {
  const present = await newestSetting(regions);
  if (present.anchors.length > 0 && asked.now === undefined && asked.speed === undefined) return present;
  const realMs = Date.now();
  const begins = asked.now ?? (present.anchors.length === 0 ? DEMONSTRATION_BEGINS : businessInstant(present, realMs));
  try {
    const setting = withAnchor(present, realMs, begins, asked.speed ?? present.anchors.at(-1)?.speed ?? 1);
    await regions.setClock({ revision: setting.revision, anchors: [...setting.anchors] });
    return setting;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new TongbanStartError(`业务时钟不能设为 ${begins}：业务时间不能倒退（用 --fresh 从空数据开始）`, `The business clock cannot be set to ${begins}: ${error.message} (--fresh begins with empty data)`);
  }
}

/** Regions may differ after a change that reached only some of them; the newest one wins. */
async function newestSetting(regions: Regions): Promise<ClockSettingData> {
  const settings = await regions.clocks();
  const newest = settings.reduce((a, b) => (b.revision > a.revision ? b : a));
  return {
    revision: newest.revision,
    anchors: newest.anchors.map(({ realAt, businessAt, speed }) => ({ realAt: realAt ?? '', businessAt: businessAt ?? '', speed: speed ?? 1 })),
  };
}
