import { type Catalogue, catalogueFlows } from '@tongban/catalogue';
import type { RegionCode } from '@tongban/contracts';
import { openingActions } from '@tongban/domain';

/** Where the two sides of a case are. */
export const PLACEMENTS = ['in-region', 'cross-region', 'region-nat'] as const;
export type Placement = (typeof PLACEMENTS)[number];
/** How the reference provinces play a case; `invalid` begins with a message the hub must reject. */
export const SCENARIOS = ['normal', 'invalid', 'refusal', 'supplement', 'return', 'withdrawal'] as const;
export type Scenario = (typeof SCENARIOS)[number];

export interface PlannedCase {
  /** The opener's own number: tells a case of the plan again after a restart. */
  readonly localCaseNo: string;
  readonly flowId: string;
  readonly item: string;
  readonly entry: string;
  readonly scenario: Scenario;
  readonly placement: Placement;
  readonly opener: string;
  readonly counterpart: string;
}

/**
 * Every flow, on every entry, in every scenario and placement, between changing participants. Derived from the catalogue: a new
 * flow is in the plan as soon as it is published. `quick`: one scenario for each flow, entry and placement, all of them in turn.
 */
export function demonstrationPlan(catalogue: Catalogue, { quick = false }: { readonly quick?: boolean } = {}): PlannedCase[] {
  const members = membersByRegion(catalogue);
  const regions = [...members.keys()].filter((region) => region !== 'nat');
  const planned: PlannedCase[] = [];
  let turn = 0;
  let entries = 0;
  for (const { flow, compiled } of catalogueFlows(catalogue).all()) {
    for (const entry of openingActions(compiled)) {
      for (const scenario of SCENARIOS) {
        for (const placement of PLACEMENTS) {
          turn++;
          if (quick && SCENARIOS.indexOf(scenario) !== (entries + PLACEMENTS.indexOf(placement) * 2) % SCENARIOS.length) continue;
          const item = flow.itemCodes[turn % flow.itemCodes.length]!;
          const [opener, counterpart] = pair(placement, turn, regions, members);
          planned.push({
            localCaseNo: `REF-${scenario.toUpperCase()}-${String(turn).padStart(4, '0')}`, flowId: flow.flowId, item, entry: entry.entryId, scenario, placement, opener, counterpart,
          });
        }
      }
      entries++;
    }
  }
  return planned;
}

/** Mainland participants by region: a SAR has a calendar of its own, which the catalogue does not hold yet. */
function membersByRegion({ divisions }: Catalogue): Map<RegionCode, string[]> {
  const members = new Map<RegionCode, string[]>();
  for (const participant of divisions.participants()) {
    if (!participant.mainlandHrssRulesApply) continue;
    const region = divisions.regionOf(participant);
    members.set(region, [...(members.get(region) ?? []), participant.code]);
  }
  return members;
}

function pair(placement: Placement, turn: number, regions: readonly RegionCode[], members: ReadonlyMap<RegionCode, readonly string[]>): [string, string] {
  const pick = (region: RegionCode, offset: number): string => {
    const codes = members.get(region) ?? [];
    return codes[(turn + offset) % codes.length]!;
  };
  if (placement === 'in-region') {
    const able = regions.filter((region) => (members.get(region)?.length ?? 0) > 1);
    const region = able[turn % able.length]!;
    return [pick(region, 0), pick(region, 1)];
  }
  const region = regions[turn % regions.length]!;
  if (placement === 'cross-region') return [pick(region, 0), pick(regions[(turn + 1) % regions.length]!, 0)];
  return turn % 2 === 0 ? [pick(region, 0), pick('nat', 0)] : [pick('nat', 0), pick(region, 0)];
}
