import { type DivisionDirectory, type DivisionLevel, type Participant, divisionLevel, provinceCodeOf } from './divisions';
import { type IdentifierCheck, refused } from './reasons';

export interface DivisionCodeFacts {
  readonly level: DivisionLevel;
  /** Province-level code, `310000` for `310115`. */
  readonly provinceCode: string;
  /** The participant that serves it; undefined where the division exists but cannot be addressed. */
  readonly participant: Participant | undefined;
}

/**
 * Checks a division code of any level: GB/T 2260-2007 form, and its province must exist. Whether a county exists is
 * not asked: codes of abolished counties stay in use.
 */
export function checkDivisionCode(value: string, divisions: DivisionDirectory): IdentifierCheck<DivisionCodeFacts> {
  if (value === '') return refused('empty');
  if ([...value].length !== 6) return refused('length');
  if (!/^\d{6}$/.test(value)) return refused('charset');
  if (!divisions.isKnown(value)) return refused('unknown');
  return { valid: true, level: divisionLevel(value), provinceCode: provinceCodeOf(value), participant: divisions.participantOf(value) };
}
