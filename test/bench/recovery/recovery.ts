import type { LoadResult } from '../load/load';
import type { Drill } from './drills';

/** One fault, once. Milliseconds count from the moment it began to be undone: a killed process has yet to start then. */
export interface Recovery {
  readonly drill: Drill;
  readonly round: number;
  readonly did: string;
  readonly messages: number;
  /** Until the first message that was due before has its DELIVERED; undefined when none was waiting. */
  readonly firstMs?: number;
  /** Until the last of them has it. */
  readonly caughtUpMs?: number;
  /** The longest any message took, from when it was due. */
  readonly longestMs: number;
}
export function recoveryOf(drill: Drill, round: number, did: string, { latenciesMs, answeredAtMs }: LoadResult, healedAtMs: number): Recovery {
  const waiting = answeredAtMs.filter((answeredAt, index) => answeredAt - latenciesMs[index]! < healedAtMs && answeredAt >= healedAtMs).map((answeredAt) => answeredAt - healedAtMs);
  return {
    drill, round, did, messages: latenciesMs.length, longestMs: Math.max(...latenciesMs),
    ...(waiting.length > 0 && { firstMs: Math.min(...waiting), caughtUpMs: Math.max(...waiting) }),
  };
}
