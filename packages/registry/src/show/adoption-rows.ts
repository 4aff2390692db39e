import type { AdoptionMatrixRow, TargetRow } from '@tongban/contracts';
import { type AdoptionReport, type ArtefactVersionRef, type RegistryState, type Release, adoptionOf, versionKey } from '@tongban/domain';
import { topicsOfContents } from '../topics';
import { TIERS } from '../kinds';
import type { Filters } from './standards-query';
import { type StandardsView, fits, names, participantsOf, registriesOf } from './standards-view';

interface Adopted { readonly owner: string; readonly version: ArtefactVersionRef; readonly report: AdoptionReport }

/** Who is how far with each version that somebody declared or that has a target; one that is asked for by its version is shown in any case. */
export const adoptionRows = (view: StandardsView, filters: Filters): AdoptionMatrixRow[] => adopted(view, filters).flatMap(({ owner, version, report }) => report.rows
  .filter(({ participant, region, late }) => fits(filters.participant, participant) && fits(filters.region, region) && fits(filters.late, String(late)))
  .map(({ participant, region, declaration, adopted: hasAdopted, late }) => ({
    owner, ...version, participant, region, adopted: hasAdopted, late, ...(declaration && { declared: {
      status: declaration.adoption.status, reason: declaration.reason, at: declaration.at,
      ...(declaration.adoption.status === 'adopted' && { on: declaration.adoption.on }), ...(declaration.adoption.status === 'deferred' && { until: declaration.adoption.until }),
    } }),
  })));

/** Phased targets with their progress. */
export const targetRows = (view: StandardsView, filters: Filters): TargetRow[] => adopted(view, filters).flatMap(({ owner, version, report }) => report.targets
  .filter(({ target, late }) => fits(filters.region, target.region) && fits(filters.late, String(late)))
  .map(({ target, adopted: count, wanted, reached, late }) => ({
    owner, ...version, region: target.region, ...('percent' in target.goal ? { percent: target.goal.percent } : { participants: target.goal.participants }), by: target.by, wanted, adopted: count, reached, late,
    reason: target.reason,
  })));

function adopted(view: StandardsView, filters: Filters): Adopted[] {
  const participants = participantsOf(view);
  return registriesOf(view, filters).flatMap(({ owner, state }) => versionsOf(view, state, filters).map(({ kind, id, version }) =>
    ({ owner, version: { kind, id, version }, report: adoptionOf(state, { kind, id, version }, participants, view.at) })));
}

function versionsOf(view: StandardsView, state: RegistryState, filters: Filters): Release[] {
  const isNamed = filters.id !== undefined && filters.version !== undefined;
  return [...state.releases.values()].flat()
    .filter((release) => fits(filters.kind, release.kind) && fits(filters.id, release.id) && fits(filters.version, release.version))
    .filter((release) => isNamed || state.declarations.get(versionKey(release)) !== undefined || state.targets.get(versionKey(release)) !== undefined)
    .filter((release) => {
      const { tiers, categories, itemCodes } = topicsOfContents([release], { catalogue: view.book.catalogue, regionOfDivision: view.book.regionOfDivision });
      return (filters.tier === undefined || TIERS.wordOf(tiers?.[0]) === filters.tier) && names(filters.category, categories ?? []) && names(filters.item, itemCodes ?? []);
    })
    .sort((a, b) => (versionKey(a) < versionKey(b) ? -1 : 1));
}
