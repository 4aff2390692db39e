import { isRecord, isSame } from './compare';
import type { Json, Judge } from './parts';
import type { ChangeKind } from './rules';

const numberOr = (value: unknown, none: number): number | undefined => (value === undefined || value === null ? none : typeof value === 'number' ? value : undefined);

/** A bound that was not there is the loosest there can be. */
const bound = (none: number, isTighter: (before: number, after: number) => boolean): Judge => (before, after) => {
  const [a, b] = [numberOr(before, none), numberOr(after, none)];
  if (a === undefined || b === undefined) return 'other-structure';
  return a === b ? 'rewritten' : isTighter(a, b) ? 'bound-tightened' : 'bound-loosened';
};
export const lowerBound = (none: number): Judge => bound(none, (before, after) => after > before);
export const upperBound: Judge = bound(Infinity, (before, after) => after < before);

export const patternJudge: Judge = (_before, after) => (after === undefined ? 'pattern-dropped' : 'pattern-changed');
/** A flag that is not there is false. */
export const flag = (set: ChangeKind, cleared: ChangeKind): Judge => (before, after) => ((before === true) === (after === true) ? 'rewritten' : after === true ? set : cleared);
export const isRequired = ({ required, requiredWhen }: Json): boolean => required === true || requiredWhen !== undefined;

const STRENGTH = { never: 0, sometimes: 1, always: 2 } as const;
const strengthOf = (value: unknown): number => (!isRecord(value) ? STRENGTH.never : value['required'] === true ? STRENGTH.always : value['requiredWhen'] !== undefined ? STRENGTH.sometimes : STRENGTH.never);
/** Of `required` and `requiredWhen` together: the second counts where the first is not true. */
export const requirement: Judge = (before, after) => {
  const [a, b] = [strengthOf(before), strengthOf(after)];
  if (b > a) return 'now-required';
  if (b < a) return 'no-longer-required';
  return a === STRENGTH.sometimes && isRecord(before) && isRecord(after) && !isSame(before['requiredWhen'], after['requiredWhen']) ? 'requirement-changed' : 'rewritten';
};

/** Of `value` and `unit` together; only limits of one unit can be compared, and `immediate` with any. */
export const duration: Judge = (before, after) => {
  if (!isRecord(before) || !isRecord(after)) return 'limit-recounted';
  const [a, b] = [before, after].map(({ value, unit }) => ({ value: unit === 'immediate' ? 0 : value, unit }));
  const comparable = a!.unit === b!.unit || a!.unit === 'immediate' || b!.unit === 'immediate';
  if (!comparable || typeof a!.value !== 'number' || typeof b!.value !== 'number' || a!.value === b!.value) return 'limit-recounted';
  return b!.value < a!.value ? 'limit-shortened' : 'limit-lengthened';
};

/** Of `value` and `comparator` together: a floor `>=` is stricter when it is higher, one `<=` when it is lower. */
export const floorJudge: Judge = (before, after) => {
  if (!isRecord(before) || !isRecord(after) || before['comparator'] !== after['comparator']) return 'floor-changed';
  const [from, to] = [before['value'], after['value']];
  if (typeof from !== 'number' || typeof to !== 'number') return 'floor-changed';
  switch (after['comparator']) {
    case '>=': return to > from ? 'floor-raised' : 'floor-lowered';
    case '<=': return to < from ? 'floor-raised' : 'floor-lowered';
    default: return 'floor-changed';
  }
};

const isDay = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';
/** First day of a code: none is the earliest there can be. */
export const firstDay: Judge = (before, after) => (!isDay(before) || !isDay(after) ? 'other-structure' : (after ?? '') > (before ?? '') ? 'code-dates-tightened' : 'code-dates-loosened');
/** Last day of a code: that it gets one is told to senders and leaves them time; that it comes sooner does not. */
export const lastDay: Judge = (before, after) => {
  if (!isDay(before) || !isDay(after)) return 'other-structure';
  if (before === undefined) return 'code-retired-dated';
  return after === undefined || after > before ? 'code-dates-loosened' : 'code-dates-tightened';
};
