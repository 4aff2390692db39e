import { type FieldFault, fieldFault } from '@tongban/contracts';
import { isBefore, isPlacedInstant } from '../standards/business-order';
import { type MaintenanceWindow, WINDOW_MINUTES_MAX } from './window';

export const WINDOWS_MAX = 20;
/** Longer is no maintenance but an absence, about which people talk. */
const ONCE_DAYS_MAX = 31;
const DAY_MS = 86_400_000;
const TIME_FORM = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Everything wrong with what a participant declares, by path in the command. An empty list is right: there is no window any more. */
export function windowFaults(windows: readonly MaintenanceWindow[]): FieldFault[] {
  if (windows.length > WINDOWS_MAX) return [fieldFault('windows', 'field.too-many', `最多${WINDOWS_MAX}个`, `at most ${WINDOWS_MAX}`)];
  return windows.flatMap((window, index) => faultsOf(window).map(({ field, code, zh, en }) => fieldFault(`windows.${index}.${field}`, code, zh, en)));
}

interface Fault { readonly field: string; readonly code: FieldFault['code']; readonly zh: string; readonly en: string }
function faultsOf(window: MaintenanceWindow): Fault[] {
  switch (window.repeat) {
    case 'once': return onceFaults(window);
    case 'weekly': return [...numberFault('weekday', isWhole(window.weekday, 1, 7), '1至7，1为星期一', '1 to 7, 1 is Monday'), ...timeFaults(window)];
    case 'monthly': return [
      ...numberFault('day', isWhole(window.day, 1, 28) || isWhole(window.day, -28, -1), '1至28，或-28至-1（-1为月末日）', '1 to 28, or -28 to -1, where -1 is the last day of the month'), ...timeFaults(window),
    ];
    default: return [{ field: 'repeat', code: 'field.not-in-list', zh: '可用：once、weekly、monthly', en: 'one of once, weekly, monthly' }];
  }
}

function onceFaults({ from, until }: Extract<MaintenanceWindow, { repeat: 'once' }>): Fault[] {
  const wrong = (['from', 'until'] as const).filter((name) => !isPlacedInstant({ from, until }[name]));
  if (wrong.length > 0) return wrong.map((field) => ({ field, code: 'field.date', zh: '须为带时区的RFC 3339时间', en: 'it must be an RFC 3339 instant with offset' }));
  if (!isBefore(from, until)) return [{ field: 'until', code: 'field.date', zh: '须晚于开始时间', en: 'it must be later than the beginning' }];
  return Date.parse(until) - Date.parse(from) > ONCE_DAYS_MAX * DAY_MS ? [{ field: 'until', code: 'field.range', zh: `最长${ONCE_DAYS_MAX}天`, en: `at most ${ONCE_DAYS_MAX} days` }] : [];
}

const timeFaults = ({ at, minutes }: { readonly at: string; readonly minutes: number }): Fault[] => [
  ...(TIME_FORM.test(at) ? [] : [{ field: 'at', code: 'field.pattern' as const, zh: '形如22:00', en: 'of the form 22:00' }]),
  ...numberFault('minutes', isWhole(minutes, 1, WINDOW_MINUTES_MAX), `1至${WINDOW_MINUTES_MAX}分钟`, `1 to ${WINDOW_MINUTES_MAX} minutes`),
];
const isWhole = (value: number, min: number, max: number): boolean => Number.isInteger(value) && value >= min && value <= max;
const numberFault = (field: string, fits: boolean, zh: string, en: string): Fault[] => (fits ? [] : [{ field, code: 'field.range', zh, en }]);
