import { TongbanError } from '@tongban/contracts';
import type { VersionedCatalogue } from '@tongban/catalogue';
import { type RegistryEvent, type Release, changedRelease, changedTargets, publishedReleases } from '@tongban/domain';
import { lockOf, statedNumbers } from './field-numbers';

/**
 * The catalogue after an event. A reader that filters may lack the versions that an event suspends, resumes or withdraws: those it leaves out.
 * @param stated field numbers of a publication, as its entry has them.
 * @param whole whether the catalogue has every publication of the owner: then the numbers must be those that follow from them.
 * @throws TongbanError `registry.chain-broken`, and as `VersionedCatalogue.withReleases`.
 */
export function catalogueAfter(catalogue: VersionedCatalogue, event: RegistryEvent, { stated, whole }: { readonly stated: Uint8Array; readonly whole: boolean }): VersionedCatalogue {
  if (event.type === 'published') {
    const after = catalogue.withReleases(publishedReleases(event), { stated: whole ? undefined : lockOf(stated), areDigestsVerified: true });
    if (whole && !Buffer.from(statedNumbers(after.lock, event.artefacts)).equals(stated)) {
      throw new TongbanError('registry.chain-broken', `entry ${event.number} states other field numbers than follow from the versions before`);
    }
    return after;
  }
  const changed = changedTargets(event).flatMap((target): Release[] => {
    const known = catalogue.releasesOf(target).find(({ version }) => version === target.version);
    return known === undefined ? [] : [changedRelease(known, event)];
  });
  return changed.length === 0 ? catalogue : catalogue.withReleases(changed);
}
