import { type BehindFloor, behindFloors, releasesForNewCases } from '@tongban/domain';
import type { VersionedCatalogue } from './versioned-catalogue';

/**
 * Declared values of the standards in force at the end of a business day that are behind the national floors on it, or will be; nothing is refused
 * for it. A standard that is suspended, withdrawn or, by its own data, superseded is behind nothing.
 */
export function standardsBehind(catalogue: VersionedCatalogue, on: string): readonly BehindFloor[] {
  const instant = `${on}T23:59:59+08:00`;
  const { standards, floorsOf } = catalogue.asOf(instant);
  const inForce = [...standards.values()].filter(({ id, status }) => status !== 'superseded' && releasesForNewCases(catalogue.releasesOf({ kind: 'standard', id }), instant).length > 0);
  return behindFloors(inForce, floorsOf, on);
}
