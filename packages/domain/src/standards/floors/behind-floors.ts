import type { Worded } from '../../flow/model';
import type { FloorComparison } from './compare-to-floor';
import type { FloorsOf } from './floor';
import type { DeclaringStandard } from './floor-faults';
import { firstBreach, wrongSince } from './first-breach';

/** Published standards as they are asked about; more of them is kept as it is. */
export interface PublishedStandard extends DeclaringStandard, Worded {
  readonly id: string;
  readonly number: string;
  readonly regionIds?: readonly string[];
  readonly divisionCodes?: readonly string[];
}

/** A declared value that the national floors have left, or will leave, behind. */
export interface BehindFloor {
  readonly standardId: string;
  readonly number: string;
  readonly title: Worded;
  /** Whose standard it is. */
  readonly regionIds: readonly string[];
  readonly divisionCodes: readonly string[];
  readonly itemCode: string;
  /** `behind` on the day asked about, or only from a later day on. */
  readonly state: 'behind' | 'to-come';
  /** The day since or from which it is; null where it was never otherwise. */
  readonly since: string | null;
  readonly comparison: FloorComparison;
}

/**
 * Which of the published standards fall behind which floor, and from what day: a national floor that changes never makes a local standard
 * invalid, it flags it for its owner to revise.
 */
export const behindFloors = (standards: readonly PublishedStandard[], floorsOf: FloorsOf, on: string): readonly BehindFloor[] => standards.flatMap((standard) => {
  const { id: standardId, number, zh, en, regionIds = [], divisionCodes = [], declares = [] } = standard;
  return declares.flatMap((declared): BehindFloor[] => {
    const floors = floorsOf(declared.itemCode);
    const breach = firstBreach(declared, floors, on);
    if (breach === undefined) return [];
    const state = breach.on === on ? 'behind' : 'to-come';
    const since = state === 'to-come' ? breach.on : wrongSince(declared, floors, on);
    return [{ standardId, number, title: { zh, en }, regionIds, divisionCodes, itemCode: declared.itemCode, state, since, comparison: breach.comparison }];
  });
});
