import { ENVIRONMENTS, TongbanError, decode, encode, isRegionCode, owners, v1 } from '@tongban/contracts';
import type { TrustDirectory } from './directory';
import type { Signer } from './keys';
import type { RegistryPlace } from './registry-commands';
import { STATEMENTS, refuseOtherStatement } from './registry-statements';

/** What a hub answers when it is asked what a migration would do to its running cases: SignedMigrationDryRun bytes. */
export async function signMigrationDryRun(signer: Signer, fields: Omit<v1.MigrationDryRun.$Properties, 'statement'>): Promise<Uint8Array> {
  const dryRun = encode(v1.MigrationDryRun, { ...fields, statement: STATEMENTS.migrationDryRun });
  return encode(v1.SignedMigrationDryRun, { dryRun, signature: await signer.sign(dryRun) });
}

/** Decodes without trusting. @throws TongbanError `message.malformed`. */
export function openMigrationDryRun(bytes: Uint8Array): v1.MigrationDryRun {
  const dryRun = decode(v1.MigrationDryRun, decode(v1.SignedMigrationDryRun, bytes).dryRun);
  refuseOtherStatement(dryRun, STATEMENTS.migrationDryRun);
  return dryRun;
}

/**
 * The dry runs that a proposal brings along were each signed by the hub of the region they name, for this environment. Whether they are about what is
 * proposed, and recent, the registry's own rules say.
 * @throws TongbanError `message.malformed`, `message.wrong-environment`, `signature.*`.
 */
export async function verifyMigrationDryRuns(directory: TrustDirectory, all: readonly Uint8Array[], { environment }: Pick<RegistryPlace, 'environment'>): Promise<void> {
  for (const bytes of all) {
    const dryRun = openMigrationDryRun(bytes);
    if (dryRun.environment !== ENVIRONMENTS[environment]) throw new TongbanError('message.wrong-environment', `the dry run is not of ${environment}`);
    if (!isRegionCode(dryRun.region)) throw new TongbanError('message.malformed', 'a dry run names no region');
    const signed = decode(v1.SignedMigrationDryRun, bytes);
    const fault = await directory.check(owners.hub(dryRun.region), signed.dryRun, signed.signature ?? undefined, dryRun.at);
    if (fault) throw new TongbanError(fault, `the dry run of ${dryRun.region} is not signed by its hub`);
  }
}
