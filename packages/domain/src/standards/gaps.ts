import type { LinkedContents, StandardContent } from './contents';
import { linksOf } from './links';
import { jointRegionOf } from './owner';

/** A joint family whose current standards do not cover every province of their region. */
export interface FamilyGap { readonly jointFamilyId: string; readonly region: string; readonly standardIds: readonly string[]; readonly missing: readonly string[] }
export interface GapReport {
  /** Item codes. */
  readonly itemsWithoutStandard: readonly string[];
  /** Ids of standards that are not superseded. */
  readonly standardsWithoutItem: readonly string[];
  readonly familiesIncomplete: readonly FamilyGap[];
}

/**
 * Where the standard system has holes. A standard that its data calls superseded fills none and is none.
 * @param provincesOf the participants of a coordination region (`memberCodes` of regions.json); none for a region that does not exist.
 */
export function gapReport(contents: LinkedContents, provincesOf: (region: string) => readonly string[]): GapReport {
  const { itemStandards } = linksOf(contents);
  const current = contents.standards.filter(({ status }) => status !== 'superseded');
  const isCurrent = new Set(current.map(({ id }) => id));
  const isItem = new Set(contents.items.map(({ itemCode }) => itemCode));
  return {
    itemsWithoutStandard: contents.items.map(({ itemCode }) => itemCode).filter((code) => !itemStandards.of(code).some((id) => isCurrent.has(id))),
    standardsWithoutItem: current.map(({ id }) => id).filter((id) => !itemStandards.from(id).some((code) => isItem.has(code))),
    familiesIncomplete: familiesOf(current).flatMap(({ jointFamilyId, region, members }) => {
      const covered = new Set(members.flatMap(({ divisionCodes = [] }) => divisionCodes));
      const missing = provincesOf(region).filter((code) => !covered.has(code));
      return missing.length === 0 ? [] : [{ jointFamilyId, region, standardIds: members.map(({ id }) => id), missing }];
    }),
  };
}

interface Family { readonly jointFamilyId: string; readonly region: string; readonly members: StandardContent[] }
function familiesOf(standards: readonly StandardContent[]): Family[] {
  const families = new Map<string, Family>();
  for (const standard of standards) {
    const { jointFamilyId } = standard;
    const region = jointRegionOf(standard);
    if (!jointFamilyId || region === undefined) continue;
    const family = families.get(jointFamilyId) ?? { jointFamilyId, region, members: [] };
    family.members.push(standard);
    families.set(jointFamilyId, family);
  }
  return [...families.values()];
}
