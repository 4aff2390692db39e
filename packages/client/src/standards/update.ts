import type { ErrorCode, RegionCode, v1 } from '@tongban/contracts';
import type { RegistryEvent, Release, StandardTier } from '@tongban/domain';
import { TIERS } from '@tongban/registry';
import type { Step } from '../options';

/** What a subscriber wants to be told. A list that is empty or absent asks for everything; what is wanted must fit every list. */
export interface StandardsFilter {
  readonly tiers?: readonly StandardTier[];
  /** Categories of items. */
  readonly categories?: readonly string[];
  /** Item codes. */
  readonly items?: readonly string[];
  /** What holds everywhere fits as well. */
  readonly regions?: readonly RegionCode[];
}

/** One page of everything that holds; a subscription begins with it, per owner. */
export interface StandardsSnapshot {
  readonly kind: 'snapshot';
  readonly owner: RegionCode;
  /** Number of the last entry it takes in: deltas go on with the one after. */
  readonly asOf: number;
  /** Business instant. */
  readonly at: string;
  /** Versions that were published or changed since the package was made, as they stand now. */
  readonly versions: readonly Release[];
  /** The first page: whatever was told of this owner before begins anew. */
  readonly first: boolean;
  /** The last page. */
  readonly last: boolean;
}
/** One entry of an owner's log. */
export interface StandardsDelta {
  readonly kind: 'delta';
  readonly owner: RegionCode;
  /** From 1 without a gap; a filter leaves numbers out. */
  readonly number: number;
  /** Business instant at which the owner took it. */
  readonly at: string;
  readonly event: RegistryEvent;
  /** The SignedRegistryEntry as the owner's hub signed it, with the command behind it. */
  readonly signed: Uint8Array;
}
export type StandardsUpdate = StandardsSnapshot | StandardsDelta;

/** What a handler writes becomes durable with the mark that the update was handed over, or not at all. */
export type StandardsStep = Pick<Step, 'get' | 'put' | 'delete'>;
/** Called for one update of an owner at a time, in order. It is called again for the same update when it failed, or when a crash came before its writes were on disk. */
export type StandardsHandler = (update: StandardsUpdate, step: StandardsStep) => Promise<void> | void;

/** An entry of a replay. */
export interface StandardsEntry {
  readonly owner: RegionCode;
  readonly number: number;
  readonly at: string;
  /** Absent where the filter did not want it. */
  readonly event?: RegistryEvent;
  readonly signed: Uint8Array;
}

/** How this participant's copy of an owner's log stands. */
export interface StandardsStanding {
  readonly owner: RegionCode;
  /** Number of the last entry that is on the own disk. */
  readonly held: number;
  /** Number of the last entry the owner is known to have. */
  readonly announced?: number;
  /** Real instant at which a head was heard last in this process. */
  readonly heardAt?: string;
  /** Business instant until which nothing is missing. */
  readonly provenUntil?: string;
  /** Why the copy does not go on. */
  readonly fault?: ErrorCode;
}

export const sentFilter = ({ tiers = [], categories = [], items = [], regions = [] }: StandardsFilter): v1.RegistryFilter.$Properties =>
  ({ tiers: tiers.map(TIERS.numberOf), categories: [...categories], itemCodes: [...items], regions: [...regions] });
