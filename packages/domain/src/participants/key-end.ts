import type { KeyUse, ParticipantRecord } from './participant-record';

const DAY_MS = 86_400_000;

/** Days until a participant has no key left for one of its uses; negative when that is past. Undefined while every use has a key without an end. @param nowMs business time. */
export function daysToKeyEnd({ keys }: Pick<ParticipantRecord, 'keys'>, nowMs: number): number | undefined {
  const ends = new Map<KeyUse, number>();
  for (const { use, validTo } of keys) ends.set(use, Math.max(ends.get(use) ?? -Infinity, validTo === undefined ? Infinity : Date.parse(validTo)));
  const first = Math.min(...ends.values());
  return Number.isFinite(first) ? Math.floor((first - nowMs) / DAY_MS) : undefined;
}
