import {
  type RegionCode, STANDARDS_ROWS_MAX, type StandardsFilter, type StandardsPage, type StandardsQuery, type StandardsRows, type StandardsSection, TongbanError, encode, isRegionCode, v1,
} from '@tongban/contracts';
import type { OperatorDesk } from '../operator-desk';

/** Any hub answers for all owners; the national one first, which owns most. */
export const FIRST_ASKED: RegionCode = 'nat';
/** A table of more rows than this is no table for a person. */
const PAGES_MAX = 200;

export type StandardsFilters = Readonly<Partial<Record<StandardsFilter, string>>>;
export interface PageWanted { readonly limit?: number; readonly after?: string }

/** One page of a section. Filters that are empty count as absent. @throws TongbanError `region.unreachable`, or the fault of the query. */
export function showStandards<S extends StandardsSection>(desk: OperatorDesk, section: S, filters: StandardsFilters = {}, { limit = STANDARDS_ROWS_MAX, after }: PageWanted = {}): Promise<StandardsPage<StandardsRows[S]>> {
  const { owner } = filters;
  const query: StandardsQuery = { section, filters, limit, ...(after !== undefined && { after }) };
  return desk.askJson(owner !== undefined && isRegionCode(owner) ? owner : FIRST_ASKED, 'standards.show', encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(query)) }));
}

/** The rows of all pages. @throws TongbanError `query.invalid` when there are too many for one table. */
export async function allRows<S extends StandardsSection>(desk: OperatorDesk, section: S, filters: StandardsFilters): Promise<readonly StandardsRows[S][]> {
  const rows: StandardsRows[S][] = [];
  let after: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page: StandardsPage<StandardsRows[S]> = await showStandards(desk, section, filters, after === undefined ? {} : { after });
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    after = page.next;
  }
  throw new TongbanError('query.invalid', `more than ${PAGES_MAX * STANDARDS_ROWS_MAX} rows; ask with a filter`);
}
