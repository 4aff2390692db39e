/** At most so many pieces of work at a time; the rest wait in order. */
export class Slots {
  private readonly queue: (() => void)[] = [];
  private free: number;
  constructor(max: number) {
    this.free = max;
  }
  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.free++;
    }
  }
}
