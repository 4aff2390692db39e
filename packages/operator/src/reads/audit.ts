import { AUDIT_LIST_LIMIT_MAX, type AuditListDocument, type AuditRow, type RegionCode, encode, mergeAuditLists, readAuditCursor, v1 } from '@tongban/contracts';
import type { OperatorDesk } from '../operator-desk';

export interface AuditFilters {
  readonly actor?: string;
  /** Whole, or everything under a name that ends with a dot: `failure.`. */
  readonly action?: string;
  /** RFC 3339, real time, both inclusive. */
  readonly from?: string;
  readonly to?: string;
  /** One region; absent: all. */
  readonly region?: RegionCode;
}
export interface AuditListing extends AuditFilters {
  /** 1 to AUDIT_LIST_LIMIT_MAX. */
  readonly limit: number;
  /** The `next` of the page before; empty for the first. */
  readonly after: string;
}

/** One page of what operators did in every region, newest first, and where a trail does not hold together. Regions that are silent are named and keep their place. */
export async function listAudit(desk: OperatorDesk, { limit, after, region: only, ...filters }: AuditListing): Promise<AuditListDocument> {
  const places = readAuditCursor(after);
  const { answers, unreachable } = await desk.askAll(async (region) => (only !== undefined && region !== only ? undefined
    : desk.askJson<AuditListDocument>(region, 'audit.list', encode(v1.AuditQuery, { ...filters, limit, after: places.get(region) ?? '' }))));
  return mergeAuditLists(answers.flatMap(({ region, answer }) => (answer === undefined ? [] : [{ region, page: answer }])), places, limit, unreachable);
}

/** All pages one after the other; each says which regions were silent. */
export async function* auditPages(desk: OperatorDesk, filters: AuditFilters): AsyncGenerator<AuditListDocument & { readonly rows: readonly AuditRow[] }> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page: AuditListDocument = await listAudit(desk, { ...filters, limit: AUDIT_LIST_LIMIT_MAX, after });
    yield page;
    after = page.next;
  }
}
