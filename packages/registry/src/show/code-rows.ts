import type { CodeListRow, CodeMappingRow } from '@tongban/contracts';
import { type CodeList, type CodeMapping, beijingDateOf, countsOn, mappingCoverage } from '@tongban/domain';
import { publishedContents } from './published-contents';
import type { Filters } from './standards-query';
import { type StandardsView, fits } from './standards-view';

/** Shared code lists with the dates of their codes, by id. */
export function codeListRows(view: StandardsView, filters: Filters): CodeListRow[] {
  const on = beijingDateOf(view.at);
  return publishedContents<CodeList>(view, 'code-list', filters).filter(({ content }) => fits(filters.id, content.id)).map(({ owner, version, content: { id, zh, en, values } }): CodeListRow => ({
    owner, listId: id, version, title: { zh, en },
    values: values.map((value) => ({
      code: value.code, zh: value.zh, en: value.en, ...(value.effectiveFrom !== undefined && { effectiveFrom: value.effectiveFrom }), ...(value.retiredOn !== undefined && { retiredOn: value.retiredOn }), counts: countsOn(value, on),
    })),
  }));
}

/** Mapping tables of provinces, with what is lost either way and which codes they leave out, by id. */
export function mappingRows(view: StandardsView, filters: Filters): CodeMappingRow[] {
  const on = beijingDateOf(view.at);
  const lists = new Map(view.book.catalogue.asOf(view.at).dictionary.codeLists.map((list) => [list.id, list]));
  return publishedContents<CodeMapping>(view, 'code-mapping', filters).flatMap(({ owner, version, content }): CodeMappingRow[] => {
    const { mappingId, listId, participant, zh, en, validFrom, confidence, basis } = content;
    const list = lists.get(listId);
    const isWanted = fits(filters.id, listId) && fits(filters.participant, participant) && fits(filters.region, view.book.regionOfDivision(participant) ?? '');
    if (list === undefined || !isWanted) return [];
    return [{ owner, mappingId, listId, participant, version, title: { zh, en }, validFrom, ...mappingCoverage(content, list, on), confidence, basis }];
  });
}
