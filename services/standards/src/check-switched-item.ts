import type { VersionedCatalogue } from '@tongban/catalogue';
import { TongbanError, fieldFault } from '@tongban/contracts';
import { type RegistryEvent, liesAcrossBorder } from '@tongban/domain';

/**
 * A switch that names an item nobody knows, or the border between two sides that have none between them, would never do anything, and nobody would notice. Items belong to one owner, switches to several: so the
 * catalogue is asked, and not the registry that is told.
 * @throws TongbanError `item.unknown`, `registry.command-invalid`.
 */
export function checkSwitchedItem(event: Extract<RegistryEvent, { type: 'action-proposed' | 'switch-set' }>, catalogue: VersionedCatalogue): void {
  const setting = event.type === 'switch-set' ? event : event.action;
  if (setting.action !== 'switch') return;
  const { subject, pair } = setting.scope;
  if (subject !== undefined && pair !== undefined && !liesAcrossBorder(catalogue.asOf(event.at).divisions, pair.opener, pair.counterpart))
    throw new TongbanError('registry.command-invalid', `no border lies between ${pair.opener} and ${pair.counterpart}`, [fieldFault('action.scope.pair', 'field.division', '须为内地一方与港澳一方', 'one side of the mainland and one SAR')]);
  if (setting.scope.itemCode === undefined) return;
  const id = setting.scope.itemCode;
  if (catalogue.releasesOf({ kind: 'item', id }).length === 0) throw new TongbanError('item.unknown', `no item ${id}`, [fieldFault('action.scope.itemCode', 'item.unknown')]);
}
