import { provinceCodeOf } from '../../identifiers/divisions';

/** Which divisions a region's rules bind, as the reference data (regions.json) give it; other keys are ignored. */
export interface RegionScope {
  readonly id: string;
  readonly memberCodes: readonly string[];
  /** Where only a part of a province belongs: its cities or counties that do. */
  readonly subScope: readonly { readonly code: string; readonly parent: string }[];
}

/**
 * Whether a region's rules bind a division of any level. A member of which parts are listed is bound in those parts only: Guangdong routes through the Greater Bay
 * Area with all its cities, and Shantou, which is none of the nine, is not under its profile; nor is the province as a whole.
 */
export function isInScope({ memberCodes, subScope }: RegionScope, division: string): boolean {
  const province = provinceCodeOf(division);
  if (!memberCodes.includes(province)) return false;
  const parts = subScope.filter(({ parent }) => parent === province);
  return parts.length === 0 || parts.some(({ code }) => division.startsWith(code.endsWith('00') ? code.slice(0, 4) : code));
}

export interface ReachingStandard { readonly tier: string; readonly divisionCodes: readonly string[]; readonly subDivisionCode?: string | null }

/** The divisions a standard is for: those of its provinces, or the one part it names. */
export const reachOf = ({ divisionCodes, subDivisionCode }: ReachingStandard): readonly string[] => (subDivisionCode ? [subDivisionCode] : divisionCodes);

/**
 * Whether a region binds a standard: all it reaches lies in the scope. One for a whole province of which only cities belong is not bound, since it is
 * right outside them; inside them the profile goes first. National and industry standards are bound by no region.
 */
export const bindsStandard = (scope: RegionScope, standard: ReachingStandard): boolean =>
  standard.tier !== 'national' && standard.tier !== 'industry' && reachOf(standard).length > 0 && reachOf(standard).every((division) => isInScope(scope, division));
