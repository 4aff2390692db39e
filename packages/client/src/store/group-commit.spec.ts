import { GroupCommit } from './group-commit';
import type { StoreOp } from './table';

/** A disk that takes as long as the test says. */
class Disk {
  readonly writes: { keys: string[]; durable: boolean; end: (cause?: Error) => void }[] = [];
  readonly write = (ops: readonly StoreOp[], durable: boolean): Promise<void> =>
    new Promise((resolve, reject) => this.writes.push({ keys: ops.map(({ key }) => key), durable, end: (cause) => (cause ? reject(cause) : resolve()) }));
  last = () => this.writes.at(-1)!;
}
const put = (key: string, size = 10): StoreOp => ({ type: 'put', key, size });

describe('a group commit', () => {
  let disk: Disk;
  let writer: GroupCommit;
  let told: string[];
  beforeEach(() => {
    disk = new Disk();
    writer = new GroupCommit(disk.write);
    told = [];
  });
  const add = (name: string, durable = true, size?: number): Promise<unknown> =>
    writer.add([put(name, size), put(`${name}2`, size)], durable).then(() => told.push(name), () => told.push(`${name} failed`));
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('writes a step that is alone at once', () => {
    void add('a');
    expect(disk.writes).toMatchObject([{ keys: ['a', 'a2'], durable: true }]);
  });

  it('gathers steps while one is written, writes them together in their order, and tells each only when its own bytes are there', async () => {
    const all = ['a', 'b', 'c', 'd'].map((name) => add(name));
    await turn();
    expect([told, disk.writes.length]).toEqual([[], 1]);
    disk.last().end();
    await turn();
    expect([told, disk.last().keys]).toEqual([['a'], ['b', 'b2', 'c', 'c2', 'd', 'd2']]);
    const late = add('e');
    await turn();
    expect([told, disk.writes.length]).toEqual([['a'], 2]);
    disk.last().end();
    await turn();
    expect([told, disk.last().keys]).toEqual([['a', 'b', 'c', 'd'], ['e', 'e2']]);
    disk.last().end();
    await Promise.all([...all, late]);
  });

  it('syncs for one step that asks for it, and not for those that do not', async () => {
    const all = [add('a', false), add('b', false), add('c', true)];
    expect(disk.last().durable).toBe(false);
    disk.last().end();
    await turn();
    expect(disk.last()).toMatchObject({ keys: ['b', 'b2', 'c', 'c2'], durable: true });
    disk.last().end();
    await Promise.all(all);
  });

  it('promises nothing of a group that failed, and goes on with the next', async () => {
    const all = [add('a'), add('b'), add('c')];
    disk.last().end();
    await turn();
    const next = add('d');
    disk.last().end(new Error('no space'));
    await turn();
    expect(told).toEqual(['a', 'b failed', 'c failed']);
    disk.last().end();
    await Promise.all([...all, next]);
    expect(told.at(-1)).toBe('d');
  });

  it('does not write more than a megabyte together, unless one step is larger', async () => {
    const large = 2 ** 19;
    const all = [add('a'), add('b', true, large), add('c', true, 1), add('d', true, 4 * large), add('e')];
    for (let end = 0; end < 4; end++) {
      disk.last().end();
      await turn();
    }
    expect(disk.writes.map(({ keys }) => keys.filter((key) => key.length === 1).join(''))).toEqual(['a', 'b', 'c', 'd', 'e'].slice(0, disk.writes.length));
    disk.last().end();
    await Promise.all([...all, writer.idle()]);
    expect(told).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
