import type { StoreOp } from './table';

/** Writes ops in their order as one atomic batch; on disk when it resolves if `durable`, else with the next that is. */
export type WriteBatch = (ops: readonly StoreOp[], durable: boolean) => Promise<void>;

interface Step {
  readonly ops: readonly StoreOp[];
  readonly durable: boolean;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/** Bytes written together; a step that is larger goes alone. */
const GROUP_BYTES_MAX = 1024 * 1024;

/**
 * One writer that lets many steps share one sync: while a group is written the next one gathers. A step alone is written at
 * once, nobody waits for company. Each step stays atomic, since a group is, and steps keep the order in which they were added.
 */
export class GroupCommit {
  private readonly waiting: Step[] = [];
  private running: Promise<void> | undefined;
  constructor(private readonly write: WriteBatch) {}

  /** Resolves when the step is written, rejects when its group could not be: then nothing may be said of any step of it. */
  add(ops: readonly StoreOp[], durable: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ops, durable, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Resolves when everything that was added has its answer. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, this.groupSize());
      try {
        await this.write(group.flatMap(({ ops }) => ops), group.some(({ durable }) => durable));
        for (const { resolve } of group) resolve();
      } catch (cause) {
        for (const { reject } of group) reject(cause);
      }
    }
    this.running = undefined;
  }

  private groupSize(): number {
    let bytes = 0;
    const end = this.waiting.findIndex(({ ops }, index) => {
      for (const { size } of ops) bytes += size;
      return index > 0 && bytes > GROUP_BYTES_MAX;
    });
    return end === -1 ? this.waiting.length : end;
  }
}
