import type { LinkDayDocument, LinkStandingDocument } from '@tongban/contracts';

/** `GET /api/v1/links?date`: each ordered pair of regions as both ends have it on record. */
export interface LinksDocument {
  readonly date: string;
  readonly pairs: readonly LinkPair[];
  readonly unreachableRegions: readonly string[];
}
export interface LinkPair {
  readonly from: string;
  readonly to: string;
  /** Counted at the sending end; absent where that hub did not answer. */
  readonly sent?: LinkDayDocument;
  /** Counted at the reading end. */
  readonly received?: number;
  readonly standing?: LinkStandingDocument;
}
