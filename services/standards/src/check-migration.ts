import type { VersionedCatalogue } from '@tongban/catalogue';
import { TongbanError } from '@tongban/contracts';
import { type MigrationMapping, mappingFaults } from '@tongban/domain';

/**
 * Holds a mapping against both versions of the flow as new cases begin with them, or began. No order that leads a case nowhere is taken.
 * @throws TongbanError `migration.mapping-invalid` with every fault by its path in the command, e.g. `action.states.3.to`; `standard.version-unknown`.
 */
export function checkMigration({ targets, states }: MigrationMapping, catalogue: VersionedCatalogue, at: string): void {
  const [from, to] = targets.map(({ id, version }) => catalogue.releaseOfVersion(id, version, at));
  if (from === undefined || to === undefined) throw new TongbanError('standard.version-unknown', 'one of the versions cannot be compiled');
  const faults = mappingFaults({ from: from.compiled, to: to.compiled }, states);
  if (faults.length > 0) throw new TongbanError('migration.mapping-invalid', faults.map(({ path, en }) => `${path}: ${en}`).join('; '), faults);
}
