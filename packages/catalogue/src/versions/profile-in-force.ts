import { type DivisionDirectory, type Profile, beijingDateOf, profileIdOf, profileOfDivision } from '@tongban/domain';
import { scopedProfiles } from '../bundle/profile-checks';
import type { VersionedCatalogue } from './versioned-catalogue';

/** Which side of which case is asked about; `openedAt` is the business instant at which the case was opened. */
export interface CaseSide { readonly itemCode: string; readonly division: string; readonly openedAt: string }

/**
 * The profile that binds one side of a case, see `profileOfDivision`. What a region of the mainland agrees on binds no agency that mainland rules do not apply to.
 * Most items have none, which is known before a catalogue is made for the moment.
 */
export function profileInForce(published: VersionedCatalogue, divisions: DivisionDirectory, { itemCode, division, openedAt }: CaseSide): Profile | undefined {
  const participant = divisions.participantOf(division);
  if (participant?.mainlandHrssRulesApply !== true) return undefined;
  if (published.releasesOf({ kind: 'profile', id: profileIdOf(itemCode, divisions.regionOf(participant)) }).length === 0) return undefined;
  const catalogue = published.asOf(openedAt);
  return profileOfDivision(scopedProfiles(catalogue, [...catalogue.profiles.values()])(itemCode), division, beijingDateOf(openedAt));
}
