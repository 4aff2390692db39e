import { TongbanError } from '@tongban/contracts';

/** Brings a value from one format to the next: pure, and given what was decoded, never stored bytes. */
export type Upcast<T> = (value: T) => T;

/** What is stored may say in which format it is, in `format`; what says nothing is of the first, which had no others beside it. */
export const formatOf = (value: object): number => (value as { readonly format?: number | null }).format || 1;

/**
 * A reader of everything that was ever written under one name: `steps[n]` brings format n + 1 to format n + 2, and the last one ends at the present format. Stored bytes stay
 * as they are (hashes and signatures are about them), so each reading walks the steps anew. @throws TongbanError `log.newer-format` for what a later release wrote.
 */
export function upcasting<T extends object>(what: string, steps: readonly Upcast<T>[]): Upcast<T> {
  const present = steps.length + 1;
  return (value) => {
    const written = formatOf(value);
    if (written > present) throw new TongbanError('log.newer-format', `${what} of format ${written}; this build reads formats up to ${present}`);
    return steps.slice(written - 1).reduce((older, step) => step(older), value);
  };
}
