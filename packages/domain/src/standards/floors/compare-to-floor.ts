import type { Confidence, Worded } from '../../flow/model';
import { compareAmounts } from './amounts';
import { type Amount, type DeclaredValue, type Floor, isSameCondition } from './floor';
import { wordComparison } from './floor-words';

/** `below` is the wrong side of a floor, cap, equality or time limit; `not-comparable`: the value is for another circumstance than the floor. */
export type FloorVerdict = 'conforms' | 'below' | 'unit-mismatch' | 'not-comparable';

/** zh and en say both values with units, where they stand and how sure the floor is. */
export interface FloorComparison extends Worded {
  readonly verdict: FloorVerdict;
  readonly metricId: string;
  readonly local: Amount & { readonly extension?: Amount; readonly clause?: string };
  readonly floor: Amount & Pick<Floor, 'comparator' | 'extension' | 'step' | 'valueFrom' | 'valueTo'>;
  /** Where the floor is laid down. */
  readonly basis: string;
  readonly confidence: Confidence;
}

/** What a local standard declares beside one entry of the national floors for its metric (T4-C1). */
export function compareToFloor(local: DeclaredValue, floor: Floor): FloorComparison {
  const { metricId, comparator, valueFrom, valueTo, basis, confidence, extension, step } = floor;
  const verdict = verdictOf(local, floor);
  return {
    verdict, metricId, basis, confidence, ...wordComparison(verdict, local, floor),
    local: { value: local.value, unit: local.unit, ...(local.extension && { extension: local.extension }), ...(local.clause !== undefined && { clause: local.clause }) },
    floor: { comparator, value: floor.value, unit: floor.unit, ...(extension && { extension }), ...(step !== undefined && { step }), valueFrom, valueTo },
  };
}

/** Another scope is another matter, and a floor of scope `local` binds nobody but who set it. */
export const isOfScope = (local: DeclaredValue, floor: Floor): boolean => floor.scope === 'national' || (floor.scope !== 'local' && (local.scope === undefined || local.scope === floor.scope));

/** A value without a condition is for everybody, and a floor without one binds everybody. */
const isOfCondition = (local: DeclaredValue, floor: Floor): boolean => local.condition === undefined || floor.condition === undefined || isSameCondition(local.condition, floor.condition);

function verdictOf(local: DeclaredValue, floor: Floor): FloorVerdict {
  if (!isOfScope(local, floor) || !isOfCondition(local, floor)) return 'not-comparable';
  const value = compareAmounts(local, floor);
  const extension = extensionVerdict(local, floor);
  if (value === undefined || extension === 'unit-mismatch') return 'unit-mismatch';
  return extension === 'conforms' && meets(floor.comparator, value) ? 'conforms' : 'below';
}

const meets = (comparator: Floor['comparator'], order: number): boolean => (comparator === '>=' ? order >= 0 : comparator === '<=' ? order <= 0 : order === 0);

/** A time limit may be extended by no more than the national one; where that has no extension, not at all. */
function extensionVerdict({ extension }: DeclaredValue, floor: Floor): 'conforms' | 'below' | 'unit-mismatch' {
  if (extension === undefined || extension.value === 0) return 'conforms';
  if (floor.extension === undefined) return 'below';
  const order = compareAmounts(extension, floor.extension);
  return order === undefined ? 'unit-mismatch' : order <= 0 ? 'conforms' : 'below';
}
