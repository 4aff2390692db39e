import type { Standing } from './measure';

/** The standing of the hub as it was measured last: the watch of alerts asks for it every few seconds, and whoever only shows it need not ask the broker again. */
export class LatestStanding {
  private latest: { readonly atMs: number; readonly standing: Standing } | undefined;

  constructor(private readonly measure: () => Promise<Standing>, private readonly realNow: () => number = Date.now) {}

  /** Measured now. @throws what measuring throws. */
  async now(): Promise<Standing> {
    const standing = await this.measure();
    this.latest = { atMs: this.realNow(), standing };
    return standing;
  }

  /** As it was measured at most so long ago, else now. */
  async within(ms: number): Promise<Standing> {
    return this.latest !== undefined && this.realNow() - this.latest.atMs <= ms ? this.latest.standing : this.now();
  }
}
