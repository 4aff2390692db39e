import { type FieldFault, fieldFault } from '@tongban/contracts';
import type { DeclaredValue, Floor, FloorsOf } from './floor';
import { type FloorBreach, firstBreach } from './first-breach';

/** `path` is below the standard or item, e.g. `declares[0].value`. */
export interface FloorFault extends FieldFault { readonly breach: FloorBreach }

export interface DeclaringStandard { readonly declares?: readonly DeclaredValue[] }

/**
 * Every declared value that is on the wrong side of a national floor on any day of its validity from `from` on, with the first such day: floors that
 * are to change later count as well. `standard.below-floor`, or `catalogue.invalid` where unit or condition keep it from being judged (T4-C1).
 */
export const floorFaults = ({ declares = [] }: DeclaringStandard, floorsOf: FloorsOf, from: string, until?: string): readonly FloorFault[] => declares.flatMap((declared, at) => {
  const breach = firstBreach(declared, floorsOf(declared.itemCode), from, until);
  if (breach === undefined) return [];
  const { verdict } = breach.comparison;
  return [faultOf(`declares[${at}].${verdict === 'not-comparable' ? 'condition' : verdict === 'unit-mismatch' ? 'unit' : 'value'}`, breach)];
});

export interface LimitedItem {
  readonly itemCode: string;
  readonly processingLimit: { readonly value: number; readonly unit: string };
  readonly floors: readonly Floor[];
}

/** The limit of the whole procedure beside the item's own national time limit in working days; limits of its steps are none for the whole. */
export function limitFaults({ itemCode, processingLimit: { value, unit }, floors }: LimitedItem, from: string, until?: string): readonly FloorFault[] {
  const limits = floors.filter(({ kind, unit: of, step = 'total', scope }) => kind === 'time-limit' && of === 'working-day' && step === 'total' && scope === 'national');
  const amount = unit === 'immediate' ? { value: 0, unit: 'working-day' } : { value, unit };
  return [...new Set(limits.map(({ metricId }) => metricId))].flatMap((metricId) => {
    const breach = firstBreach({ metricId, itemCode, ...amount }, limits, from, until);
    return breach === undefined ? [] : [faultOf(`processingLimit.${breach.comparison.verdict === 'unit-mismatch' ? 'unit' : 'value'}`, breach)];
  });
}

function faultOf(path: string, breach: FloorBreach): FloorFault {
  const { on, comparison: { verdict, zh, en } } = breach;
  return { ...fieldFault(path, verdict === 'below' ? 'standard.below-floor' : 'catalogue.invalid', `${on}起，${zh}`, `from ${on} on, ${en}`), breach };
}
