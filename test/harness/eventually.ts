import { setTimeout as delay } from 'node:timers/promises';

/** Asks again until there is an answer; fails loudly with what was waited for. Errors of `ask` end the wait unless `tolerate`. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined> | T | undefined, options: { withinMs?: number; everyMs?: number; tolerate?: boolean } = {}): Promise<T> {
  const { withinMs = 20_000, everyMs = 50, tolerate = false } = options;
  const endMs = Date.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!tolerate) throw error;
      last = error;
    }
    if (Date.now() >= endMs) throw new Error(`not within ${withinMs} ms: ${what}${last instanceof Error ? ` (last: ${last.message})` : ''}`);
    await delay(everyMs);
  }
}
