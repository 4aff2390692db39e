import * as fc from 'fast-check';
import { KeyedLanes } from './keyed-lanes';
import { KeyedMutex } from './keyed-mutex';

describe('lanes', () => {
  it('keep the order of each key, never run one key twice at a time, and respect the bound', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(3)), { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), async (work, bound) => {
      const seen = new Map<string, number[]>();
      const running = new Set<string>();
      let most = 0;
      const failures: string[] = [];
      const lanes = new KeyedLanes<{ index: number; turns: number }>(async ({ index, turns }, key) => {
        expect(running.has(key)).toBe(false);
        running.add(key);
        most = Math.max(most, running.size);
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        seen.set(key, [...(seen.get(key) ?? []), index]);
        running.delete(key);
        if (turns === 3) throw new Error('a failure that the lane survives');
      }, (_error, key) => failures.push(key), bound);
      work.forEach(([key, turns], index) => lanes.push(key, { index, turns }));
      await lanes.idle();
      expect(most).toBeLessThanOrEqual(bound);
      expect(failures).toHaveLength(work.filter(([, turns]) => turns === 3).length);
      for (const key of ['a', 'b', 'c', 'd']) expect(seen.get(key) ?? []).toEqual(work.flatMap(([of], index) => (of === key ? [index] : [])));
    }));
  });

  it('start nothing after close, which waits for what runs', async () => {
    const started: number[] = [];
    let end!: () => void;
    const lanes = new KeyedLanes<number>(async (item) => {
      started.push(item);
      await new Promise<void>((resolve) => (end = resolve));
    }, () => undefined, 1);
    lanes.push('a', 1);
    lanes.push('b', 2);
    const closed = lanes.close();
    end();
    await closed;
    lanes.push('c', 3);
    expect(started).toEqual([1]);
  });
});

describe('a mutex per key', () => {
  it('lets holders in one by one in their order, and a failure lets the next one in', async () => {
    const mutex = new KeyedMutex();
    const seen: string[] = [];
    const work = (name: string) => mutex.hold('k', async () => {
      seen.push(`${name} in`);
      await Promise.resolve();
      seen.push(`${name} out`);
      if (name === 'a') throw new Error('failed');
    });
    await Promise.allSettled([work('a'), work('b'), work('c')]);
    expect(seen).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });
});
