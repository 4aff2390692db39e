import type { Worded } from '../flow/model';
import type { StandardPlacement } from './owner';

/** What links, gaps and tables read of the contents; their full shapes are the catalogue's, and are checked when they are imported. */
export interface StandardContent extends Worded, StandardPlacement {
  readonly id: string;
  readonly number: string;
  readonly kind: 'standard' | 'normative-document' | 'law-regulation';
  readonly status: 'active' | 'superseded' | 'under-revision';
  readonly implementDate: string | null;
  readonly replaces: readonly string[];
  readonly replacedBy: string | null;
  readonly relatedItemCodes: readonly string[];
}
export interface ItemContent extends Worded {
  readonly itemCode: string;
  /** Field of business 领域. */
  readonly category: string;
  readonly standardIds: readonly string[];
  readonly flowId: string | null;
}
export interface FlowContent extends Worded {
  readonly flowId: string;
  readonly itemCodes: readonly string[];
  readonly sourceStandardIds: readonly string[];
}
export interface LinkedContents {
  readonly standards: readonly StandardContent[];
  readonly items: readonly ItemContent[];
  readonly flows: readonly FlowContent[];
}
