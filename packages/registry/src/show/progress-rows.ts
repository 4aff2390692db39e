import type { ProgressRow } from '@tongban/contracts';
import { type ArtefactVersionRef, phasesOf } from '@tongban/domain';
import type { Filters } from './standards-query';
import { type StandardsView, fits, participantsOf, registriesOf } from './standards-view';

/** Phased targets with actual, gap and trend, by region and date (T1-C2). */
export function progressRows(view: StandardsView, filters: Filters): ProgressRow[] {
  const participants = participantsOf(view);
  const rows = registriesOf(view, filters).flatMap(({ owner, state }) => [...state.targets.values()].flatMap((targets) => {
    const version: ArtefactVersionRef | undefined = targets[0]?.version;
    if (version === undefined || !fits(filters.kind, version.kind) || !fits(filters.id, version.id) || !fits(filters.version, version.version)) return [];
    return phasesOf(state, version, participants, view.at).map(({ target: { region, by }, phase, wanted, actual, gap, reached, late, trend, change }): ProgressRow =>
      ({ owner, ...version, region, phase, by, wanted, actual, gap, reached, late, trend, change }));
  }));
  const key = ({ region, by, kind, id, version }: ProgressRow): string => [region, by, kind, id, version].join(' ');
  return rows.filter(({ region, late }) => fits(filters.region, region) && fits(filters.late, String(late))).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
