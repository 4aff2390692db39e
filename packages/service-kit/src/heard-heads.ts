import type { RegionCode } from '@tongban/contracts';

/**
 * Heads as they come, each owner's verified one after the other: while one is looked at, only the newest that came since is kept, so
 * that no number of them fills the memory.
 */
export class HeardHeads {
  private readonly waiting = new Map<RegionCode, Uint8Array>();
  private readonly working = new Map<RegionCode, Promise<void>>();

  /** `hear` does not throw; `heard` is told after each. */
  constructor(private readonly hear: (owner: RegionCode, bytes: Uint8Array) => Promise<void>, private readonly heard: () => void) {}

  offer(owner: RegionCode, bytes: Uint8Array): void {
    this.waiting.set(owner, bytes);
    if (!this.working.has(owner)) this.working.set(owner, this.work(owner));
  }

  /** When nothing waits any more. */
  async settled(): Promise<void> {
    await Promise.all(this.working.values());
  }

  private async work(owner: RegionCode): Promise<void> {
    for (let bytes = this.waiting.get(owner); bytes !== undefined; bytes = this.waiting.get(owner)) {
      this.waiting.delete(owner);
      await this.hear(owner, bytes);
      this.heard();
    }
    this.working.delete(owner);
  }
}
