import type { VersionedCatalogue } from '@tongban/catalogue';
import { TongbanError, fieldFault } from '@tongban/contracts';
import type { RegistryEvent } from '@tongban/domain';

/**
 * A switch that names an item nobody knows would never do anything, and nobody would notice. Items belong to one owner, switches to several: so the
 * catalogue is asked, and not the registry that is told.
 * @throws TongbanError `item.unknown`.
 */
export function checkSwitchedItem(event: Extract<RegistryEvent, { type: 'action-proposed' | 'switch-set' }>, catalogue: VersionedCatalogue): void {
  const setting = event.type === 'switch-set' ? event : event.action;
  if (setting.action !== 'switch' || setting.scope.itemCode === undefined) return;
  const id = setting.scope.itemCode;
  if (catalogue.releasesOf({ kind: 'item', id }).length === 0) throw new TongbanError('item.unknown', `no item ${id}`, [fieldFault('action.scope.itemCode', 'item.unknown')]);
}
