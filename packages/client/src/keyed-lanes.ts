/**
 * Work in lanes: of one key in the order it was pushed, one at a time; of different keys side by side, at most
 * `parallelMax`. `run` settles its own failures; what it throws is given to `failed` and the lane goes on.
 */
export class KeyedLanes<T> {
  private readonly waiting = new Map<string, T[]>();
  /** Keys with something waiting and nothing running, longest first. */
  private readonly ready = new Set<string>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly idlers: (() => void)[] = [];
  private closed = false;

  constructor(
    private readonly run: (item: T, key: string) => Promise<void>, private readonly failed: (error: unknown, key: string) => void,
    private readonly parallelMax = Infinity,
  ) {}

  push(key: string, item: T): void {
    if (this.closed) return;
    const lane = this.waiting.get(key);
    if (lane) lane.push(item);
    else this.waiting.set(key, [item]);
    if (!this.running.has(key)) this.ready.add(key);
    this.fill();
  }

  /** Whether something of the key waits, what runs left aside. */
  hasWaiting(key: string): boolean {
    return this.waiting.has(key);
  }
  /** Whether something of the key waits or runs. */
  has(key: string): boolean {
    return this.waiting.has(key) || this.running.has(key);
  }
  get size(): number {
    let items = this.running.size;
    for (const lane of this.waiting.values()) items += lane.length;
    return items;
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    if (this.size > 0) await new Promise<void>((resolve) => this.idlers.push(resolve));
  }

  /** Starts nothing more and resolves when what runs has ended. What waited stays where it came from. */
  async close(): Promise<void> {
    this.closed = true;
    this.waiting.clear();
    this.ready.clear();
    await Promise.all(this.running.values());
  }

  private fill(): void {
    for (const key of this.ready) {
      if (this.running.size >= this.parallelMax) return;
      this.ready.delete(key);
      const lane = this.waiting.get(key)!;
      const item = lane.shift()!;
      if (lane.length === 0) this.waiting.delete(key);
      this.running.set(key, this.one(key, item));
    }
  }

  private async one(key: string, item: T): Promise<void> {
    try {
      await this.run(item, key);
    } catch (error) {
      this.failed(error, key);
    }
    this.running.delete(key);
    if (this.waiting.has(key)) this.ready.add(key);
    this.fill();
    if (this.size === 0) for (const resolve of this.idlers.splice(0)) resolve();
  }
}
