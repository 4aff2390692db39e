/**
 * How far ahead of its pace somebody is by when it submitted, whenever that is worked on: a hub that was down for an hour, or is slow, makes a flooder of nobody.
 */
export class AheadOfPace {
  private owed = 0;
  private lastMs = -Infinity;

  /** @param limits so many a second, and so many at once after a rest. */
  constructor(private readonly limits: { readonly perSecond: number; readonly burst: number }) {}

  /** In milliseconds: how long what was submitted until then takes at that pace, beyond what may come at once. Instants may come a little out of order. */
  took(submittedAtMs: number, cost: number): number {
    const { perSecond, burst } = this.limits;
    if (submittedAtMs > this.lastMs) {
      if (this.lastMs !== -Infinity) this.owed = Math.max(0, this.owed - ((submittedAtMs - this.lastMs) / 1_000) * perSecond);
      this.lastMs = submittedAtMs;
    }
    this.owed += cost;
    return Math.max(0, ((this.owed - burst) / perSecond) * 1_000);
  }
}
