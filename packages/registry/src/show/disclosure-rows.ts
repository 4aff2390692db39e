import type { DisclosureRow } from '@tongban/contracts';
import { type ArtefactKind, DISCLOSURE_LIMIT, type Disclosure, type FormedRelease, type RegistryState, type Release, type StandardContent, type Worded, beijingDateOf, disclosuresOf } from '@tongban/domain';
import { topicsOfContents } from '../topics';
import type { Filters } from './standards-query';
import { type StandardsView, fits, fitsOneOf, names, registriesOf } from './standards-view';

/** What is disclosed to the public: standards of every kind, and items with what they set. */
const DISCLOSED: readonly ArtefactKind[] = ['standard', 'item'];
const ORDER: Readonly<Record<Disclosure['status'], number>> = { late: 0, waiting: 1, 'calendar-not-covered': 2, 'disclosed-late': 3, disclosed: 4 };

/**
 * The disclosure clock of every standard and item published in the registries, what is late first, then by due date. What the package ships with was
 * formed before: when, and whether it is disclosed, nobody recorded here.
 */
export function disclosureRows(view: StandardsView, filters: Filters): DisclosureRow[] {
  const rows = registriesOf(view, filters).flatMap(({ owner, state }) => [...state.releases.values()]
    .filter(([first]) => first !== undefined && DISCLOSED.includes(first.kind) && fits(filters.kind, first.kind) && fits(filters.id, first.id) && isWanted(view, first, filters))
    .flatMap((releases) => rowsOf(view, owner, state, releases)));
  return rows
    .filter(({ status, version }) => fits(filters.status, status) && fits(filters.version, version) && fits(filters.late, String(status === 'late')))
    .sort((a, b) => ORDER[a.status] - ORDER[b.status] || compare(a.dueOn, b.dueOn) || compare(a.kind + a.id, b.kind + b.id));
}

function rowsOf(view: StandardsView, owner: string, state: RegistryState, releases: readonly Release[]): DisclosureRow[] {
  const formed = releases.flatMap((release): FormedRelease[] => {
    const publishedAt = release.draftId === undefined ? undefined : state.drafts.get(release.draftId)?.publishedAt;
    return publishedAt === undefined || Date.parse(publishedAt) > Date.parse(view.at) ? [] : [{ release, formedOn: beijingDateOf(publishedAt) }];
  });
  return disclosuresOf(formed, calendarFor(view, releases[0]!), beijingDateOf(view.at), view.at).map((disclosure): DisclosureRow => {
    const { kind, id, content } = releases.find(({ version }) => version === disclosure.version)!;
    const { zh, en } = content as Worded;
    return { owner, kind, id, title: { zh, en }, ...disclosure, limit: DISCLOSURE_LIMIT };
  });
}

/** Of whoever issued it: a special administrative region has its own. */
function calendarFor({ base, book: { catalogue } }: StandardsView, { kind, content }: Release) {
  const issuer = kind === 'standard' ? base.divisions.participantOf((content as StandardContent).divisionCodes?.[0] ?? '') : undefined;
  return issuer === undefined ? catalogue.mainlandCalendar : catalogue.calendarOf(issuer);
}

function isWanted(view: StandardsView, release: Release, { tier, category, item, region }: Filters): boolean {
  const { categories, itemCodes, regions } = topicsOfContents([release], { catalogue: view.book.catalogue, regionOfDivision: view.book.regionOfDivision });
  const isOfTier = tier === undefined || (release.kind === 'standard' && (release.content as StandardContent).tier === tier);
  return isOfTier && names(category, categories ?? []) && names(item, itemCodes ?? []) && fitsOneOf(region, regions ?? []);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
