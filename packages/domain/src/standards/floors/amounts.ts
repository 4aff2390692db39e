import type { Amount } from './floor';

/**
 * Units that one whole number turns into another without a doubt. Working days and calendar days are none, and neither are an
 * amount a month and an amount a year: a grant may be paid for ten months of it.
 */
const CONVERSIONS: ReadonlyMap<string, { readonly into: string; readonly times: number }> = new Map([
  ['year', { into: 'month', times: 12 }],
  ['ratio', { into: 'percent', times: 100 }],
]);

/** Negative, zero or positive, exactly, as `a` is less than, equal to or more than `b`; undefined when the units measure different things. */
export function compareAmounts(a: Amount, b: Amount): number | undefined {
  const [one, other] = [inBase(a), inBase(b)];
  if (one.unit !== other.unit) return undefined;
  const places = Math.max(one.places, other.places);
  const [left, right] = [one, other].map(({ digits, places: own }) => digits * 10n ** BigInt(places - own)) as [bigint, bigint];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `digits` × 10^-`places` of the unit everything of its kind is compared in: decimal, so that 0.6667 is 66.67 percent and nothing else. */
function inBase({ value, unit }: Amount): { readonly unit: string; readonly digits: bigint; readonly places: number } {
  const { into, times } = CONVERSIONS.get(unit) ?? { into: unit, times: 1 };
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction) * BigInt(times);
  return places < 0 ? { unit: into, digits: digits * 10n ** BigInt(-places), places: 0 } : { unit: into, digits, places };
}
