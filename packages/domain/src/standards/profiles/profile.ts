import type { Confidence, FieldRef, Worded } from '../../flow/model';
import type { Amount, Floor } from '../floors/floor';

/** How much may be asked of an applicant: nothing, at choice, or always. Each asks more than the one before. */
export const MATERIAL_DEMANDS = ['waived', 'optional', 'required'] as const;
export type MaterialDemand = (typeof MATERIAL_DEMANDS)[number];

/** The longest the whole procedure may take. */
export interface HarmonisedLimit extends Amount {
  readonly clause?: string;
  /** Open date fields in which a side promises when it will be done: no date in them may lie after the limit. */
  readonly promisedIn?: readonly FieldRef[];
}
/** The most that may be asked in one matter of material. */
export interface HarmonisedMaterial extends Worded { readonly code: string; readonly demand: MaterialDemand; readonly clause?: string }
/** Where a message asks for materials: a field of records, of either part, and the member that holds the material code. */
export interface MaterialRef extends FieldRef { readonly member: string }
/** The worst a division may set for a metric. */
export interface HarmonisedValue extends Worded, Amount {
  readonly metricId: string;
  readonly comparator: Floor['comparator'];
  readonly condition?: Readonly<Record<string, unknown>>;
  readonly clause?: string;
}

/**
 * What the provinces of a region have harmonised for one item. Owned by the region. It binds the divisions inside the region's scope and nobody else, and
 * stands above the national floors, which bind everywhere. A part that is left out is not harmonised.
 */
export interface Profile extends Worded {
  /** `ITEM.REGION`, so that a region has one profile for an item. */
  readonly profileId: string;
  readonly region: string;
  readonly itemCode: string;
  /** First and last day, both inclusive; without the last it is open. */
  readonly validFrom: string;
  readonly validTo?: string;
  /** Standards and documents by which the provinces agreed. */
  readonly basisStandardIds: readonly string[];
  readonly limit?: HarmonisedLimit;
  readonly materials?: readonly HarmonisedMaterial[];
  /** No waived material may be asked for there. */
  readonly materialsAskedIn?: readonly MaterialRef[];
  /** Modes that every division of the scope offers. */
  readonly modes?: readonly string[];
  readonly values?: readonly HarmonisedValue[];
  readonly confidence: Confidence;
  readonly basis: string;
}
export const profileIdOf = (itemCode: string, region: string): string => `${itemCode}.${region}`;

export const isValidOn = ({ validFrom, validTo }: Pick<Profile, 'validFrom' | 'validTo'>, day: string): boolean => validFrom <= day && (validTo === undefined || day <= validTo);

/** Harmonised values in the form of floors, so that the same comparison judges both. */
export const floorsOfProfile = ({ values = [], validFrom, validTo, confidence, basis }: Profile): readonly Floor[] => values.map(({ clause: _clause, ...value }): Floor => ({
  ...value, valueFrom: validFrom, valueTo: validTo ?? null, scope: 'national', kind: 'service', confidence, basis,
}));
