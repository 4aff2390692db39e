export type DurationUnit = 'milliseconds' | 'seconds' | 'minutes' | 'hours' | 'days';
export interface DurationPart { readonly value: number; readonly unit: DurationUnit }

const UNITS: readonly (readonly [DurationUnit, number])[] = [['days', 86_400_000], ['hours', 3_600_000], ['minutes', 60_000], ['seconds', 1_000]];

/** The two largest units that count, rounded down: an age must not run ahead of the clock. */
export function durationParts(ms: number): readonly DurationPart[] {
  const length = Math.max(0, ms);
  if (length < 1_000) return [{ value: Math.round(length), unit: 'milliseconds' }];
  const first = UNITS.findIndex(([, size]) => length >= size);
  const parts: DurationPart[] = [];
  let rest = length;
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const value = Math.floor(rest / size);
    rest -= value * size;
    if (value > 0) parts.push({ value, unit });
  }
  return parts;
}
/** Of an age on the screen: whole seconds, so that it does not flicker. */
export const ageParts = (ms: number): readonly DurationPart[] => (ms < 1_000 ? [{ value: 0, unit: 'seconds' }] : durationParts(ms));
