import { setTimeout as delay } from 'node:timers/promises';

export interface Patience {
  readonly withinMs: number;
  readonly everyMs?: number;
  /** Stops the waiting early by throwing. */
  readonly check?: () => void;
}

/** Asks again until there is an answer. @returns undefined when there was none in time. */
export async function eventually<T>(ask: () => Promise<T | undefined>, { withinMs, everyMs = 50, check }: Patience): Promise<T | undefined> {
  const until = Date.now() + withinMs;
  for (;;) {
    check?.();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() >= until) return undefined;
    await delay(everyMs);
  }
}

/** Whether `promise` settled within the time; it is not cancelled. */
export async function settledWithin(promise: Promise<unknown>, withinMs: number): Promise<boolean> {
  const timeout = new AbortController();
  const late = delay(withinMs, false, { signal: timeout.signal }).catch(() => false);
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    timeout.abort();
  }
}
