import { EventEmitter, once } from 'node:events';
import { WakeQueue } from './wake-queue';

/** Looks end when the test says so. */
class Desk {
  readonly begun: string[] = [];
  private readonly events = new EventEmitter();
  private open = 0;
  mostOpen = 0;

  readonly queue: WakeQueue;
  constructor(parallelMax: number, retryMs = 1) {
    this.queue = new WakeQueue({ parallelMax, groupOf: (key) => key.charAt(0), look: (key) => this.look(key), failed: () => retryMs });
  }

  private async look(key: string): Promise<undefined> {
    this.begun.push(key);
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    this.events.emit('begun');
    const [how] = (await once(this.events, `end ${key}`)) as [string];
    this.open -= 1;
    if (how === 'fail') throw new Error('failed');
    return undefined;
  }

  end(key: string, how: 'ok' | 'fail' = 'ok'): void {
    this.events.emit(`end ${key}`, how);
  }
  async until(count: number): Promise<void> {
    while (this.begun.length < count) await once(this.events, 'begun');
  }
}

describe('a wake queue', () => {
  it('looks at a bounded number of keys side by side', async () => {
    const desk = new Desk(2);
    for (const key of ['a', 'b', 'c', 'd']) desk.queue.wake(key);
    expect(desk.begun).toEqual(['a', 'b']);
    desk.end('a');
    await desk.until(3);
    desk.end('c');
    await desk.until(4);
    expect([desk.begun, desk.mostOpen]).toEqual([['a', 'b', 'c', 'd'], 2]);
  });

  it('looks once more at a key woken meanwhile, however often', async () => {
    const desk = new Desk(4);
    for (let times = 0; times < 5; times += 1) desk.queue.wake('a');
    desk.end('a');
    await desk.until(2);
    desk.end('a');
    await desk.queue.close();
    expect(desk.begun).toEqual(['a', 'a']);
  });

  it('gives a group with trouble one place, and all of it another try when one of it succeeds', async () => {
    const desk = new Desk(3, 60_000);
    for (const key of ['x1', 'x2', 'x3']) desk.queue.wake(key);
    for (const key of ['x1', 'x2']) desk.end(key, 'fail');
    desk.queue.wake('y1');
    desk.queue.wake('x4');
    await desk.until(4);
    expect(desk.begun).toEqual(['x1', 'x2', 'x3', 'y1']);
    desk.end('x3');
    await desk.until(6);
    expect(new Set(desk.begun.slice(4))).toEqual(new Set(['x4', 'x1']));
    desk.end('y1');
    await desk.until(7);
    expect(desk.begun[6]).toBe('x2');
  });

  it('begins nothing after it was closed, and waits for what runs', async () => {
    const desk = new Desk(1);
    desk.queue.wake('a');
    desk.queue.wake('b');
    const closed = desk.queue.close();
    desk.queue.wake('c');
    desk.end('a', 'fail');
    await closed;
    expect(desk.begun).toEqual(['a']);
  });
});
