import { HOME_REGIONS, type HomeRegion } from '../../identifiers/divisions';
import { canonicalJson, sha256Hex } from '../../schema/canonical-json';
import type { ArtefactVersionRef } from '../artefact';

/** Where a state of the version before is in the version after, on the same track. Without `to` a case in that state stays with the version before. */
export interface StateMapping { readonly from: string; readonly to?: string }

/** Which running cases move where: those that follow the first of two versions of one flow, to the second. */
export interface MigrationMapping {
  /** The version before, and the version after. */
  readonly targets: readonly ArtefactVersionRef[];
  /** Every state of the version before in which a case can be, once. */
  readonly states: readonly StateMapping[];
}

/** What the hub of one region answered and signed: what the mapping would do to its running cases. Counts, no case. */
export interface MigrationDryRun {
  readonly region: HomeRegion;
  /** Of the mapping it is about, see `migrationDigest`. */
  readonly orderDigest: string;
  /** Business instant. */
  readonly at: string;
  readonly running: number;
  readonly movable: number;
  /** Exact signed bytes, Base64. That the hub of the region signed them is verified with the command. */
  readonly signed: string;
}

/** An order that two persons gave. It stands: a case that could not move then moves as soon as it is in a state from which it can. */
export interface MigrationOrder extends MigrationMapping {
  readonly actionId: string;
  /** Business instant at which it was confirmed: cases that began later are not its. */
  readonly at: string;
  readonly reason: string;
}

/** Names a mapping: what a dry run was about, and what is then proposed. */
export const migrationDigest = ({ targets, states }: MigrationMapping): string => sha256Hex(canonicalJson({
  targets: targets.map(({ kind, id, version }) => ({ kind, id, version })), states: states.map(({ from, to }) => (to === undefined ? { from } : { from, to })),
}));

/** A dry run says what was true then; what is proposed or confirmed on an older one is asked for again. In business time. */
export const DRY_RUN_HOURS_MAX = 72;

/**
 * Whether everybody who has running cases was asked first: the regions of which no dry run of exactly this mapping is there that is recent
 * enough; none when all are.
 */
export function regionsNotAsked(mapping: MigrationMapping, dryRuns: readonly MigrationDryRun[], now: string): readonly HomeRegion[] {
  const digest = migrationDigest(mapping);
  const oldest = Date.parse(now) - DRY_RUN_HOURS_MAX * 3_600_000;
  const asked = new Set(dryRuns.filter(({ orderDigest, at }) => orderDigest === digest && Date.parse(at) >= oldest).map(({ region }) => region));
  return HOME_REGIONS.filter((region) => !asked.has(region));
}
