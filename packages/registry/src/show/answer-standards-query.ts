import { type StandardsPage, type StandardsRows, type StandardsSection, encode, v1 } from '@tongban/contracts';
import { adoptionRows, targetRows } from './adoption-rows';
import { artefactRows } from './artefact-rows';
import { codeListRows, mappingRows } from './code-rows';
import { differenceRows } from './difference-rows';
import { disclosureRows } from './disclosure-rows';
import { actionRows, commentRows, draftRows } from './draft-rows';
import { elevationRows } from './elevation-rows';
import { maintenanceRows } from './maintenance-rows';
import { participantRows } from './participant-rows';
import { profileRows } from './profile-rows';
import { progressRows } from './progress-rows';
import { type Filters, readStandardsQuery } from './standards-query';
import type { StandardsView } from './standards-view';
import { switchRows } from './switch-rows';
import { gapRows, tableRows } from './system-rows';

/** Of the rows of one page, in bytes of JSON. */
const PAGE_BYTES_MAX = 2 * 2 ** 20;

const SECTIONS: { readonly [S in StandardsSection]: (view: StandardsView, filters: Filters) => readonly StandardsRows[S][] } = {
  artefacts: artefactRows, drafts: draftRows, comments: commentRows, actions: actionRows, adoption: adoptionRows, targets: targetRows, gaps: gapRows, table: tableRows,
  switches: switchRows, maintenance: maintenanceRows,
  disclosure: disclosureRows, participants: participantRows, elevation: elevationRows, progress: progressRows,
  'code-lists': codeListRows, mappings: mappingRows, profiles: profileRows, differences: differenceRows,
};

/**
 * Answers `standards.show`: a JsonDocument with a StandardsQuery, answered by one with a StandardsPage.
 * @throws TongbanError `message.malformed`, `query.invalid`.
 */
export function answerStandardsQuery(present: StandardsView, bytes: Uint8Array): Uint8Array {
  const { section, filters, limit, first } = readStandardsQuery(bytes);
  const view = { ...present, at: filters.at ?? present.at };
  const rows = SECTIONS[section](view, filters);
  const page = pageOf<unknown>(rows, first, limit);
  const end = first + page.length;
  const document: StandardsPage<unknown> = { region: view.region, at: view.at, copies: view.book.standing(), rows: page, ...(end < rows.length && { next: String(end) }) };
  return encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(document), 'utf8') });
}

/** At least one row where there is one. */
function pageOf<R>(rows: readonly R[], first: number, limit: number): R[] {
  const page: R[] = [];
  let bytes = 0;
  for (const row of rows.slice(first, first + limit)) {
    bytes += Buffer.byteLength(JSON.stringify(row));
    if (page.length > 0 && bytes > PAGE_BYTES_MAX) break;
    page.push(row);
  }
  return page;
}
