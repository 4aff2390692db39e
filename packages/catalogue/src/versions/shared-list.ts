const CHUNK = 1024;

/** An immutable list to append to: a longer one shares all but its last chunk with the one before. */
export class SharedList<T> {
  private constructor(private readonly chunks: readonly (readonly T[])[]) {}

  static empty<T>(): SharedList<T> {
    return new SharedList<T>([]);
  }

  with(value: T): SharedList<T> {
    const last = this.chunks.at(-1);
    if (last === undefined || last.length >= CHUNK) return new SharedList([...this.chunks, [value]]);
    return new SharedList([...this.chunks.slice(0, -1), [...last, value]]);
  }

  values(): T[] {
    return this.chunks.flat();
  }
}
