import { type Options, textOption } from '../command-action';
import { UsageError } from '../outcome';

/** An option that is a whole number in bounds, by its name on the command line. @throws UsageError. */
export function wholeNumber(options: Options, name: string, { min, max, otherwise }: { readonly min: number; readonly max: number; readonly otherwise: number }): number {
  const given = textOption(options, name.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase()));
  if (given === undefined) return otherwise;
  const value = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`--${name}应为${min}至${max}之间的整数`, `--${name} is a whole number from ${min} to ${max}`);
}
