import { type ArtefactKind, type Release, releasesForNewCases } from '@tongban/domain';
import type { Filters } from './standards-query';
import { type StandardsView, registriesOf } from './standards-view';

export interface PublishedContent<T> { readonly owner: string; readonly version: string; readonly content: T }

/** Of each artefact of a kind what is in force at the moment asked about, of every owner asked about; by id. What has not begun, or is withdrawn or suspended, is left out. */
export function publishedContents<T>(view: StandardsView, kind: ArtefactKind, filters: Filters): PublishedContent<T>[] {
  const found = registriesOf(view, filters).flatMap(({ owner, state }) => [...state.releases.values()].flatMap((releases) => {
    const inForce: Release | undefined = releases[0]?.kind === kind ? releasesForNewCases(releases, view.at)[0] : undefined;
    return inForce === undefined ? [] : [{ owner, id: inForce.id, version: inForce.version, content: inForce.content as T }];
  }));
  return found.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
