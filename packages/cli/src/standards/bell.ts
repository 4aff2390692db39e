/** Wakes who waits; a ring while nobody waits is kept. */
export class Bell {
  isStopped = false;
  private rung = false;
  private wake: () => void = () => undefined;

  ring(): void {
    this.rung = true;
    this.wake();
  }
  stop(): void {
    this.isStopped = true;
    this.wake();
  }
  /** Until it rings, or for a time at most. */
  async wait(atMostMs: number | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = atMostMs === undefined ? undefined : setTimeout(resolve, atMostMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.rung || this.isStopped) this.wake();
    });
    this.rung = false;
  }
}
