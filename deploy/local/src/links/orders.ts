import { type ProcessIdentity, isAlive } from '../launch/process-identity';
import type { Link } from './link';
import { type LinkOrder, OPEN } from './link-order';

const LOOK_EVERY_MS = 500;

/**
 * The orders that the links follow, one after the other: a link that is being shut cannot be opened at the same time. An order
 * counts while the one who gave it lives: a fault switchboard that was killed leaves no region cut off.
 */
export class Orders {
  private readonly givers = new Map<string, ProcessIdentity>();
  private last: Promise<unknown> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(readonly links: ReadonlyMap<string, Link>) {
    this.timer = setInterval(() => this.forgetTheDead(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  give(region: string, order: LinkOrder, giver: ProcessIdentity): Promise<void> {
    if (order.mode === 'open' && order.delayMs === 0) this.givers.delete(region);
    else this.givers.set(region, giver);
    const obeying = this.last.then(() => this.links.get(region)?.obey(order));
    this.last = obeying.catch(() => undefined);
    return obeying;
  }
  close(): void {
    clearInterval(this.timer);
  }

  private forgetTheDead(): void {
    for (const [region, giver] of this.givers) if (!isAlive(giver)) this.give(region, OPEN, giver).catch(() => undefined);
  }
}
