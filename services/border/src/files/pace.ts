import { setTimeout as delay } from 'node:timers/promises';

/**
 * So many bytes a second and no more, in the order they ask. Files share disk and links with messages, and a server keeps what was written or read in the last seconds in its memory:
 * without a pace, a large file whole.
 */
export class Pace {
  private freeAtMs = 0;
  constructor(private readonly bytesPerSecond: number, private readonly nowMs: () => number = Date.now) {}

  /** Resolves when these bytes may go. */
  async take(bytes: number): Promise<void> {
    const waitMs = this.reserve(bytes);
    if (waitMs > 0) await delay(waitMs);
  }

  /** Takes the next place in the row. @returns milliseconds until it comes. */
  reserve(bytes: number): number {
    const now = this.nowMs();
    const startsMs = Math.max(now, this.freeAtMs);
    this.freeAtMs = startsMs + (bytes / this.bytesPerSecond) * 1_000;
    return startsMs - now;
  }
}
