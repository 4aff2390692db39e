import type { RegionCode } from '../wire/names';
import { type ListPlaces, placesText, readPlaces } from './list-cursor';

export const FAILURE_LIST_LIMIT_DEFAULT = 50;
export const FAILURE_LIST_LIMIT_MAX = 500;

type Words = { readonly zh: string; readonly en: string };

/** What the original of a failed message is, as far as it can be read. No content and no personal data. */
export interface FailedContent {
  /** message, delivery, receipts, entry, and further kinds of the exchange; empty where the subject does not say. */
  readonly kind: string;
  readonly caseNo?: string;
  readonly messageId?: string;
  /** Participant, as the envelope names it. */
  readonly sender?: string;
  readonly itemCode?: string;
  readonly messageType?: string;
  /** Why the original cannot be read. */
  readonly undecodable?: string;
}

/** One failed message in a list. */
export interface FailureRow extends FailedContent {
  readonly region: RegionCode;
  /** In FAILED_<R>; with the region it names the failure. */
  readonly sequence: number;
  /** Real time, RFC 3339. */
  readonly failedAt: string;
  /** By what is on record about it, and by nothing else. */
  readonly state: 'open' | 'retried' | 'discarded' | 'edited';
  /** A correction waits for a second person. */
  readonly editWaits?: true;
  /** A retry is under way. */
  readonly inHand: boolean;
  /** Code of the error catalogue, as the consumer gave up first. */
  readonly code: string;
  readonly wording: Words;
  readonly consumer: string;
  readonly stream: string;
  readonly streamSequence: number;
  readonly subject: string;
  /** Runs of the handler before it was set aside. */
  readonly attempts: number;
  /** Bytes of the original. */
  readonly size: number;
  /** Retries since whose outcome is on record. */
  readonly retries: number;
}

/** Failed messages with one cause: a code at a consumer. */
export interface FailureGroup {
  readonly code: string;
  readonly wording: Words;
  readonly consumer: string;
  readonly count: number;
  /** Real time, RFC 3339. */
  readonly firstAt: string;
  readonly lastAt: string;
  readonly regions: readonly RegionCode[];
}

/** Answer to `failures.list`, and what the answers of several regions make together. */
export interface FailureListDocument {
  /** Newest first. */
  readonly rows: readonly FailureRow[];
  /** All that fit, on all pages together, by cause; the largest first. */
  readonly groups: readonly FailureGroup[];
  readonly total: number;
  /** The next page begins after this, given back unchanged; absent on the last page. */
  readonly next?: string;
  /** Regions that could not be asked: their failures are missing here. */
  readonly unreachableRegions?: readonly RegionCode[];
}

/** One recorded step of what was done about a failed message. */
export interface FailureActionDocument {
  readonly action: 'retry' | 'discard' | 'edit';
  /** Who asked; empty in the record of an outcome. */
  readonly by: string;
  readonly reason: string;
  /** Real time, RFC 3339. */
  readonly at: string;
  readonly outcome: 'started' | 'handled' | 'failed-again' | 'discarded' | 'edit-proposed' | 'edited' | 'edit-refused';
  readonly code?: string;
  readonly detail?: string;
  /** Its signature is that of the hub. */
  readonly signed: boolean;
}

/** A correction: the new message that is proposed in place of a failed one, or takes it. */
export interface FailureEditDocument {
  /** `approved`: the original is closed, and the new message is its sender's to send; what became of it the log of its case says. */
  readonly state: 'waits' | 'approved' | 'refused';
  readonly proposedBy: string;
  /** Real time, RFC 3339. */
  readonly proposedAt: string;
  readonly reason: string;
  readonly decidedBy?: string;
  readonly decidedAt?: string;
  /** JSON, see `Correction` of the domain. */
  readonly correction: string;
  /** SHA-256 of that, hexadecimal: what an approval names. */
  readonly digest: string;
  /** Of the new message. */
  readonly messageId: string;
  /** Message that it stands for; absent where the original has none that can be read. */
  readonly causationId?: string;
}

/** Answer to `failures.show` and `failures.act`: everything known of one failed message. */
export interface FailureDocument extends FailureRow {
  readonly layer: string;
  /** Whose side must change something; the one who acts next. */
  readonly side: string;
  readonly retryable: boolean;
  readonly next: Words;
  /** For engineers. */
  readonly cause: string;
  /** SHA-256 of the original, hexadecimal. */
  readonly digest: string;
  /** As they were; of wrapped keys only how long they are. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where a retry goes; `here`: the process that answers reads it. */
  readonly target: { readonly stream: string; readonly consumer: string; readonly subject: string; readonly here: boolean };
  /** Who answers for the item at the sender, by the registry of participants. */
  readonly desk?: Words & { readonly hours: string; readonly contact: string; readonly escalation: string };
  /** Oldest first. */
  readonly actions: readonly FailureActionDocument[];
  /** The newest correction. */
  readonly edit?: FailureEditDocument;
  /** What a correction begins with: the original as far as it can be read, its open content included. */
  readonly template?: Readonly<Record<string, unknown>>;
}

/** One region's answer to a list question that began at its place. */
export interface RegionFailurePage { readonly region: RegionCode; readonly page: FailureListDocument }

const PLACE = /^[1-9]\d{0,15}$/;
export const isFailurePlace = (text: string): boolean => PLACE.test(text);

/** @throws TongbanError `query.invalid`. */
export const readFailureCursor = (text: string): ListPlaces => readPlaces(text, isFailurePlace);

/** The page that several regions' pages make together, newest first. A region that could not be asked keeps its place. */
export function mergeFailureLists(answers: readonly RegionFailurePage[], before: ListPlaces, limit: number, unreachable: readonly RegionCode[] = []): FailureListDocument {
  const left = answers.map(({ page }) => [...page.rows]);
  const shown: FailureRow[] = [];
  const places = new Map(before);
  // Each region's own order is kept, though its clock may not agree with its numbers.
  while (shown.length < limit) {
    const newest = left.reduce<FailureRow[] | undefined>((best, rows) => (rows[0] !== undefined && (best === undefined || rows[0].failedAt > best[0]!.failedAt) ? rows : best), undefined);
    const row = newest?.shift();
    if (row === undefined) break;
    shown.push(row);
    places.set(row.region, String(row.sequence));
  }
  const more = left.some((rows) => rows.length > 0) || answers.some(({ page }) => page.next !== undefined);
  return {
    rows: shown, groups: mergedGroups(answers.flatMap(({ page }) => page.groups)), total: answers.reduce((sum, { page }) => sum + page.total, 0),
    ...(more && { next: placesText(places) }), ...(unreachable.length > 0 && { unreachableRegions: [...unreachable].sort() }),
  };
}

function mergedGroups(groups: readonly FailureGroup[]): FailureGroup[] {
  const causes = new Map<string, FailureGroup>();
  for (const group of groups) {
    const key = `${group.code} ${group.consumer}`;
    const known = causes.get(key);
    causes.set(key, known === undefined ? group : {
      ...known, count: known.count + group.count, firstAt: known.firstAt < group.firstAt ? known.firstAt : group.firstAt, lastAt: known.lastAt > group.lastAt ? known.lastAt : group.lastAt,
      regions: [...new Set([...known.regions, ...group.regions])],
    });
  }
  return [...causes.values()].sort((a, b) => b.count - a.count || (a.lastAt < b.lastAt ? 1 : -1));
}
