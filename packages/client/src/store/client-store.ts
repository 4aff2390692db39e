import { mkdir } from 'node:fs/promises';
import { TongbanError } from '@tongban/contracts';
import { ClassicLevel } from 'classic-level';
import type { CaseFacts } from '../case-facts';
import type { StateValue } from '../options';
import { GroupCommit } from './group-commit';
import type { MessageRecord, OutboxEntry, PendingDelivery, PendingRejection, SetAside, ShelfRecord, StoredHello, SubscriptionRecord } from './records';
import { type StoreOp, Table } from './table';

/** A province's store is small and there may be many in one process. */
const MEMORY = { cacheSize: 1024 * 1024, writeBufferSize: 1024 * 1024, maxOpenFiles: 64 } as const;

/**
 * The embedded store of one participant's SDK: LevelDB, one directory, one process. Every write that matters is on disk
 * before it counts, so a kill -9 at any moment leaves the state before a step or after it.
 */
export class ClientStore {
  /** Messages without a verdict yet, by order of sending. */
  readonly outbox: Table<OutboxEntry>;
  /** The exact bytes, by message id. */
  readonly bytes: Table<Buffer>;
  /** What is known of an own message, by message id. */
  readonly messages: Table<MessageRecord>;
  /** Own messages with a verdict, by its real time: what pruning goes by. */
  readonly settled: Table<string>;
  /** SignedReceipts about own messages, by message id, level and issuer. */
  readonly receipts: Table<Buffer>;
  /** Recipients' rejections of own messages that the application has not been told of, by case and message id. */
  readonly rejections: Table<PendingRejection>;
  /** Deliveries not yet taken, by case and number. */
  readonly inbox: Table<PendingDelivery>;
  /** Number of the last delivery taken, by case. */
  readonly heads: Table<number>;
  /** Receipts owed to senders, by case, number and level. */
  readonly owed: Table<Buffer>;
  readonly cases: Table<CaseFacts>;
  /** The application's own keys. */
  readonly app: Table<StateValue>;
  /** Messages whose keys were destroyed by a lawful erasure, by their digest (hex): the id of the order. */
  readonly erased: Table<string>;
  /** Messages from the hub that could not be trusted, by digest. */
  readonly setAside: Table<SetAside>;
  /** How far the copy of an owner's registry log is, by owner. */
  readonly standards: Table<ShelfRecord>;
  /** Signed pages of the snapshot a copy began with, by owner, number of the snapshot and page. */
  readonly standardsPages: Table<Buffer>;
  /** Exact signed entries since, by owner and number. */
  readonly standardsEntries: Table<Buffer>;
  /** How far the application was told, by subscription and owner. */
  readonly subscriptions: Table<SubscriptionRecord>;
  readonly meta: Table<StoredHello>;
  private readonly writer: GroupCommit;

  private constructor(private readonly db: ClassicLevel) {
    this.outbox = new Table(db, 'outbox');
    this.bytes = new Table(db, 'bytes', 'buffer');
    this.messages = new Table(db, 'messages');
    this.settled = new Table(db, 'settled');
    this.receipts = new Table(db, 'receipts', 'buffer');
    this.rejections = new Table(db, 'rejections');
    this.inbox = new Table(db, 'inbox');
    this.heads = new Table(db, 'heads');
    this.owed = new Table(db, 'owed', 'buffer');
    this.cases = new Table(db, 'cases');
    this.app = new Table(db, 'app');
    this.erased = new Table(db, 'erased');
    this.setAside = new Table(db, 'set-aside');
    this.standards = new Table(db, 'standards');
    this.standardsPages = new Table(db, 'standards-pages', 'buffer');
    this.standardsEntries = new Table(db, 'standards-entries', 'buffer');
    this.subscriptions = new Table(db, 'standards-subscriptions');
    this.meta = new Table(db, 'meta');
    this.writer = new GroupCommit((ops, sync) => db.batch([...ops] as never, { sync }));
  }

  /** @throws TongbanError `store.in-use` when another process has it open, `store.unusable` when it cannot be opened. */
  static async open(directory: string): Promise<ClientStore> {
    const db = new ClassicLevel(directory, MEMORY);
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await db.open();
    } catch (cause) {
      const { code, message } = (cause as { cause?: NodeJS.ErrnoException }).cause ?? (cause as NodeJS.ErrnoException);
      if (code === 'LEVEL_LOCKED') throw new TongbanError('store.in-use', `${directory} is open already`, [], { cause });
      throw new TongbanError('store.unusable', `${directory}: ${message}`, [], { cause });
    }
    return new ClientStore(db);
  }

  /** One atomic step, on disk when it resolves. Steps of many callers share a sync. */
  async commit(ops: readonly StoreOp[]): Promise<void> {
    if (ops.length > 0) await this.writer.add(ops, true);
  }

  /** As `commit`, for what may be done again after a crash. */
  async note(ops: readonly StoreOp[]): Promise<void> {
    if (ops.length > 0) await this.writer.add(ops, false);
  }

  async close(): Promise<void> {
    await this.writer.idle();
    await this.db.close();
  }
}
