/** Does one round after the other with a pause between, until it is stopped: what every watch over the broker does. Rounds never overlap, and a failed one is followed by the next. */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();

  constructor(private readonly work: () => Promise<void>, private readonly everyMs: number, private readonly onError: (error: unknown) => void = () => undefined) {}

  start(): void {
    const next = (): void => {
      this.round = this.work().catch(this.onError).then(() => {
        if (this.timer !== undefined) this.timer = setTimeout(next, this.everyMs);
      });
    };
    this.timer = setTimeout(next, 0);
  }

  /** Resolves when the round in hand has ended. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.round;
  }
}
