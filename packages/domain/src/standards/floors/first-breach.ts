import { addDays } from '../../calendar/days';
import { type FloorComparison, type FloorVerdict, compareToFloor, isOfScope } from './compare-to-floor';
import type { DeclaredValue, Floor } from './floor';
import { entriesOf, floorsInForce } from './floor-in-force';

/** A declared value that is not on the right side of the floors, from the first day on which it is not. */
export interface FloorBreach { readonly on: string; readonly floor: Floor; readonly comparison: FloorComparison }

const FIRST_DAY = '0001-01-01';
const LAST_DAY = '9999-12-31';

/**
 * The first day, from `from` to `until` and while the value is valid, on which it is below a floor in force, cannot be compared with one for its unit, or fits
 * none of the conditions under which the floors stand. Undefined when there is no such day.
 */
export function firstBreach(local: DeclaredValue, floors: readonly Floor[], from: string, until?: string): FloorBreach | undefined {
  const { metricId, validFrom = from, validTo = LAST_DAY } = local;
  const first = validFrom > from ? validFrom : from;
  const last = until !== undefined && until < validTo ? until : validTo;
  for (const on of daysOfChange(floors, metricId, first).filter((day) => day <= last)) {
    const breach = breachOn(local, floors, on);
    if (breach !== undefined) return breach;
  }
  return undefined;
}

/** The first day of the days without a break, up to `on`, on which the value is as wrong as on that day; null when it was never otherwise. */
export function wrongSince(local: DeclaredValue, floors: readonly Floor[], on: string): string | null {
  const { metricId, validFrom } = local;
  let since = on;
  for (const day of daysOfChange(floors, metricId, validFrom ?? FIRST_DAY).filter((one) => one <= on).reverse()) {
    if (breachOn(local, floors, day) === undefined) return since;
    since = day;
  }
  return validFrom ?? null;
}

function breachOn(local: DeclaredValue, floors: readonly Floor[], on: string): FloorBreach | undefined {
  const binding = floorsInForce(floors, local.metricId, on).filter((floor) => isOfScope(local, floor));
  const compared = binding.map((floor) => ({ on, floor, comparison: compareToFloor(local, floor) }));
  const wrong = (verdict: FloorVerdict): FloorBreach | undefined => compared.find(({ comparison }) => comparison.verdict === verdict);
  return wrong('below') ?? wrong('unit-mismatch') ?? (compared.every(({ comparison }) => comparison.verdict === 'not-comparable') ? compared[0] : undefined);
}

/** `first`, and each later day on which an entry begins or has ended, ascending: between two of them nothing changes. */
function daysOfChange(floors: readonly Floor[], metricId: string, first: string): readonly string[] {
  const changes = entriesOf(floors, metricId).flatMap(({ valueFrom, valueTo }) => [valueFrom, valueTo === null || valueTo === LAST_DAY ? null : addDays(valueTo, 1)]);
  return [...new Set([first, ...changes.filter((day) => day !== null).filter((day) => day > first)])].sort();
}
