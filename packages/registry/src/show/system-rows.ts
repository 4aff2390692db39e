import type { GapRow, SystemTableDocumentRow } from '@tongban/contracts';
import { type PolicyItem, STANDARD_TIERS, gapReport, linkedContents, policyGaps, systemTable } from '@tongban/domain';
import type { Filters } from './standards-query';
import { type StandardsView, fits, registriesOf } from './standards-view';

/** Where the standard system has holes. */
export function gapRows(view: StandardsView, filters: Filters): GapRow[] {
  const contents = linkedContents(registriesOf(view, filters).map(({ state }) => state), view.at);
  const members = new Map(view.base.regions.map(({ id, memberCodes }) => [id as string, memberCodes]));
  const report = gapReport(contents, (region) => members.get(region) ?? []);
  const rows: GapRow[] = [
    ...report.itemsWithoutStandard.map((id): GapRow => ({ gap: 'item-without-standard', id })),
    ...report.standardsWithoutItem.map((id): GapRow => ({ gap: 'standard-without-item', id })),
    ...report.familiesIncomplete.map(({ jointFamilyId: id, region, missing }): GapRow => ({ gap: 'family-incomplete', id, region, missing })),
    ...policyGaps(contents.items as readonly PolicyItem[]),
  ];
  return rows.filter(({ id, region }) => fits(filters.id, id) && (filters.region === undefined || filters.region === region) && (filters.item === undefined || filters.item === id));
}

/** The 标准体系表. */
export function tableRows(view: StandardsView, filters: Filters): SystemTableDocumentRow[] {
  const { tier: asked, category, item } = filters;
  const tier = STANDARD_TIERS.find((one) => one === asked);
  if (asked !== undefined && tier === undefined) return [];
  const rows = systemTable(registriesOf(view, filters).map(({ state }) => state), view.at, { ...(tier && { tier }), ...(category !== undefined && { field: category }), ...(item !== undefined && { itemCode: item }) });
  return rows.filter(({ status, standardId }) => fits(filters.status, status) && fits(filters.id, standardId));
}
