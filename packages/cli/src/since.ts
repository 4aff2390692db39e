import { isInstant } from '@tongban/domain';
import { UsageError } from './outcome';

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
/** An instant, or how long ago: `30m`, `24h`, `7d`; empty for nothing. @throws UsageError. */
export function sinceOf(text: string | undefined): string {
  if (text === undefined || isInstant(text)) return text ?? '';
  const [, number, unit] = /^([1-9]\d{0,3})([mhd])$/.exec(text) ?? [];
  if (number === undefined || unit === undefined) throw new UsageError(`${text}不是时刻，也不是30m、24h、7d这样的时长`, `${text} is neither an instant nor a while such as 30m, 24h, 7d`);
  return new Date(Date.now() - Number(number) * UNITS_MS[unit]!).toISOString();
}
