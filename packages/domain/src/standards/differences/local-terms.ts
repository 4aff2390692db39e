import type { Confidence, Worded } from '../../flow/model';
import { provinceCodeOf } from '../../identifiers/divisions';
import type { Amount, DeclaredValue } from '../floors/floor';
import type { LocalGuide } from '../profiles/local-guide';
import { type ReachingStandard, reachOf } from '../profiles/region-scope';

/** The item as the national standard has it; more of it is ignored. */
export interface NationalItem extends Worded {
  readonly itemCode: string;
  readonly processingLimit: Amount & { readonly confidence: Confidence };
  readonly materials: readonly (Worded & { readonly code: string; readonly required: boolean })[];
  readonly crossProvince: { readonly modes: readonly string[] };
}
export interface LocalStandard extends ReachingStandard {
  readonly id: string;
  readonly confidence: Confidence;
  readonly declares?: readonly DeclaredValue[];
  readonly localGuides?: readonly LocalGuide[];
}

/** Where a term stands: a local standard, or nothing of its own, so that the national item holds. */
export interface TermSource { readonly standardId?: string; readonly clause?: string; readonly confidence: Confidence }
export interface Sourced<T> extends TermSource { readonly value: T }

export interface AskedMaterial extends Worded { readonly required: boolean; readonly clause?: string }

/** How one division handles an item on a day. */
export interface LocalTerms {
  readonly division: string;
  readonly limit: Sourced<Amount>;
  /** By code; one that is not there is not asked for. */
  readonly materials: Sourced<ReadonlyMap<string, AskedMaterial>>;
  readonly modes: Sourced<readonly string[]>;
  /** Declared values by metric; a metric that nobody declares has none. */
  readonly values: ReadonlyMap<string, Sourced<Amount>>;
}

/** The national item with what the division's own standards set otherwise. Of several of one reach that speak of one term the last in the list counts. */
export function localTerms(item: NationalItem, division: string, standards: readonly LocalStandard[], on: string): LocalTerms {
  // A city follows its province where it has nothing of its own.
  const own = [...new Set([provinceCodeOf(division), division])].flatMap((one) => standards.filter((standard) => reachOf(standard).includes(one)));
  const national = { confidence: item.processingLimit.confidence };
  const { value, unit } = item.processingLimit;
  let limit: Sourced<Amount> = { ...national, value: { value, unit } };
  let materials: LocalTerms['materials'] = { ...national, value: byCode(item.materials) };
  let modes: Sourced<readonly string[]> = { ...national, value: item.crossProvince.modes };
  const values = new Map<string, Sourced<Amount>>();
  for (const { id: standardId, confidence, declares = [], localGuides = [] } of own) {
    const source = { standardId, confidence };
    for (const guide of localGuides.filter(({ itemCode, validFrom = on }) => itemCode === item.itemCode && validFrom <= on)) {
      if (guide.limit !== undefined) limit = { ...source, ...clauseOf(guide.limit), value: { value: guide.limit.value, unit: guide.limit.unit } };
      if (guide.materials !== undefined) materials = { ...source, value: byCode(guide.materials) };
      if (guide.modes !== undefined) modes = { ...source, value: guide.modes };
    }
    for (const declared of declares.filter(({ itemCode, validFrom = on, validTo = on, condition }) => itemCode === item.itemCode && condition === undefined && validFrom <= on && on <= validTo)) {
      values.set(declared.metricId, { ...source, ...clauseOf(declared), value: { value: declared.value, unit: declared.unit } });
    }
  }
  return { division, limit, materials, modes, values };
}

const clauseOf = ({ clause }: { readonly clause?: string }): { readonly clause?: string } => (clause === undefined ? {} : { clause });

const byCode = (materials: readonly (AskedMaterial & { readonly code: string })[]): ReadonlyMap<string, AskedMaterial> =>
  new Map(materials.map(({ code, zh, en, required, clause }) => [code, { zh, en, required, ...(clause !== undefined && { clause }) }]));
