import { TongbanError, fieldFault } from '../errors/tongban-error';
import type { RegionCode } from '../wire/names';
import { type ListPlaces, placesText, readPlaces } from './list-cursor';
import type { CaseListDocument, CaseListOrder, CaseRow } from './list-documents';

/** Rows of a case list when no limit is named, and the most there may be. */
export const CASE_LIST_LIMIT_DEFAULT = 100;
export const CASE_LIST_LIMIT_MAX = 500;

/** One region's answer to a list question that began at its place. */
export interface RegionPage { readonly region: RegionCode; readonly page: CaseListDocument }

export interface ListMerge { readonly order?: CaseListOrder; readonly unreachable?: readonly RegionCode[] }

/** `OPENED-AT|CASE-NO`, in the order of due dates `DUE-ON|OPENED-AT|CASE-NO`. */
const PLACE = { opening: /^([^|]{10,40})\|[0-9A-Za-z-]{1,40}$/, due: /^\d{4}-\d{2}-\d{2}\|([^|]{10,40})\|[0-9A-Za-z-]{1,40}$/ };

/** The name of an order as a query has it; an empty text is the order of opening. @throws TongbanError `query.invalid`. */
export function readListOrder(text: string): CaseListOrder {
  if (text === '' || text === 'opening' || text === 'due') return text || 'opening';
  throw new TongbanError('query.invalid', 'a list is in the order of opening or of due dates', [fieldFault('order', 'query.invalid', 'opening或due', 'opening or due')]);
}

/**
 * The page that several regions' pages make together: at most `limit` rows in the order that each of them has. `next` is the
 * cursor of the page after it. A region that could not be asked keeps its place, so its rows come later and are not lost.
 */
export function mergeCaseLists(answers: readonly RegionPage[], before: ListPlaces, limit: number, { order = 'opening', unreachable = [] }: ListMerge = {}): CaseListDocument {
  const rows = answers.flatMap(({ region, page }) => page.rows.map((row) => ({ region, row }))).sort((a, b) => ORDERS[order](a.row, b.row));
  const shown = rows.slice(0, limit);
  const places = new Map(before);
  for (const { region, row } of shown) places.set(region, placeOf(row, order));
  const totals = answers.flatMap(({ page: { total } }) => (total === undefined ? [] : [total]));
  const more = rows.length > shown.length || answers.some(({ page }) => page.next !== undefined);
  return {
    rows: shown.map(({ row }) => row),
    ...(more && { next: placesText(places) }),
    ...(totals.length > 0 && { total: totals.reduce((sum, one) => sum + one, 0) }),
    ...(unreachable.length > 0 && { unreachableRegions: [...unreachable].sort() }),
  };
}

/** The places in the `next` of a merged page of this order. @throws TongbanError `query.invalid` for anything that is no such cursor. */
export const readListCursor = (text: string, order: CaseListOrder = 'opening'): ListPlaces => readPlaces(text, (place) => {
  const openedAt = PLACE[order].exec(place)?.[1];
  return openedAt !== undefined && !Number.isNaN(Date.parse(openedAt));
});

const dueOn = ({ nextDue }: CaseRow): string => nextDue?.on ?? '';
const placeOf = (row: CaseRow, order: CaseListOrder): string => `${order === 'due' ? `${dueOn(row)}|` : ''}${row.openedAt}|${row.caseNo}`;
const byOpening = (a: CaseRow, b: CaseRow): number => Date.parse(a.openedAt) - Date.parse(b.openedAt) || (a.caseNo < b.caseNo ? -1 : 1);
const ORDERS: Readonly<Record<CaseListOrder, (a: CaseRow, b: CaseRow) => number>> = {
  opening: byOpening,
  due: (a, b) => (dueOn(a) < dueOn(b) ? -1 : dueOn(a) > dueOn(b) ? 1 : byOpening(a, b)),
};
