import { beijingDateOf } from '../../calendar/days';
import type { Worded } from '../../flow/model';
import { versionKey } from '../artefact';
import type { StandardContent } from '../contents';
import { linksOf } from '../links';
import { type StandardTier, tierOf } from '../owner';
import { type RegistryState, releasesOf } from '../registry';
import { linkedContents, standingOf } from '../system-table';

/** A participant's declaration, still the latest of that version, that it works by it. */
export interface Adopter { readonly participant: string; readonly region: string; readonly version: string; readonly on: string }
/** What the registries say of a standard that may be lifted to an industry or national one. */
export interface ElevationCandidate {
  readonly standardId: string;
  readonly version: string;
  readonly number: string;
  readonly title: Worded;
  readonly tier: Extract<StandardTier, 'local' | 'regional'>;
  /** Participants whose standard it is. */
  readonly participants: readonly string[];
  readonly regions: readonly string[];
  readonly itemCodes: readonly string[];
  /** One for each participant, in the order of codes. */
  readonly adopters: readonly Adopter[];
}

/**
 * Local and joint standards in force at a business instant, by id. Normative documents and laws are no candidates: they are not standards. Whoever
 * declared to have adopted any of its versions counts once; nobody is presumed to have, its own province neither.
 */
export function elevationCandidates(registries: readonly RegistryState[], at: string, regionOf: (participant: string) => string | undefined): readonly ElevationCandidate[] {
  const { itemStandards } = linksOf(linkedContents(registries, at));
  return standingOf(registries, 'standard', at).flatMap(({ release, status }): ElevationCandidate[] => {
    const content = release.content as StandardContent;
    const tier = tierOf(content);
    if (status !== 'effective' || content.kind !== 'standard' || content.status === 'superseded' || (tier !== 'local' && tier !== 'regional')) return [];
    return [{
      standardId: release.id, version: release.version, number: content.number, title: { zh: content.zh, en: content.en }, tier, participants: content.divisionCodes ?? [],
      regions: content.regionIds ?? [], itemCodes: [...itemStandards.from(release.id)].sort(), adopters: adoptersOf(registries, release.id, beijingDateOf(at), regionOf),
    }];
  });
}

function adoptersOf(registries: readonly RegistryState[], id: string, today: string, regionOf: (participant: string) => string | undefined): readonly Adopter[] {
  const adopters = new Map<string, Adopter>();
  for (const state of registries) for (const { version } of releasesOf(state, { kind: 'standard', id }) ?? []) {
    for (const [participant, { adoption }] of state.declarations.get(versionKey({ kind: 'standard', id, version })) ?? []) {
      const before = adopters.get(participant);
      if (adoption.status === 'adopted' && adoption.on <= today && (before === undefined || adoption.on < before.on))
        adopters.set(participant, { participant, region: regionOf(participant) ?? '', version, on: adoption.on });
    }
  }
  return [...adopters.values()].sort((a, b) => (a.participant < b.participant ? -1 : 1));
}
