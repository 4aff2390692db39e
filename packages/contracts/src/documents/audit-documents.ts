import type { RegionCode } from '../wire/names';
import { type ListPlaces, placesText, readPlaces } from './list-cursor';

export const AUDIT_LIST_LIMIT_DEFAULT = 50;
export const AUDIT_LIST_LIMIT_MAX = 500;
/** Through what an operator acts. */
export const AUDIT_CLIENTS = ['cli', 'console'] as const;
export type AuditClient = (typeof AUDIT_CLIENTS)[number];
/** The outcome of what was done; anything else is a code of the error catalogue. */
export const AUDIT_OK = 'ok';

/** One entry of the audit trail of a region. */
export interface AuditRow {
  readonly region: RegionCode;
  /** In AUDIT_<R>: where a page goes on. */
  readonly sequence: number;
  /** From 1, without a gap. */
  readonly number: number;
  /** Real time, RFC 3339. */
  readonly at: string;
  readonly actor: string;
  readonly roles: readonly string[];
  readonly action: string;
  readonly target: string;
  readonly reason: string;
  readonly outcome: string;
  readonly client: string;
  /** SHA-256 of the exact bytes, and of those of the entry before; hexadecimal. */
  readonly hash: string;
  readonly previousHash: string;
  /** The exact bytes of the AuditEntry, base64: what is exported can be proven. */
  readonly entry: string;
}

/** Answer to `audit.list`, and what the answers of several regions make together. */
export interface AuditListDocument {
  /** Newest first. May be few though more follow: a page also ends where enough was looked through. */
  readonly rows: readonly AuditRow[];
  /** The next page begins after this, given back unchanged; absent on the last page. */
  readonly next?: string;
  /** Entries whose hash the one after them does not have, or that are missing: `<region>/<number>`. */
  readonly broken?: readonly string[];
  /** Regions that could not be asked: their entries are missing here. */
  readonly unreachableRegions?: readonly RegionCode[];
}
export interface RegionAuditPage { readonly region: RegionCode; readonly page: AuditListDocument }

const PLACE = /^[1-9]\d{0,15}$/;
export const isAuditPlace = (text: string): boolean => PLACE.test(text);

/** @throws TongbanError `query.invalid`. */
export const readAuditCursor = (text: string): ListPlaces => readPlaces(text, isAuditPlace);

/**
 * The page that several regions' pages make together, newest first. A region that could not be asked keeps its place. Where a region looked through enough and has more, what is older
 * than that of the others waits for its next page, or entries would come out of order.
 */
export function mergeAuditLists(answers: readonly RegionAuditPage[], before: ListPlaces, limit: number, unreachable: readonly RegionCode[] = []): AuditListDocument {
  const left = new Map(answers.map(({ region, page }) => [region, [...page.rows]]));
  const unfinished = new Map(answers.flatMap(({ region, page }) => (page.next === undefined ? [] : [[region, page.next] as const])));
  const places = new Map(before);
  const shown: AuditRow[] = [];
  while (shown.length < limit) {
    const drained = [...unfinished.keys()].some((region) => left.get(region)!.length === 0);
    const newest = [...left.values()].reduce<AuditRow[] | undefined>((best, rows) => (rows[0] !== undefined && (best === undefined || rows[0].at > best[0]!.at) ? rows : best), undefined);
    const row = drained ? undefined : newest?.shift();
    if (row === undefined) break;
    shown.push(row);
    places.set(row.region, String(row.sequence));
  }
  // Whose rows are all shown goes on where it stopped looking, not where its last row was.
  for (const [region, next] of unfinished) if (left.get(region)!.length === 0) places.set(region, next);
  const more = unfinished.size > 0 || [...left.values()].some((rows) => rows.length > 0);
  const broken = answers.flatMap(({ page }) => page.broken ?? []);
  return {
    rows: shown, ...(more && { next: placesText(places) }), ...(broken.length > 0 && { broken }), ...(unreachable.length > 0 && { unreachableRegions: [...unreachable].sort() }),
  };
}
