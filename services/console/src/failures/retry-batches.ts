import { randomUUID } from 'node:crypto';
import { TongbanError } from '@tongban/contracts';
import { type FailureActor, type FailureFilters, type OperatorDesk, actOnFailures, everyFailure } from '@tongban/operator';
import type { RetryBatchDocument } from '../documents';

/** Batches that are remembered; the oldest that is over goes. */
const KEPT_MAX = 100;
const RUNNING_MAX = 5;

interface Batch { document: RetryBatchDocument; readonly stop: AbortController }

/** Retries of many failed messages, one after the other at a rate, while the page shows how far they are. What each came to is on record at its hub; here are only numbers. */
export class RetryBatches {
  private readonly batches = new Map<string, Batch>();
  constructor(private readonly desk: OperatorDesk) {}

  /** @throws TongbanError `hub.busy` when too many run already. */
  async begin(filters: FailureFilters, perSecond: number, actor: FailureActor): Promise<RetryBatchDocument> {
    if ([...this.batches.values()].filter(({ document }) => document.state === 'running').length >= RUNNING_MAX) throw new TongbanError('hub.busy', `${RUNNING_MAX} batches run already`);
    const { rows, unreachableRegions } = await everyFailure(this.desk, { ...filters, state: 'open' });
    const batch: Batch = { stop: new AbortController(), document: { id: randomUUID(), total: rows.length, done: 0, failed: 0, left: rows.length, state: 'running', by: actor.by, unreachableRegions } };
    this.keep(batch);
    void this.run(batch, rows, perSecond, actor);
    return batch.document;
  }

  /** @throws TongbanError `find.nothing`. */
  show(id: string): RetryBatchDocument {
    return this.find(id).document;
  }

  /** The one in hand is finished; what is left stays open. */
  stop(id: string): RetryBatchDocument {
    const batch = this.find(id);
    batch.stop.abort();
    return batch.document;
  }
  stopAll(): void {
    for (const { stop } of this.batches.values()) stop.abort();
  }

  private async run(batch: Batch, rows: Awaited<ReturnType<typeof everyFailure>>['rows'], perSecond: number, actor: FailureActor): Promise<void> {
    const tell = (change: Partial<RetryBatchDocument>): void => { batch.document = { ...batch.document, ...change }; };
    try {
      const { left } = await actOnFailures(this.desk, {
        ...actor, failures: rows, act: 'retry', perSecond, stop: batch.stop.signal,
        onEach: ({ ok }, more) => tell({ done: batch.document.done + 1, failed: batch.document.failed + (ok ? 0 : 1), left: more }),
      });
      tell({ left: left.length, state: batch.stop.signal.aborted ? 'stopped' : 'done' });
    } catch (error) {
      tell({ state: 'stopped', code: TongbanError.from(error).code });
    }
  }
  private find(id: string): Batch {
    const batch = this.batches.get(id);
    if (batch === undefined) throw new TongbanError('find.nothing', 'no such batch; batches are forgotten when the console starts anew');
    return batch;
  }
  private keep(batch: Batch): void {
    this.batches.set(batch.document.id, batch);
    if (this.batches.size <= KEPT_MAX) return;
    const over = [...this.batches.values()].find(({ document }) => document.state !== 'running');
    if (over) this.batches.delete(over.document.id);
  }
}
