import { ENVIRONMENTS, type EnvironmentCode, RETURNED_TO_OPENER, type RegionCode, TongbanError, decode, v1 } from '@tongban/contracts';
import { MAIN_TRACK, type MigrationMapping, type StayReason, type Versions, isRunning, mappingFaults, migrateCase, migrationDigest } from '@tongban/domain';
import { type StandardsBook, mappingOf } from '@tongban/registry';
import { type Signer, signMigrationDryRun } from '@tongban/trust';
import { followedReleases } from '../case-versions';
import type { CaseRecord } from '../record/case-record';

export interface DryRunPorts {
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  readonly standards: Pick<StandardsBook, 'catalogue'>;
  readonly signer: Signer;
  /** Business instant. */
  readonly now: string;
  /** Running cases of a flow that are homed here. */
  readonly cases: (flowId: string) => AsyncIterable<CaseRecord>;
}

const MAPPING_BYTES_MAX = 256 * 1024;

/** What a mapping would do to running cases; counts only. */
export interface DryRunCounts {
  readonly running: number;
  readonly movable: number;
  /** Running cases by state of the main track; `returned` for those that went back to their opener before they began. */
  readonly states: Readonly<Record<string, number>>;
  readonly staying: Readonly<{ [R in StayReason]?: number }>;
}

/**
 * Judges a mapping and every running case that follows the version before, and signs the counts: the first of all steps of a migration. Nothing is
 * changed. @throws TongbanError `message.malformed`, `message.too-large`, `standard.version-unknown`, `migration.mapping-invalid` with every fault.
 */
export async function signedDryRun(ports: DryRunPorts, bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.length > MAPPING_BYTES_MAX) throw new TongbanError('message.too-large', `a mapping of ${bytes.length} bytes; ${MAPPING_BYTES_MAX} are allowed`);
  const mapping = mappingOf(decode(v1.MigrateCases, bytes));
  const versions = versionsOf(mapping, ports);
  const faults = mappingFaults(versions, mapping.states);
  if (faults.length > 0) throw new TongbanError('migration.mapping-invalid', faults.map(({ path, en }) => `${path}: ${en}`).join('; '), faults);
  const { running, movable, states, staying } = await dryRun(mapping, versions, ports);
  const named = (counts: Readonly<Record<string, number | undefined>>): v1.MigrationCount.$Properties[] => Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, cases]) => ({ name, cases: cases ?? 0 }));
  return signMigrationDryRun(ports.signer, {
    environment: ENVIRONMENTS[ports.environment], region: ports.region, orderDigest: migrationDigest(mapping), at: ports.now, running, movable, states: named(states), staying: named(staying),
  });
}

function versionsOf({ targets }: MigrationMapping, { standards: { catalogue }, now }: DryRunPorts): Versions {
  const [from, to] = targets.map(({ kind, id, version }) => (kind === 'flow' ? catalogue.releaseOfVersion(id, version, now) : undefined));
  if (from === undefined || to === undefined || from.flowId !== to.flowId) throw new TongbanError('standard.version-unknown', 'a migration is between two published versions of one flow');
  return { from: from.compiled, to: to.compiled };
}

/** Each case is judged under the very release it follows: the version before with the code lists and common messages of its time. */
export async function dryRun({ targets: [from], states: mapping }: MigrationMapping, { to }: Versions, { cases, now, standards }: Pick<DryRunPorts, 'cases' | 'now' | 'standards'>): Promise<DryRunCounts> {
  const states: Record<string, number> = {};
  const staying: { [R in StayReason]?: number } = {};
  let [running, movable] = [0, 0];
  for await (const { opening, state } of cases(from?.id ?? '')) {
    if (!opening || !state || !isRunning(opening.release.flow, state) || followedReleases(standards.catalogue, opening).flow?.version !== from?.version) continue;
    running += 1;
    const where = state.active[MAIN_TRACK] ?? RETURNED_TO_OPENER;
    states[where] = (states[where] ?? 0) + 1;
    const migration = migrateCase({ from: opening.release.flow, to }, state, mapping, now);
    if (migration.moves) movable += 1;
    else staying[migration.reason] = (staying[migration.reason] ?? 0) + 1;
  }
  return { running, movable, states, staying };
}
