import { EventEmitter, once } from 'node:events';
import { Rounds } from './rounds';

const HOUR_MS = 3_600_000;

describe('rounds', () => {
  let rounds: Rounds;
  let begun: number;
  const events = new EventEmitter();
  const watch = (work: () => Promise<void> = () => Promise.resolve(), everyMs = HOUR_MS): Rounds => {
    begun = 0;
    rounds = new Rounds(async () => {
      begun += 1;
      events.emit('begun');
      await work();
    }, everyMs);
    return rounds;
  };
  const next = (): Promise<unknown> => once(events, 'begun', { signal: AbortSignal.timeout(5_000) });
  afterEach(() => rounds.stop());

  it('wait for their pause, unless something happened: then they follow closely', async () => {
    watch().start();
    await next();
    for (let count = 2; count <= 4; count += 1) {
      if (count === 2) rounds.soon();
      await next();
      expect(begun).toBe(count);
    }
  });
  it('do not overlap: what happens during a round has another one follow it', async () => {
    let end = (): void => undefined;
    watch(() => new Promise((resolve) => (end = resolve))).start();
    await next();
    rounds.soon();
    expect(begun).toBe(1);
    end();
    await next();
    expect(begun).toBe(2);
    end();
  });
  it('begin only when they are started, and never after they were stopped', async () => {
    watch().soon();
    expect(begun).toBe(0);
    rounds.start();
    await next();
    await rounds.stop();
    rounds.soon();
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toBe(1);
  });
  it('go on after one that failed', async () => {
    watch(() => Promise.reject(new Error('not now')), 1).start();
    await next();
    await next();
    expect(begun).toBe(2);
  });
});
