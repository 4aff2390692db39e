import type { ClassicLevel } from 'classic-level';

/** One write of a step. Steps are arrays of these, committed together. Made by tables only. */
export interface StoreOp { readonly type: 'put' | 'del'; readonly key: string }

type Encoding = 'json' | 'buffer';
const sublevelOf = (db: ClassicLevel, name: string, valueEncoding: Encoding) => db.sublevel<string, unknown>(name, { valueEncoding });

/** Highest code unit that can follow a prefix in our keys, which are ASCII. */
const AFTER = '\uffff';

/** A named part of the store with values of one kind, read at once and written by steps. */
export class Table<V> {
  private readonly sublevel: ReturnType<typeof sublevelOf>;
  constructor(db: ClassicLevel, name: string, encoding: Encoding = 'json') {
    this.sublevel = sublevelOf(db, name, encoding);
  }

  async get(key: string): Promise<V | undefined> {
    return (await this.sublevel.get(key)) as V | undefined;
  }
  /** Entries whose keys begin with the prefix, in order. */
  async under(prefix: string, limit = -1): Promise<[key: string, value: V][]> {
    return (await this.sublevel.iterator({ gte: prefix, lt: prefix + AFTER, limit }).all()) as [string, V][];
  }
  async keysUnder(prefix: string, limit = -1): Promise<string[]> {
    return this.sublevel.keys({ gte: prefix, lt: prefix + AFTER, limit }).all();
  }
  async lastKey(): Promise<string | undefined> {
    return (await this.sublevel.keys({ reverse: true, limit: 1 }).all())[0];
  }
  put(key: string, value: V): StoreOp {
    return { type: 'put', sublevel: this.sublevel, key, value } as StoreOp;
  }
  del(key: string): StoreOp {
    return { type: 'del', sublevel: this.sublevel, key } as StoreOp;
  }
}
