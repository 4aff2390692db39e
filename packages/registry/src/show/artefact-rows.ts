import { type ArtefactRow, type Wording } from '@tongban/contracts';
import { type ArtefactKind, type RegistryState, type Release, artefactKey, isArtefactKind, releaseStatus, releasesForNewCases } from '@tongban/domain';
import { TIERS } from '../kinds';
import { topicsOfContents } from '../topics';
import type { Filters } from './standards-query';
import { type StandardsView, fits, fitsOneOf, names, registriesOf } from './standards-view';

/** Versions with their status: of one artefact all, else of each the one in force, or the newest where none is. By kind and id. */
export function artefactRows(view: StandardsView, filters: Filters): ArtefactRow[] {
  const { kind, id, version } = filters;
  if (kind !== undefined && !isArtefactKind(kind)) return [];
  const rows = registriesOf(view, filters).flatMap(({ owner, state }) => listsOf(state, kind, id).flatMap((releases) => {
    const [first] = releases;
    if (first === undefined || !fits(kind, first.kind) || !fits(id, first.id)) return [];
    const shown = id === undefined ? [releasesForNewCases(releases, view.at)[0] ?? releases.at(-1)!] : releases;
    return shown.filter((release) => fits(version, release.version)).map((release) => rowOf(view, owner, releases, release, id !== undefined && version !== undefined));
  }));
  return rows.filter((row) => isWanted(row, filters)).sort((a, b) => (a.kind + a.id < b.kind + b.id ? -1 : a.kind + a.id > b.kind + b.id ? 1 : 0));
}

/** Releases by artefact: where both are named, of that one alone, for a registry may have many thousands. */
function listsOf({ releases }: RegistryState, kind: ArtefactKind | undefined, id: string | undefined): readonly (readonly Release[])[] {
  if (kind === undefined || id === undefined) return [...releases.values()];
  const found = releases.get(artefactKey({ kind, id }));
  return found === undefined ? [] : [found];
}

const isWanted = ({ status, tier, categories, itemCodes, regions }: ArtefactRow, filters: Filters): boolean =>
  fits(filters.status, status) && (filters.tier === undefined || filters.tier === tier) && names(filters.category, categories) && names(filters.item, itemCodes) && fitsOneOf(filters.region, regions);

function rowOf(view: StandardsView, owner: string, releases: readonly Release[], release: Release, withContent: boolean): ArtefactRow {
  const { kind, id, version, digest, effectiveFrom, transitionEndsAt, reviewDue, withdrawnAt, draftId, publishedNo, derivation, content } = release;
  const { tiers, itemCodes, categories, regions } = topicsOfContents([release], { catalogue: view.book.catalogue, regionOfDivision: view.book.regionOfDivision });
  const status = releaseStatus(releases, release, view.at);
  const suspended = release.suspensions.at(-1);
  const title = titleOf(content);
  return {
    owner, kind, id, version, digest, status, publishedNo, itemCodes: itemCodes ?? [], categories: categories ?? [], regions: regions ?? [],
    ...(title && { title }), ...(tiers?.[0] !== undefined && { tier: TIERS.wordOf(tiers[0]) }), ...(status === 'suspended' && suspended && { suspended: suspended.scope }),
    ...(effectiveFrom && { effectiveFrom }), ...(transitionEndsAt && { transitionEndsAt }), ...(reviewDue && { reviewDue }), ...(withdrawnAt && { withdrawnAt }), ...(draftId && { draftId }),
    ...(derivation && { derivation }), ...(withContent && { content }),
  };
}

/** Standards, items, flows, code lists and messages have a name in both languages; calendars have none. */
function titleOf(content: unknown): Wording | undefined {
  const { zh, en } = (content ?? {}) as { readonly zh?: unknown; readonly en?: unknown };
  return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : undefined;
}
