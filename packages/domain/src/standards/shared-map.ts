import { fnv1a32 } from '../cases/shard';

/** Three levels of 32 branches lead to 32,768 leaves: with a million keys some thirty stand in one. */
const LEVELS = 3;
const BITS = 5;
const BRANCHES = 1 << BITS;

type Leaf<V> = ReadonlyMap<string, V>;
type Node<V> = readonly (Node<V> | Leaf<V> | undefined)[];

/**
 * An immutable map from text: a changed one shares all with the one before but the path to one small leaf. A registry of 100,000
 * versions is the fold of several times as many events, and a plain copy for each would cost their square.
 */
export class SharedMap<V> {
  private constructor(private readonly root: Node<V>, readonly size: number) {}

  static from<V>(entries: Iterable<readonly [string, V]> = []): SharedMap<V> {
    let map = new SharedMap<V>([], 0);
    for (const [key, value] of entries) map = map.with(key, value);
    return map;
  }

  get(key: string): V | undefined {
    return leafOf(this.root, fnv1a32(key))?.get(key);
  }

  with(key: string, value: V): SharedMap<V> {
    const hash = fnv1a32(key);
    const leaf = leafOf(this.root, hash);
    return new SharedMap(withLeaf(this.root, hash, new Map(leaf).set(key, value)), leaf?.has(key) === true ? this.size : this.size + 1);
  }

  without(key: string): SharedMap<V> {
    const hash = fnv1a32(key);
    const leaf = new Map(leafOf(this.root, hash));
    return leaf.delete(key) ? new SharedMap(withLeaf(this.root, hash, leaf), this.size - 1) : this;
  }

  /** In no order one may rely on. */
  *entries(): IterableIterator<[string, V]> {
    yield* entriesOf(this.root);
  }

  *values(): IterableIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }
}

const branchOf = (hash: number, level: number): number => (hash >>> (level * BITS)) % BRANCHES;

function leafOf<V>(root: Node<V>, hash: number): Leaf<V> | undefined {
  let at: Node<V> | Leaf<V> | undefined = root;
  for (let level = 0; level < LEVELS && at !== undefined; level++) at = (at as Node<V>)[branchOf(hash, level)];
  return at as Leaf<V> | undefined;
}

function withLeaf<V>(node: Node<V>, hash: number, leaf: Leaf<V>, level = 0): Node<V> {
  // Filled to its length: an array with holes is slower to copy.
  const copy = node.length === 0 ? new Array<Node<V> | Leaf<V> | undefined>(BRANCHES).fill(undefined) : node.slice();
  const branch = branchOf(hash, level);
  copy[branch] = level === LEVELS - 1 ? leaf : withLeaf((copy[branch] as Node<V> | undefined) ?? [], hash, leaf, level + 1);
  return copy;
}

function* entriesOf<V>(node: Node<V> | Leaf<V>): IterableIterator<[string, V]> {
  if (node instanceof Map) return yield* node.entries() as IterableIterator<[string, V]>;
  for (const branch of node as Node<V>) if (branch !== undefined) yield* entriesOf(branch);
}
