import type { Worded } from '../flow/model';
import type { MaintenanceWindow } from './window';

const WEEKDAYS_ZH = ['一', '二', '三', '四', '五', '六', '日'] as const;
const WEEKDAYS_EN = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** A window as a line for people. */
export function windowInWords(window: MaintenanceWindow): Worded {
  if (window.repeat === 'once') return { zh: `${window.from}至${window.until}`, en: `${window.from} to ${window.until}` };
  const { at, minutes } = window;
  const [zh, en] = window.repeat === 'weekly' ? [`每周${WEEKDAYS_ZH[window.weekday - 1] ?? '?'}`, `every ${WEEKDAYS_EN[window.weekday - 1] ?? '?'}`] : dayWords(window.day);
  return { zh: `${zh} ${at}起${minutes}分钟`, en: `${en} from ${at} for ${minutes} minutes` };
}

function dayWords(day: number): readonly [string, string] {
  if (day > 0) return [`每月${day}日`, `day ${day} of every month`];
  return day === -1 ? ['每月最后一日', 'the last day of every month'] : [`每月倒数第${-day}日`, `day ${-day} from the end of every month`];
}
