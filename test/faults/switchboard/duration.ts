import { FaultUsageError } from './words';

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const DURATION = /^([-−]?)(\d{1,9})(ms|s|m|h)$/;
/** Longer than this is no drill. */
const DURATION_MS_MAX = 24 * UNIT_MS.h;

/** `20s`, `5m`, `200ms`, `1h`; `-5m` where a direction makes sense. @throws FaultUsageError */
export function parseDuration(text: string, what: string, { signed = false } = {}): number {
  const [, sign, digits, unit] = DURATION.exec(text) ?? [];
  const ms = Number(digits) * UNIT_MS[unit as keyof typeof UNIT_MS];
  if (!(ms <= DURATION_MS_MAX) || (ms === 0 && !signed) || (sign && !signed)) {
    throw new FaultUsageError(`${what} 须为 200ms、20s、5m 之类的时长，最长 24h：${text}`, `${what} must be a time such as 200ms, 20s or 5m, 24h at most: ${text}`);
  }
  return sign ? -ms : ms;
}

/** The shortest form: 90 s is `90s`, 300 s is `5m`. */
export function durationWords(ms: number): string {
  const [unit] = (['h', 'm', 's'] as const).filter((one) => ms !== 0 && ms % UNIT_MS[one] === 0);
  return unit ? `${ms / UNIT_MS[unit]}${unit}` : `${ms}ms`;
}
