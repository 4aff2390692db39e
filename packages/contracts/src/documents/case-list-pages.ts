import { TongbanError } from '../errors/tongban-error';
import { REGION_CODES, type RegionCode, isRegionCode } from '../wire/names';
import type { CaseListDocument, CaseRow } from './list-documents';

/** Rows of a case list when no limit is named, and the most there may be. */
export const CASE_LIST_LIMIT_DEFAULT = 100;
export const CASE_LIST_LIMIT_MAX = 500;

/** Where a merged list goes on in each region: after the last row shown from there, `OPENED-AT|CASE-NO`. A region without a place begins. */
export type ListPlaces = ReadonlyMap<RegionCode, string>;
/** One region's answer to a list question that began at its place. */
export interface RegionPage { readonly region: RegionCode; readonly page: CaseListDocument }

const CURSOR_LENGTH_MAX = 600;
const PLACE = /^([^|]{10,40})\|[0-9A-Za-z-]{1,40}$/;

/**
 * The page that several regions' pages make together: at most `limit` rows in the order of opening, then of case number. `next` is the
 * cursor of the page after it. A region that could not be asked keeps its place, so its rows come later and are not lost.
 */
export function mergeCaseLists(answers: readonly RegionPage[], before: ListPlaces, limit: number, unreachable: readonly RegionCode[] = []): CaseListDocument {
  const rows = answers.flatMap(({ region, page }) => page.rows.map((row) => ({ region, row }))).sort((a, b) => byOpening(a.row, b.row));
  const shown = rows.slice(0, limit);
  const places = new Map(before);
  for (const { region, row } of shown) places.set(region, `${row.openedAt}|${row.caseNo}`);
  const totals = answers.flatMap(({ page: { total } }) => (total === undefined ? [] : [total]));
  const more = rows.length > shown.length || answers.some(({ page }) => page.next !== undefined);
  return {
    rows: shown.map(({ row }) => row),
    ...(more && { next: listCursor(places) }),
    ...(totals.length > 0 && { total: totals.reduce((sum, one) => sum + one, 0) }),
    ...(unreachable.length > 0 && { unreachableRegions: [...unreachable].sort() }),
  };
}

/** The places in the `next` of a merged page; none in an empty text. @throws TongbanError `query.invalid` for anything that is no such cursor. */
export function readListCursor(text: string): ListPlaces {
  const places = new Map<RegionCode, string>();
  if (text === '') return places;
  for (const part of text.length > CURSOR_LENGTH_MAX ? [''] : text.split(';')) {
    const [region = '', place = '', ...rest] = part.split('=');
    const openedAt = PLACE.exec(place)?.[1];
    if (!isRegionCode(region) || places.has(region) || rest.length > 0 || openedAt === undefined || Number.isNaN(Date.parse(openedAt)))
      throw new TongbanError('query.invalid', 'a list goes on after the next of a page, unchanged');
    places.set(region, place);
  }
  return places;
}

const listCursor = (places: ListPlaces): string => REGION_CODES.flatMap((region) => (places.has(region) ? [`${region}=${places.get(region)}`] : [])).join(';');

const byOpening = (a: CaseRow, b: CaseRow): number => Date.parse(a.openedAt) - Date.parse(b.openedAt) || (a.caseNo < b.caseNo ? -1 : 1);
