/** Waiting that ends early: all who wait go on at `wake`. */
export class WakeUp {
  private readonly waiting = new Set<() => void>();

  wake(): void {
    for (const goOn of [...this.waiting]) goOn();
  }

  async wait(timeoutMs: number): Promise<void> {
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
