import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again until there is an answer; fails loudly with what was waited for. Errors of `ask` end the wait unless `tolerate`. `cameNearerAtMs`: of work that takes as long as there is much of it, when it
 * was last seen to go on; the time counts from there.
 */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined> | T | undefined, options: { withinMs?: number; everyMs?: number; tolerate?: boolean; cameNearerAtMs?: () => number } = {}): Promise<T> {
  const { withinMs = 20_000, everyMs = 50, tolerate = false, cameNearerAtMs = () => 0 } = options;
  const beganMs = Date.now();
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!tolerate) throw error;
      last = error;
    }
    if (Date.now() >= Math.max(beganMs, cameNearerAtMs()) + withinMs) throw new Error(`not within ${withinMs} ms: ${what}${last instanceof Error ? ` (last: ${last.message})` : ''}`);
    await delay(everyMs);
  }
}
