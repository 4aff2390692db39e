import type { Worded } from '../../flow/model';
import type { Amount } from '../floors/floor';

/**
 * How a local standard has one item handled where it differs from the national item (办事指南): its limit, its materials, its modes. What is left out is as
 * the item has it.
 */
export interface LocalGuide {
  readonly itemCode: string;
  /** First day; without it the standard's effective day. */
  readonly validFrom?: string;
  readonly limit?: Amount & { readonly clause?: string };
  readonly materials?: readonly (Worded & { readonly code: string; readonly required: boolean; readonly clause?: string })[];
  readonly modes?: readonly string[];
}
