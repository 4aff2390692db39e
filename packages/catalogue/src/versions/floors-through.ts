import { type Floor, type FloorVersion, beijingDateOf, beijingInstant, floorsOverVersions } from '@tongban/domain';
import type { ServiceItem } from '../shapes/service-items';
import type { ReleaseHistory } from './release-history';

/** Before everything that was ever published, and the last moment that has a business date everywhere. */
const BEGINNING = '0001-01-02T00:00:00Z';
const LAST_MS = Date.parse('9999-12-31T00:00:00Z');

/** Floors of an item through all that was published of it: of each day those of the version that is in force on it. */
export function floorsThrough(history: ReleaseHistory, itemCode: string): readonly Floor[] {
  const ref = { kind: 'item', id: itemCode } as const;
  const floorsAt = (instant: string): readonly Floor[] => (history.present(ref, instant)?.content as ServiceItem | undefined)?.floors ?? [];
  const moments = [...new Set(history.changes(ref))].filter((moment) => moment <= LAST_MS).sort((a, b) => a - b).map(beijingInstant);
  return floorsOverVersions([{ from: null, floors: floorsAt(BEGINNING) }, ...moments.map((moment): FloorVersion => ({ from: beijingDateOf(moment), floors: floorsAt(moment) }))]);
}
