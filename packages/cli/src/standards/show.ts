import {
  type DraftRow, type PendingActionRow, type RegionCode, STANDARDS_ROWS_MAX, type StandardsFilter, type StandardsPage, type StandardsQuery, type StandardsRows, type StandardsSection, TongbanError, encode, isRegionCode, v1,
} from '@tongban/contracts';
import { type ArtefactVersionRef, versionKey } from '@tongban/domain';
import type { OperatorDesk } from '@tongban/operator';
import { UsageError } from '../outcome';

/** Any hub answers for all owners; the national one first, which owns most. */
const FIRST: RegionCode = 'nat';
/** A table of more rows than this is no table for a person. */
const PAGES_MAX = 200;

export type Filters = Readonly<Partial<Record<StandardsFilter, string>>>;
export interface PageWanted { readonly limit?: number; readonly after?: string }

/** One page of a section. Filters that are empty count as absent. @throws TongbanError `region.unreachable`, or the fault of the query. */
export function showStandards<S extends StandardsSection>(operator: OperatorDesk, section: S, filters: Filters = {}, { limit = STANDARDS_ROWS_MAX, after }: PageWanted = {}): Promise<StandardsPage<StandardsRows[S]>> {
  const { owner } = filters;
  const query: StandardsQuery = { section, filters, limit, ...(after !== undefined && { after }) };
  return operator.askJson(owner !== undefined && isRegionCode(owner) ? owner : FIRST, 'standards.show', encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(query)) }));
}

/** The rows of all pages. @throws TongbanError `query.invalid` when there are too many for one table. */
export async function allRows<S extends StandardsSection>(operator: OperatorDesk, section: S, filters: Filters): Promise<readonly StandardsRows[S][]> {
  const rows: StandardsRows[S][] = [];
  let after: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page: StandardsPage<StandardsRows[S]> = await showStandards(operator, section, filters, after === undefined ? {} : { after });
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    after = page.next;
  }
  throw new TongbanError('query.invalid', `more than ${PAGES_MAX * STANDARDS_ROWS_MAX} rows; ask with a filter`);
}

type Owned<T extends { readonly owner: string }> = T & { readonly owner: RegionCode };

/** A draft, asked of its owner, who knows what came last. @throws TongbanError `draft.unknown`. */
export async function draftShown(operator: OperatorDesk, draftId: string, owner?: RegionCode): Promise<Owned<DraftRow>> {
  const ask = async (of?: RegionCode): Promise<DraftRow> => {
    const { rows: [draft] } = await showStandards(operator, 'drafts', { draft: draftId, ...(of !== undefined && { owner: of }) });
    if (draft === undefined) throw new TongbanError('draft.unknown', `no draft ${draftId}`);
    return draft;
  };
  const draft = await ask(owner);
  const home = regionOf(draft.owner);
  return { ...(owner === undefined && home !== FIRST ? await ask(home) : draft), owner: home };
}

/** What waits for a second person. @throws TongbanError `action.unknown`. */
export async function actionShown(operator: OperatorDesk, actionId: string, owner?: RegionCode): Promise<Owned<PendingActionRow>> {
  const { rows: [found] } = await showStandards(operator, 'actions', { action: actionId, ...(owner !== undefined && { owner }) });
  if (found === undefined) throw new TongbanError('action.unknown', `no action ${actionId} waits for confirmation`);
  return { ...found, owner: regionOf(found.owner) };
}

/** The one owner of several versions. @throws UsageError when they have several, TongbanError `standard.version-unknown`. */
export async function ownerOfVersions(operator: OperatorDesk, versions: readonly ArtefactVersionRef[]): Promise<RegionCode> {
  const owners = new Set<RegionCode>();
  for (const { kind, id, version } of versions) {
    const { rows: [row] } = await showStandards(operator, 'artefacts', { kind, id, version });
    if (row === undefined) throw new TongbanError('standard.version-unknown', versionKey({ kind, id, version }));
    owners.add(regionOf(row.owner));
  }
  const [owner, ...others] = owners;
  if (owner === undefined || others.length > 0) throw new UsageError('所列版本归口枢纽不同，请分别提请', 'the versions have different owners: ask for each owner apart');
  return owner;
}

function regionOf(text: string): RegionCode {
  if (isRegionCode(text)) return text;
  throw new TongbanError('message.malformed', 'the hub named an owner that is none');
}
