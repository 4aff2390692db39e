import type { ElevationCandidateRow } from '@tongban/contracts';
import { elevationCandidates } from '@tongban/domain';
import type { Filters } from './standards-query';
import { type StandardsView, fits, fitsOneOf, names, registriesOf } from './standards-view';

/** Standards that may be lifted to an industry or national one, with who declared to have adopted them; how many cases ran, and how, hubs are asked for. */
export const elevationRows = (view: StandardsView, filters: Filters): ElevationCandidateRow[] =>
  elevationCandidates(registriesOf(view, filters).map(({ state }) => state), view.at, (participant) => view.book.regionOfDivision(participant))
    .filter(({ standardId, tier, itemCodes, regions, participants }) => fits(filters.id, standardId) && fits(filters.tier, tier) && names(filters.item, itemCodes) && fitsOneOf(filters.region, regions)
      && (filters.participant === undefined || participants.includes(filters.participant)))
    .map((candidate) => ({ ...candidate }));
