import { TongbanError, fieldFault, type v1 } from '@tongban/contracts';
import type { HomeRegion, MigrationDryRun, MigrationMapping, RegistryAction, StateMapping } from '@tongban/domain';
import { openMigrationDryRun } from '@tongban/trust';
import { refOf, sentRef } from './kinds';

type Migration = Extract<RegistryAction, { action: 'migrate' }>;

export function sentMapping({ targets: [from, to], states }: MigrationMapping): Pick<v1.MigrateCases.$Properties, 'from' | 'to' | 'states'> {
  return { ...(from && { from: sentRef(from) }), ...(to && { to: sentRef(to) }), states: states.map((one) => ({ from: one.from, to: one.to ?? '' })) };
}
export const sentMigration = (migration: Migration): v1.MigrateCases.$Properties =>
  ({ ...sentMapping(migration), dryRuns: migration.dryRuns.map(({ signed }) => Buffer.from(signed, 'base64')) });

/** Of a command, a proposal, an order, or a question to a hub. */
export const mappingOf = ({ from, to, states }: Pick<v1.MigrateCases.$Properties, 'from' | 'to' | 'states'>): MigrationMapping =>
  ({ targets: [refOf(from), refOf(to)], states: (states ?? []).map((one): StateMapping => ({ from: one.from ?? '', ...(one.to && { to: one.to }) })) });

/** @throws TongbanError `registry.command-invalid` when a dry run is none. */
export const migrationOf = (sent: v1.MigrateCases.$Properties): Migration => ({ action: 'migrate', ...mappingOf(sent), dryRuns: (sent.dryRuns ?? []).map(dryRunOf) });

/** What a hub signed, as the rules read it. */
export function dryRunOf(bytes: Uint8Array, at: number): MigrationDryRun {
  try {
    const { region, orderDigest, at: madeAt, running, movable } = openMigrationDryRun(bytes);
    return { region: region as HomeRegion, orderDigest, at: madeAt, running, movable, signed: Buffer.from(bytes).toString('base64') };
  } catch (cause) {
    throw new TongbanError('registry.command-invalid', 'a dry run is none', [fieldFault(`action.dryRuns.${at}`, 'field.type', '不是枢纽签名的演练结果', 'it is no dry run that a hub signed')], { cause });
  }
}
