import { FAILURE_LIST_LIMIT_MAX, type FailureDocument, type FailureListDocument, type FailureRow, type RegionCode, encode, mergeFailureLists, readFailureCursor, v1 } from '@tongban/contracts';
import type { OperatorDesk } from '../operator-desk';

/** Who asks first after a start has the stream read whole. */
const LISTED_WITHIN_MS = 15_000;

export interface FailureFilters {
  readonly code?: string;
  readonly consumer?: string;
  readonly stream?: string;
  /** open, retried, discarded or any; absent: open. */
  readonly state?: string;
  /** RFC 3339, real time. */
  readonly since?: string;
  /** One region; absent: all. */
  readonly region?: RegionCode;
}
export interface FailureListing extends FailureFilters {
  /** 1 to FAILURE_LIST_LIMIT_MAX. */
  readonly limit: number;
  /** The `next` of the page before; empty for the first. */
  readonly after: string;
}

/** One page of what the hubs could not handle, newest first, with all that fits by cause. Regions that are silent are named and keep their place. */
export async function listFailures(desk: OperatorDesk, { limit, after, region: only, ...filters }: FailureListing): Promise<FailureListDocument> {
  const places = readFailureCursor(after);
  const { answers, unreachable } = await desk.askAll(async (region) => (only !== undefined && region !== only ? undefined
    : desk.askJson<FailureListDocument>(region, 'failures.list', encode(v1.FailureListQuery, { ...filters, limit, after: places.get(region) ?? '' }), LISTED_WITHIN_MS)));
  return mergeFailureLists(answers.flatMap(({ region, answer }) => (answer === undefined ? [] : [{ region, page: answer }])), places, limit, unreachable);
}

/** Everything known of one. @param sequence in FAILED_<R>. @throws TongbanError `find.nothing`, `region.unreachable`. */
export const showFailure = (desk: OperatorDesk, region: RegionCode, sequence: number): Promise<FailureDocument> =>
  desk.askJson<FailureDocument>(region, 'failures.show', encode(v1.FailureQuery, { sequence }));

/** All that fit, oldest first: the order in which a batch is retried. What comes meanwhile is not among them. */
export async function everyFailure(desk: OperatorDesk, filters: FailureFilters): Promise<{ readonly rows: readonly FailureRow[]; readonly unreachableRegions: readonly RegionCode[] }> {
  const rows: FailureRow[] = [];
  const silent = new Set<RegionCode>();
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page: FailureListDocument = await listFailures(desk, { ...filters, limit: FAILURE_LIST_LIMIT_MAX, after });
    rows.push(...page.rows);
    for (const region of page.unreachableRegions ?? []) silent.add(region);
    after = page.next;
  }
  return { rows: rows.reverse(), unreachableRegions: [...silent].sort() };
}
