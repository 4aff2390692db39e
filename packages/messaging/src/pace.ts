import { type LaneClock, realClock } from './lane-clock';

/** How fast one sender may go. `burst`: how much may go at once after a rest; 0 saves nothing up, so that each waits for the whole of the one before. */
export interface PaceLimits { readonly perSecond: number; readonly burst: number }

/**
 * One sender's pace. Nothing is refused: whatever is too fast gets a later moment, in the order in which it asked, and waits for it. What waits is bounded by who asks: a
 * consumer asks for so many at a time and leaves the rest on disk.
 */
export class Pace {
  /** When all that was let go would be paid for. */
  private paidAtMs = -Infinity;

  constructor(private limits: PaceLimits | undefined, private readonly clock: LaneClock = realClock) {}

  /** Other limits from now on; undefined: none. */
  set(limits: PaceLimits | undefined): void {
    this.limits = limits;
  }

  /** How long a new one would wait, in milliseconds; 0 where it may go at once. */
  waitMs(cost = 1): number {
    if (this.limits === undefined) return 0;
    const { perSecond, burst } = this.limits;
    return Math.max(0, Math.ceil(this.paidAtMs - (Math.max(burst, cost) - cost) * (1_000 / perSecond) - this.clock.now()));
  }

  /** Resolves with true when it may go, with false when the signal aborts before. */
  async turn(cost: number, signal?: AbortSignal): Promise<boolean> {
    if (this.limits === undefined) return signal?.aborted !== true;
    const waitMs = this.waitMs(cost);
    this.paidAtMs = Math.max(this.paidAtMs, this.clock.now()) + cost * (1_000 / this.limits.perSecond);
    if (waitMs === 0 || signal?.aborted) return signal?.aborted !== true;
    return new Promise((resolve) => {
      const stop = this.clock.after(waitMs, () => {
        signal?.removeEventListener('abort', aborted);
        resolve(true);
      });
      const aborted = (): void => {
        stop();
        resolve(false);
      };
      signal?.addEventListener('abort', aborted, { once: true });
    });
  }
}
