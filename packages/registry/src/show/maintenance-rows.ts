import type { MaintenanceRow } from '@tongban/contracts';
import { heldUntil, nextMaintenance } from '@tongban/domain';
import type { Filters } from './standards-query';
import { type StandardsView, fits, registriesOf } from './standards-view';

/** Participants that declared windows and did not take them back, in the order of their codes. */
export function maintenanceRows(view: StandardsView, filters: Filters): MaintenanceRow[] {
  return registriesOf(view, filters).flatMap(({ owner, state }) => [...state.maintenance.values()]
    .filter(({ participant, windows }) => windows.length > 0 && fits(filters.participant, participant) && fits(filters.region, owner))
    .map(({ participant, windows, reason, at }): MaintenanceRow => {
      const [held, next] = [heldUntil(windows, view.at), nextMaintenance(windows, view.at)];
      return { participant, owner, windows, reason, declaredAt: at, ...(held !== undefined && { heldUntil: held }), ...(next && { next }) };
    })).sort((a, b) => (a.participant < b.participant ? -1 : 1));
}
