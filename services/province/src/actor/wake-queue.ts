/** When to look at a key again: never by itself, or after so many milliseconds. */
export type Again = number | undefined;

interface Settings {
  /** Keys looked at at the same time. */
  readonly parallelMax: number;
  /** Keys that fail together, such as cases with the same home. */
  readonly groupOf: (key: string) => string;
  readonly look: (key: string) => Promise<Again>;
  /** What to do with a failure of `look`; the key is looked at again after the returned milliseconds. */
  readonly failed: (key: string, cause: unknown, failures: number) => Again;
}

/**
 * Keys that want to be looked at: each at most once at a time and at most once in the queue, a bounded number side by side.
 * A key woken while it is looked at is looked at once more afterwards. A group in which something failed gets one place
 * until something in it succeeds, so that waiting for an absent region delays nobody else; then the whole group is woken.
 */
export class WakeQueue {
  private readonly waiting = new Set<string>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly failures = new Map<string, number>();
  private readonly troubled = new Set<string>();
  private closed = false;

  constructor(private readonly settings: Settings) {}

  wake(key: string): void {
    if (this.closed) return;
    this.forgetTimer(key);
    this.waiting.add(key);
    this.pump();
  }

  wakeLater(key: string, delayMs: number): void {
    if (this.closed || this.waiting.has(key)) return;
    this.forgetTimer(key);
    this.timers.set(key, setTimeout(() => this.wake(key), delayMs));
  }

  /** Nothing new is begun; resolves when what runs has ended. */
  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.waiting.clear();
    await Promise.all(this.running.values());
  }

  private pump(): void {
    for (const key of this.waiting) {
      if (this.running.size >= this.settings.parallelMax) return;
      if (this.running.has(key) || this.mustWaitForItsGroup(key)) continue;
      this.waiting.delete(key);
      this.running.set(key, this.run(key));
    }
  }

  private mustWaitForItsGroup(key: string): boolean {
    const group = this.settings.groupOf(key);
    return this.troubled.has(group) && [...this.running.keys()].some((other) => this.settings.groupOf(other) === group);
  }

  private async run(key: string): Promise<void> {
    let again: Again;
    try {
      again = await this.settings.look(key);
      this.failures.delete(key);
      this.recover(this.settings.groupOf(key));
    } catch (cause) {
      const failures = (this.failures.get(key) ?? 0) + 1;
      this.failures.set(key, failures);
      this.troubled.add(this.settings.groupOf(key));
      again = this.settings.failed(key, cause, failures);
    }
    this.running.delete(key);
    if (again !== undefined) this.wakeLater(key, again);
    if (!this.closed) this.pump();
  }

  private recover(group: string): void {
    if (!this.troubled.delete(group)) return;
    for (const key of this.failures.keys()) if (this.settings.groupOf(key) === group && this.timers.has(key)) this.wake(key);
  }

  private forgetTimer(key: string): void {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
  }
}
