import { TongbanError } from '@tongban/contracts';

/** Work that must not overlap, in the order it came, with a bound on what waits. */
export class OneAtATime {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly waitingMax: number) {}

  /** @throws TongbanError `hub.busy` when too much waits already; else what the work throws. */
  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting >= this.waitingMax) return Promise.reject(new TongbanError('hub.busy', `${this.waitingMax} wait already`));
    this.waiting += 1;
    const done = this.last.then(work).finally(() => (this.waiting -= 1));
    this.last = done.catch(() => undefined);
    return done;
  }
}
