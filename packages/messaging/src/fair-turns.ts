/**
 * So many pieces of work at a time for all senders together, and a free place goes to the sender whose last one is longest ago: who asks for much waits for
 * itself, not for others and not others for it.
 */
export class FairTurns {
  /** Senders that wait, the next one first. */
  private readonly waiting = new Map<string, (() => void)[]>();
  private free: number;

  constructor(max: number) {
    this.free = max;
  }

  async use<T>(sender: string, work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.wait(sender, resolve));
    try {
      return await work();
    } finally {
      this.next();
    }
  }

  private wait(sender: string, go: () => void): void {
    const queue = this.waiting.get(sender);
    if (queue) queue.push(go);
    else this.waiting.set(sender, [go]);
  }

  private next(): void {
    const [first] = this.waiting;
    if (first === undefined) {
      this.free++;
      return;
    }
    const [sender, queue] = first;
    const go = queue.shift()!;
    // Behind everybody else who waits.
    this.waiting.delete(sender);
    if (queue.length > 0) this.waiting.set(sender, queue);
    go();
  }
}
