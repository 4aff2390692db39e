/** Waiting that ends early: all who wait go on at `wake`. A wake that nobody waited for is not lost: the next wait ends at once. */
export class WakeUp {
  private readonly waiting = new Set<() => void>();
  private missed = false;

  wake(): void {
    this.missed = this.waiting.size === 0;
    for (const goOn of [...this.waiting]) goOn();
  }

  async wait(timeoutMs: number): Promise<void> {
    if (this.missed) {
      this.missed = false;
      return;
    }
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        clearTimeout(timer);
        this.waiting.delete(goOn);
        resolve();
      };
      const timer = setTimeout(goOn, timeoutMs);
      this.waiting.add(goOn);
    });
  }
}
