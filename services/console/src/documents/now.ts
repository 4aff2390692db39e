import type { ErrorCode, Need, RegionStatus } from '@tongban/contracts';

export type { Need } from '@tongban/contracts';

/** `GET /api/v1/now`, and event `now` of the live stream: is anything wrong now. */
export interface NowDocument {
  /** Real instant at which it was put together. */
  readonly at: string;
  readonly ok: boolean;
  readonly environment: string;
  /** By region; of one that does not answer there is only the reason. */
  readonly regions: readonly NowRegion[];
  /** Ordered pairs of regions, a region to itself included. */
  readonly pairs: readonly PairFlow[];
  /** Ordered pairs of participants with traffic within the window, busiest first, 200 at most. */
  readonly participantPairs: readonly ParticipantFlow[];
  /** What needs a person, most urgent first. */
  readonly needs: readonly Need[];
  /** Length of the window that rates and latencies are of, in seconds. */
  readonly windowSeconds: number;
}
export interface NowRegion {
  readonly region: string;
  readonly reachable: boolean;
  /** Why it did not answer. */
  readonly code?: ErrorCode;
  readonly ready?: boolean;
  readonly businessNow?: string;
  /** Business seconds per real second. */
  readonly speed?: number;
  readonly rssBytes?: number;
  readonly viewLag?: number;
  readonly failed?: number;
  readonly openAlarms?: number;
  /** Messages that wait for a handler in the region's streams. */
  readonly backlog?: number;
  readonly checks?: RegionStatus['checks'];
}
/** Messages of one region's participants that another region's cases registered; link state as the reading region sees it. */
export interface PairFlow {
  readonly from: string;
  readonly to: string;
  /** Messages registered a second, over the window. */
  readonly perSecond: number;
  /** Real milliseconds from the sender's outbox to the case log; absent without traffic. */
  readonly latencyMs?: { readonly p50: number; readonly p99: number };
  /** Messages that the sending region has for the reading one and that it has not read; absent inside a region and where it is not known. */
  readonly backlog?: number;
  /** Rejected messages over the window. */
  readonly rejected: number;
  readonly link: 'up' | 'silent' | 'unknown' | 'own';
  /** Real milliseconds since the link was last heard; absent inside a region and where it is not known. */
  readonly heardMsAgo?: number;
}
export interface ParticipantFlow { readonly from: string; readonly to: string; readonly perSecond: number; readonly messages: number; readonly rejected: number }
