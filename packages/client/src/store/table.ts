import type { ClassicLevel } from 'classic-level';

/** One write of a step. Steps are arrays of these, committed together. Made by tables only. */
export interface StoreOp {
  readonly type: 'put' | 'del';
  readonly key: string;
  /** About how many bytes it writes. */
  readonly size: number;
}

type Encoding = 'json' | 'buffer';
const sublevelOf = (db: ClassicLevel, name: string, valueEncoding: 'utf8' | 'buffer') => db.sublevel<string, string | Buffer>(name, { valueEncoding });

/** Highest code unit that can follow a prefix in our keys, which are ASCII. */
const AFTER = '\uffff';

/** A named part of the store with values of one kind, read at once and written by steps. */
export class Table<V> {
  /** For ranges. Single keys are read and written in the store itself, by their full name: a sublevel does that in several turns. */
  private readonly sublevel: ReturnType<typeof sublevelOf>;
  private readonly valueEncoding: 'utf8' | 'buffer';
  constructor(private readonly db: ClassicLevel, name: string, private readonly encoding: Encoding = 'json') {
    this.valueEncoding = encoding === 'json' ? 'utf8' : 'buffer';
    this.sublevel = sublevelOf(db, name, this.valueEncoding);
  }

  /**
   * Read on the spot: what is asked for was mostly written a moment ago and lies in memory, and a read through the thread
   * pool would wait there behind syncs.
   */
  get(key: string): Promise<V | undefined> {
    try {
      const value = this.db.getSync<string, string | Buffer>(this.fullKey(key), { valueEncoding: this.valueEncoding });
      return Promise.resolve(value === undefined ? undefined : this.decoded(value));
    } catch (cause) {
      return Promise.reject(cause as Error);
    }
  }
  /** Entries whose keys begin with the prefix, in order. */
  async under(prefix: string, limit = -1): Promise<[key: string, value: V][]> {
    const entries = await this.sublevel.iterator({ gte: prefix, lt: prefix + AFTER, limit }).all();
    return entries.map(([key, value]) => [key, this.decoded(value)]);
  }
  async keysUnder(prefix: string, limit = -1): Promise<string[]> {
    return this.sublevel.keys({ gte: prefix, lt: prefix + AFTER, limit }).all();
  }
  /** Entries after a key, in order, so many at most; from the beginning after ''. */
  async after(key: string, limit: number): Promise<[key: string, value: V][]> {
    const entries = await this.sublevel.iterator({ gt: key, limit }).all();
    return entries.map(([one, value]) => [one, this.decoded(value)]);
  }
  /** Values whose keys are at least the one given and begin with the prefix, in order, until their size exceeds `bytesMax`; the first whatever its size. */
  async from(key: string, prefix: string, limit: number, bytesMax: number): Promise<V[]> {
    const values: V[] = [];
    let bytes = 0;
    for await (const [, value] of this.sublevel.iterator({ gte: key, lt: prefix + AFTER, limit })) {
      bytes += value.length;
      if (values.length > 0 && bytes > bytesMax) break;
      values.push(this.decoded(value));
    }
    return values;
  }
  async lastKey(): Promise<string | undefined> {
    return (await this.sublevel.keys({ reverse: true, limit: 1 }).all())[0];
  }
  /** Encodes at once: a value that cannot be written fails here, not in the group of steps it would be written with. */
  put(key: string, value: V): StoreOp {
    const encoded = this.encoding === 'json' ? JSON.stringify(value) : (value as Buffer);
    return { type: 'put', key: this.fullKey(key), value: encoded, valueEncoding: this.valueEncoding, size: key.length + encoded.length } as StoreOp;
  }
  del(key: string): StoreOp {
    return { type: 'del', key: this.fullKey(key), size: key.length };
  }

  private fullKey(key: string): string {
    return this.sublevel.prefixKey(key, 'utf8', false);
  }
  private decoded(value: string | Buffer): V {
    return this.encoding === 'json' ? (JSON.parse(value as string) as V) : (value as V);
  }
}
