import type { Need } from '@console/documents';

const RANK: Readonly<Record<Need['severity'], number>> = { critical: 0, warning: 1, info: 2 };

/**
 * Most urgent first. Among those of one severity, what was there already keeps its place and what is new comes after it: a
 * line must not move away under somebody who is about to open it.
 */
export function orderNeeds(needs: readonly Need[], shownBefore: readonly string[]): readonly Need[] {
  const places = new Map(shownBefore.map((id, place) => [id, place]));
  return needs.map((need, index) => ({ need, rank: RANK[need.severity] ?? 3, place: places.get(need.id) ?? shownBefore.length + index }))
    .sort((a, b) => a.rank - b.rank || a.place - b.place).map(({ need }) => need);
}
