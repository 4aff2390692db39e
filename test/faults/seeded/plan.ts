import { REGION_CODES, type RegionCode } from '@tongban/contracts';
import { type Walk, between } from '../../harness/walks';
import type { FaultRequest } from '../switchboard/fault';
import { below, randomFrom } from '../switchboard/sampling';

/** What a seed stands for: the cases to play and what is done to the environment meanwhile. */
export interface SeedPlan {
  readonly seed: number;
  readonly cases: readonly PlannedCase[];
  readonly faults: readonly PlannedFault[];
}
export interface PlannedCase {
  readonly walk: Walk;
  /** After the run began, so that every fault meets cases at their beginning, in the middle and at their end. */
  readonly afterMs: number;
}
export interface PlannedFault {
  readonly request: FaultRequest;
  /** After the run began. */
  readonly afterMs: number;
  /** How long it is left before it is undone. */
  readonly lastsMs: number;
}
export interface Material {
  readonly walks: readonly Walk[];
  /** Mainland participants of each region: a SAR's calendar is not in the catalogue yet. */
  readonly members: ReadonlyMap<RegionCode, readonly string[]>;
}

export const CASES_PER_SEED = 6;
export const FAULTS_PER_SEED = 3;
const CASES_BEGIN_WITHIN_MS = 5_000;
const FAULTS_BEGIN_WITHIN_MS = 3_000;
const PROCESSES = [...REGION_CODES.flatMap((region) => [`nats-${region}`, `hub-${region}`]), 'nats-backbone', 'links'];
const SKEW_MS_MAX = 5 * 60_000;

/** Whatever a seed may do, each with the longest it lasts. What cannot be taken back (`corrupt-block`) has tests of its own. */
const MENU: readonly { readonly lastsMs: number; readonly make: (random: () => number, region: RegionCode) => FaultRequest }[] = [
  { lastsMs: 4_000, make: (_, region) => ({ fault: 'cut', region }) },
  { lastsMs: 4_000, make: (_, region) => ({ fault: 'blackhole', region }) },
  { lastsMs: 4_000, make: (random, region) => ({ fault: 'lag', region, byMs: 20 + below(random, 180) }) },
  { lastsMs: 2_000, make: (random) => ({ fault: 'kill', process: PROCESSES[below(random, PROCESSES.length)]!, hold: random() < 0.3 }) },
  { lastsMs: 2_000, make: (random) => ({ fault: 'kill', process: PROCESSES[below(random, PROCESSES.length)]!, hold: random() < 0.3 }) },
  { lastsMs: 0, make: () => ({ fault: 'flush-redis' }) },
  { lastsMs: 3_000, make: () => ({ fault: 'stop-redis' }) },
  { lastsMs: 0, make: (random, region) => ({ fault: 'poison', region, seed: below(random, 1e6) }) },
  { lastsMs: 0, make: (random) => ({ fault: 'duplicate', count: 10, seed: below(random, 1e6) }) },
  { lastsMs: 0, make: (random) => ({ fault: 'reorder', count: 10, seed: below(random, 1e6) }) },
  { lastsMs: 2_000, make: (_, region) => ({ fault: 'disk-full', region }) },
  { lastsMs: 3_000, make: (random, region) => ({ fault: 'skew', region, byMs: Math.round((random() * 2 - 1) * SKEW_MS_MAX) || 1_000 }) },
];

/** The same seed is the same plan. What the machine makes of its timing is not. */
export function planOf(seed: number, { walks, members }: Material): SeedPlan {
  const random = randomFrom(seed);
  const regionOf = (): RegionCode => REGION_CODES[below(random, REGION_CODES.length)]!;
  const cases = Array.from({ length: CASES_PER_SEED }, (_, turn): PlannedCase => {
    const walk = walks[below(random, walks.length)]!;
    const opener = regionOf();
    // Inside a region, and across, in turn; with `nat` among the regions this is every placement.
    const counterpart = turn % 3 === 0 ? opener : regionOf();
    return { walk: placed(walk, ...distinct(random, members, opener, counterpart)), afterMs: below(random, CASES_BEGIN_WITHIN_MS) };
  });
  const faults = Array.from({ length: FAULTS_PER_SEED }, (): PlannedFault => {
    const { lastsMs, make } = MENU[below(random, MENU.length)]!;
    return { request: make(random, regionOf()), afterMs: below(random, FAULTS_BEGIN_WITHIN_MS), lastsMs: Math.round(lastsMs * (0.25 + 0.75 * random())) };
  });
  return { seed, cases, faults };
}

/** The walk between two participants; each side keeps the level of its division. */
function placed(walk: Walk, opener: string, counterpart: string): Walk {
  const at = (participant: string, division: string): string => participant.slice(0, 2) + division.slice(2);
  const sides = { opener: at(opener, walk.opener.division), counterpart: at(counterpart, walk.counterpart.division) };
  return { ...between(walk, sides), opener: { division: sides.opener }, counterpart: { division: sides.counterpart } };
}

/** Two participants of these regions; where a region has only one, the other side is of `nat`. */
function distinct(random: () => number, members: Material['members'], openerRegion: RegionCode, counterpartRegion: RegionCode): [string, string] {
  const one = (codes: readonly string[]): string => codes[below(random, codes.length)]!;
  const opener = one(members.get(openerRegion)!);
  const others = members.get(counterpartRegion)!.filter((code) => code !== opener);
  return [opener, one(others.length > 0 ? others : members.get('nat')!)];
}
