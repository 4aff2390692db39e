import type { ServiceItem, Standard } from '@tongban/catalogue';
import type { Flow, Release, Worded } from '@tongban/domain';
import { limitStanding } from '../limit-standing';
import { amountWords, wordsOf } from '../words';
import { type Guide, type GuideFloor, guideShape } from './guide-shape';

/** What a guide is made of. */
export interface GuideInput {
  /** A version of an item. */
  readonly item: Release;
  /** Standards by id, as they stand together with the item. */
  readonly standards: ReadonlyMap<string, Standard>;
  /** The flow that handles the item, if one is published. */
  readonly flow?: { readonly version: string; readonly content: Flow } | undefined;
}

/**
 * The service guide of one version of an item: for whom, what to bring, how long, where, what it costs, on what basis. Whatever its data say, a limit is
 * shown as law only where it is (see `limitStanding`), and what can be fetched by data sharing is not asked for.
 */
export function guideOf({ item: release, standards, flow }: GuideInput): Guide {
  const item = release.content as ServiceItem;
  const { processingLimit: limit, crossProvince, expenditure } = item;
  const named = item.standardIds.flatMap((id) => standards.get(id) ?? []);
  const floors = item.floors.map(floorOf);
  const standing = limitStanding({ kind: limit.kind, sources: named.map(({ id }) => id), confidence: limit.confidence });
  return guideShape.parse({
    format: 'tongban-guide/1', itemCode: item.itemCode, version: release.version, digest: release.digest, ...worded(item), category: item.category,
    target: { zh: item.serviceTargetZh, en: item.serviceTargetEn }, content: { zh: item.serviceContentZh, en: item.serviceContentEn },
    standard: { zh: item.standardTextZh, en: item.standardTextEn, confidence: item.standardTextConfidence, basis: item.standardTextBasis },
    limit: {
      value: limit.value, unit: limit.unit, ...amountWords(limit.value, limit.unit), kind: limit.kind, ...sourced(limit),
      legal: standing.isLegal, mark: standing.mark, sourceStandardIds: named.map(({ id }) => id),
    },
    materials: item.materials.map(({ code, zh, en, required, shareable }) => ({ code, zh, en, required, shareable, submit: !shareable })),
    fees: floors.filter(isFee), floors: floors.filter((floor) => !isFee(floor)),
    channels: {
      crossProvince: crossProvince.supported, modes: crossProvince.modes.map((id) => ({ id, ...wordsOf(id) })),
      platform: { zh: crossProvince.platformZh, en: crossProvince.platformEn }, ...sourced(crossProvince),
    },
    sources: named.map(({ id, number, zh, en, kind, tier, status }) => ({ id, number, zh, en, kind, tier, status })),
    leadUnit: worded(item.leadUnit), expenditure: { ...worded(expenditure), ...sourced(expenditure) },
    flow: flow ? { flowId: flow.content.flowId, version: flow.version, ...worded(flow.content) } : null,
    ...sourced(item),
  });
}

const worded = ({ zh, en }: Worded): Worded => ({ zh, en });
const sourced = <T extends { readonly confidence: unknown; readonly basis: unknown }>({ confidence, basis }: T): Pick<T, 'confidence' | 'basis'> => ({ confidence, basis });

/** What is asked of the applicant for the service itself; a benefit in money is no fee. */
const isFee = ({ kind, unit }: GuideFloor): boolean => kind === 'service' && unit === 'CNY';

function floorOf({ metricId, zh, en, comparator, value, unit, kind, scope, step, condition, valueFrom, valueTo, confidence, basis }: ServiceItem['floors'][number]): GuideFloor {
  const conditions = Object.entries(condition ?? {}).map(([fact, bound]) => `${fact} ${String(bound)}`).join(', ');
  return { metricId, zh, en, comparator, value, unit, kind, scope, step: step ?? null, condition: conditions || null, validFrom: valueFrom, validTo: valueTo, confidence, basis };
}
