import { TongbanError } from '@tongban/contracts';
import { pause } from '../pause';

const AGAIN_MS = [100, 250, 500, 1_000, 2_000] as const;

/** Asks again while the answer is one that passes, until `untilMs`. `attachment.pending` is an answer for the caller. @throws TongbanError the last one. */
export async function persistently<T>(ask: () => Promise<T>, untilMs: number, signal: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (cause) {
      const error = TongbanError.from(cause);
      const again = AGAIN_MS[Math.min(attempt, AGAIN_MS.length - 1)]!;
      if (!error.traits.retryable || error.code === 'attachment.pending' || error.code === 'attachment.no-room' || signal.aborted || Date.now() + again > untilMs) throw error;
      await pause(again, signal);
    }
  }
}
