import { z } from 'zod';
import { HOME_REGIONS, type HomeRegion } from '../identifiers/divisions';
import type { ArtefactRef } from './artefact';

/** The four tiers of the standard system, and what a region's provinces issue together. */
export const STANDARD_TIERS = ['national', 'industry', 'regional', 'local', 'internal'] as const;
export type StandardTier = (typeof STANDARD_TIERS)[number];

/** Region of the participant that serves a division of any level; undefined when there is none. */
export type RegionOfDivision = (divisionCode: string) => HomeRegion | undefined;

const placement = z.looseObject({
  tier: z.enum(['national', 'industry', 'local', 'internal']), jointFamilyId: z.string().nullish(), regionIds: z.array(z.string()).default([]),
  divisionCodes: z.array(z.string()).default([]), subDivisionCode: z.string().nullish(),
});
/** What of a standard's metadata decides where it belongs; other keys are ignored. */
export type StandardPlacement = z.input<typeof placement>;

/** The region that issues a standard jointly; undefined for any other standard. */
export function jointRegionOf({ tier, jointFamilyId, regionIds = [] }: StandardPlacement): HomeRegion | undefined {
  const [region, ...others] = regionIds;
  return tier === 'local' && jointFamilyId && others.length === 0 ? HOME_REGIONS.find((id) => id === region && id !== 'nat') : undefined;
}

/** Tier as the system table shows it: a joint standard of one region is `regional`, in the data it is a local one with a family. */
export const tierOf = (standard: StandardPlacement): StandardTier => (jointRegionOf(standard) === undefined ? standard.tier : 'regional');

/**
 * The one hub that owns an artefact (DESIGN §5): `nat` owns national and industry standards and everything that is no standard, but for what a
 * region says itself: its profiles, who its participants are, and their mapping tables and own calendars. A joint standard belongs to its region; a local or internal one to the region of its divisions. One that no region has to
 * itself (divisions in several regions, or none at all) is kept by `nat`. Undefined when a standard's content does not say where it
 * belongs, or names a division nobody serves.
 */
export function ownerOf({ kind }: ArtefactRef, content: unknown, regionOfDivision: RegionOfDivision): HomeRegion | undefined {
  if (kind === 'code-mapping' || kind === 'profile' || kind === 'participant') return ownerOfRegional(content, regionOfDivision);
  if (kind === 'calendar') return ownerOfCalendar(content, regionOfDivision);
  if (kind !== 'standard') return 'nat';
  const parsed = placement.safeParse(content);
  if (!parsed.success) return undefined;
  const standard = parsed.data;
  if (standard.tier === 'national' || standard.tier === 'industry') return 'nat';
  const joint = jointRegionOf(standard);
  if (joint !== undefined) return joint;
  const codes = [...standard.divisionCodes, ...(standard.subDivisionCode ? [standard.subDivisionCode] : [])];
  const regions = new Set(codes.map(regionOfDivision));
  if (regions.has(undefined)) return undefined;
  const [region, ...others] = regions;
  return region !== undefined && others.length === 0 ? region : 'nat';
}

const ofParticipant = z.looseObject({ participant: z.string() });

/** The State Council's calendar names no participant. */
function ownerOfCalendar(content: unknown, regionOfDivision: RegionOfDivision): HomeRegion | undefined {
  const parsed = ofParticipant.safeParse(content);
  return parsed.success ? regionOfDivision(parsed.data.participant) : 'nat';
}

const regional = z.union([z.looseObject({ region: z.string() }), z.looseObject({ participant: z.string() })]);

function ownerOfRegional(content: unknown, regionOfDivision: RegionOfDivision): HomeRegion | undefined {
  const parsed = regional.safeParse(content);
  if (!parsed.success) return undefined;
  return 'region' in parsed.data ? HOME_REGIONS.find((id) => id === parsed.data.region) : regionOfDivision(parsed.data.participant as string);
}
