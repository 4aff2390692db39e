import { addDays, sameDayMonthsLater } from '../../calendar/days';
import { canonicalJson } from '../../schema/canonical-json';
import { type Circumstance, type Floor, isSameCondition } from './floor';

/** Anniversaries a schedule may have. */
const STEPS_MAX = 100;
/** No date lies after it. */
const LAST_YEAR = '9999';

const contains = ({ valueFrom, valueTo }: Floor, day: string): boolean => (valueFrom === null || valueFrom <= day) && (valueTo === null || day <= valueTo);

/**
 * The entries for a metric whose dates contain the day, one for each scope and condition; where the dates of two overlap, the one that began later.
 * The steps of a schedule are entries of their own.
 */
export function floorsInForce(floors: readonly Floor[], metricId: string, on: string): readonly Floor[] {
  const found = new Map<string, Floor>();
  for (const floor of entriesOf(floors, metricId)) {
    if (!contains(floor, on)) continue;
    const { scope, condition = null } = floor;
    const key = canonicalJson({ scope, condition });
    const before = found.get(key);
    if (before === undefined || (before.valueFrom ?? '') <= (floor.valueFrom ?? '')) found.set(key, floor);
  }
  return [...found.values()];
}

/** The entry for a metric on a day, for everybody unless a scope or condition is named; undefined when there is none (T4-C2). */
export const floorInForce = (floors: readonly Floor[], metricId: string, on: string, { scope = 'national', condition }: Circumstance = {}): Floor | undefined =>
  floorsInForce(floors, metricId, on).find((floor) => floor.scope === scope && isSameCondition(floor.condition, condition));

/** Entries for a metric in the order of the data, those of schedules in the place of theirs. */
export const entriesOf = (floors: readonly Floor[], metricId: string): readonly Floor[] => floors.filter((floor) => floor.metricId === metricId).flatMap(withSteps);

/** An entry and those of its schedule: 15 years until the end of 2029, 20 from 2039 on and half a year more each year between makes nine entries more. */
export function withSteps(floor: Floor): readonly Floor[] {
  const { schedule, valueFrom } = floor;
  if (schedule === undefined || valueFrom === null) return [floor];
  const { schedule: _schedule, ...entry } = floor;
  const { start, stepMonthsPerYear, fromYears, toYears } = schedule;
  const steps: Floor[] = [];
  let from = start;
  for (let step = 1; step <= STEPS_MAX; step++) {
    const months = fromYears * 12 + step * stepMonthsPerYear;
    if (from >= valueFrom || months >= toYears * 12) break;
    const next = from < LAST_YEAR ? sameDayMonthsLater(start, step * 12) : valueFrom;
    // Quarters of a year are exact, other parts are told in months.
    const amount = months % 3 === 0 ? { value: months / 12, unit: 'year' } : { value: months, unit: 'month' };
    steps.push({ ...entry, ...amount, valueFrom: from, valueTo: addDays(next < valueFrom ? next : valueFrom, -1) });
    from = next;
  }
  return [...steps, entry];
}
