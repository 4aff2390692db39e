import { outsideHandling } from '@tongban/telemetry';

const SOON_MS = 50;

/** Does one round after the other with a pause between, until it is stopped: what every watch over the broker does. Rounds never overlap, and a failed one is followed by the next. */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private running = false;
  private hurried = false;
  private pauseMs: number;

  constructor(private readonly work: () => Promise<void>, private readonly everyMs: number, private readonly onError: (error: unknown) => void = () => undefined) {
    this.pauseMs = everyMs;
  }

  start(): void {
    this.after(0);
  }

  /**
   * Something happened that a round looks for: the next one begins now, or when the one in hand has ended, which may have begun too early to see it. Those after it follow closely at first, because what
   * comes of it takes a moment to get here.
   */
  soon(): void {
    this.pauseMs = Math.min(SOON_MS, this.everyMs);
    if (this.timer === undefined) return;
    this.hurried = this.running;
    if (!this.running) this.after(0);
  }

  /** Resolves when the round in hand has ended. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.round;
  }

  private after(ms: number): void {
    clearTimeout(this.timer);
    // A handler may have hurried it: its rounds are not about what that works on.
    this.timer = outsideHandling(() => setTimeout(() => this.next(), ms));
  }
  private next(): void {
    this.running = true;
    this.hurried = false;
    this.round = this.work().catch(this.onError).then(() => {
      this.running = false;
      if (this.timer === undefined) return;
      this.after(this.hurried ? 0 : this.pauseMs);
      this.pauseMs = Math.min(this.pauseMs * 2, this.everyMs);
    });
  }
}
