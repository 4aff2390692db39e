import { addDays, diffDays } from '../../calendar/days';
import { canonicalJson } from '../../schema/canonical-json';
import type { Floor } from './floor';
import { withSteps } from './floor-in-force';

/** Floors of one version of an item, from the day on which it took effect; null for the first. */
export interface FloorVersion { readonly from: string | null; readonly floors: readonly Floor[] }

/** An item's floors through its versions, which ascend by day: each entry counts while its version does, and one that stays the same goes on. */
export function floorsOverVersions(versions: readonly FloorVersion[]): readonly Floor[] {
  let all: Floor[] = [];
  versions.forEach(({ from, floors }, at) => {
    const next = versions[at + 1]?.from ?? null;
    const last = next === null ? null : addDays(next, -1);
    for (const floor of floors.flatMap(withSteps)) {
      const clipped = { ...floor, valueFrom: laterStart(floor.valueFrom, from), valueTo: earlierEnd(floor.valueTo, last) };
      if (clipped.valueFrom !== null && clipped.valueTo !== null && clipped.valueFrom > clipped.valueTo) continue;
      const before = all.find((one) => isDayBefore(one.valueTo, clipped.valueFrom) && contentOf(one) === contentOf(clipped));
      if (before !== undefined) all = all.filter((one) => one !== before);
      all.push(before === undefined ? clipped : { ...clipped, valueFrom: before.valueFrom });
    }
  });
  return all;
}

const laterStart = (a: string | null, b: string | null): string | null => (a === null ? b : b === null || a > b ? a : b);
const earlierEnd = (a: string | null, b: string | null): string | null => (a === null ? b : b === null || a < b ? a : b);
const isDayBefore = (end: string | null, start: string | null): boolean => end !== null && start !== null && diffDays(end, start) === 1;

function contentOf({ valueFrom: _from, valueTo: _to, ...content }: Floor): string {
  return canonicalJson(content);
}
