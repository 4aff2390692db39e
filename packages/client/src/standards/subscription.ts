import { type EnvironmentCode, REGION_CODES, type RegionCode, TongbanError, type v1 } from '@tongban/contracts';
import { canonicalJson, sha256Hex } from '@tongban/domain';
import { registeredRelease } from '@tongban/registry';
import { type RegistryPosition, openRegistryEntry } from '@tongban/trust';
import { KeyedLanes } from '../keyed-lanes';
import type { Problem, ProvinceLogger, StateValue } from '../options';
import type { ClientStore } from '../store/client-store';
import { type SubscriptionRecord, subscriptionKey } from '../store/records';
import type { StoreOp } from '../store/table';
import { type SnapshotPlace, snapshotPages } from './snapshot-pages';
import { type StandardsLog, entryOf } from './standards-log';
import type { StandardsQueries } from './standards-queries';
import { placeOf, positionOf } from './standards-shelf';
import { type StandardsFilter, type StandardsHandler, type StandardsStep, type StandardsUpdate, sentFilter } from './update';

export interface SubscriptionPorts {
  readonly store: ClientStore;
  readonly log: StandardsLog;
  readonly queries: Pick<StandardsQueries, 'snapshotPage'>;
  readonly place: SnapshotPlace & { readonly environment: EnvironmentCode };
  readonly logger: ProvinceLogger;
}
export interface SubscriptionSettings {
  /** Pauses after failures, of the hub or the handler; the last one repeats. */
  readonly retryMs?: readonly number[];
}
const RETRY_MS = [100, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000] as const;
/** A handler that failed so often is a problem for a person. */
const PROBLEM_AFTER = 5;

/**
 * One application's subscription: of each owner first a snapshot, then every entry the filter wants, one at a time and in order. How far it was
 * told lies on disk with what the handler wrote, so that it goes on there after any stop, however long.
 */
export class StandardsSubscription {
  private readonly filter: v1.RegistryFilter.$Properties;
  private readonly filterHex: string;
  private readonly lanes: KeyedLanes<void>;
  private readonly retries = new Map<RegionCode, NodeJS.Timeout>();
  private readonly failures = new Map<RegionCode, { count: number; problem: Problem }>();
  private readonly told = new Map<RegionCode, number>();
  private closed = false;

  constructor(
    readonly name: string, filter: StandardsFilter, private readonly handler: StandardsHandler, private readonly ports: SubscriptionPorts,
    private readonly settings: SubscriptionSettings = {},
  ) {
    this.filter = sentFilter(filter);
    this.filterHex = sha256Hex(canonicalJson(this.filter));
    this.lanes = new KeyedLanes((_none, owner) => this.tellOwner(owner as RegionCode), (error, owner) => this.failed(owner as RegionCode, error));
  }

  /** Begins, or goes on. */
  start(): void {
    for (const owner of REGION_CODES) this.wake(owner);
  }
  /** There may be more of an owner. */
  wake(owner: RegionCode): void {
    if (!this.closed && !this.retries.has(owner) && !this.lanes.hasWaiting(owner)) this.lanes.push(owner, undefined);
  }
  /** Number of the last entry of an owner that was handed over or passed over by the filter; undefined before the snapshot was. */
  position(owner: RegionCode): number | undefined {
    return this.told.get(owner);
  }
  problems(): Problem[] {
    return [...this.failures.values()].filter(({ count }) => count >= PROBLEM_AFTER).map(({ problem }) => problem);
  }
  /** Tells nothing more; resolves when the running handlers have ended. */
  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.retries.values()) clearTimeout(timer);
    await this.lanes.close();
  }

  private async tellOwner(owner: RegionCode): Promise<void> {
    const known = await this.ports.store.subscriptions.get(subscriptionKey(this.name, owner));
    let position = known?.filterHex === this.filterHex ? positionOf(known) : await this.tellSnapshot(owner);
    this.told.set(owner, position.number);
    for (let more = true; more && !this.closed;) {
      const entries = await this.ports.log.after(owner, position, this.filter);
      for (const bytes of entries) {
        if (this.closed) return;
        position = await this.tellEntry(owner, bytes);
      }
      more = entries.length > 0;
    }
    this.failures.delete(owner);
  }

  /** Page by page, since a registry may be large; the position is noted with the last one. */
  private async tellSnapshot(owner: RegionCode): Promise<RegistryPosition> {
    let first = true;
    for await (const { page } of snapshotPages(this.ports.queries, owner, this.ports.place, this.filter)) {
      const last = page.next === '';
      const position: RegistryPosition = { number: page.asOfNumber, hash: page.asOfHash };
      const update: StandardsUpdate = { kind: 'snapshot', owner, asOf: page.asOfNumber, at: page.at, versions: page.versions.map(registeredRelease), first, last };
      await this.handOver(owner, update, last ? position : undefined);
      if (last) return position;
      first = false;
    }
    throw new TongbanError('registry.gap', `the snapshot of ${owner} has no last page`);
  }

  private async tellEntry(owner: RegionCode, bytes: Uint8Array): Promise<RegistryPosition> {
    const { entry: { number }, hash } = openRegistryEntry(bytes);
    const position = { number, hash };
    const { at, event, signed } = entryOf(owner, bytes, this.filter);
    if (event === undefined) await this.noted(owner, position);
    else await this.handOver(owner, { kind: 'delta', owner, number, at, event, signed }, position);
    return position;
  }

  private async handOver(owner: RegionCode, update: StandardsUpdate, position: RegistryPosition | undefined): Promise<void> {
    const step = new UpdateStep(this.ports.store);
    try {
      await this.handler(update, step);
    } finally {
      step.end();
    }
    await this.ports.store.commit([...step.ops(), ...(position ? [this.op(owner, position)] : [])]);
    if (position) this.told.set(owner, position.number);
    this.failures.delete(owner);
  }

  /** Passed over: passed over again after a crash, so it needs no sync. */
  private async noted(owner: RegionCode, position: RegistryPosition): Promise<void> {
    await this.ports.store.note([this.op(owner, position)]);
    this.told.set(owner, position.number);
  }

  private op(owner: RegionCode, position: RegistryPosition): StoreOp {
    const record: SubscriptionRecord = { ...placeOf(position), filterHex: this.filterHex };
    return this.ports.store.subscriptions.put(subscriptionKey(this.name, owner), record);
  }

  private failed(owner: RegionCode, cause: unknown): void {
    if (this.closed) return;
    const error = TongbanError.from(cause);
    const isForeign = !(cause instanceof TongbanError);
    const count = (this.failures.get(owner)?.count ?? 0) + 1;
    const code = isForeign ? 'handler.failed' : error.code;
    // The words of a foreign error may quote what it choked on.
    const detail = isForeign ? `the handler of ${owner}: ${cause instanceof Error ? cause.name : 'an unknown failure'}` : error.message;
    const since = this.failures.get(owner)?.problem.since ?? new Date().toISOString();
    this.failures.set(owner, { count, problem: { kind: 'standards', code, detail, since } });
    // A hub that is away would fill the log otherwise.
    if (count === 1 || count === PROBLEM_AFTER) this.ports.logger.warn({ owner, code, failures: count }, 'an update of the standards is handed over later');
    const retryMs = this.settings.retryMs ?? RETRY_MS;
    const timer = setTimeout(() => {
      this.retries.delete(owner);
      this.wake(owner);
    }, retryMs[Math.min(count, retryMs.length) - 1] ?? 0);
    timer.unref();
    this.retries.set(owner, timer);
  }
}

/** What a handler writes, held until it is committed with the position. */
class UpdateStep implements StandardsStep {
  private readonly writes = new Map<string, StateValue | undefined>();
  private over = false;
  constructor(private readonly store: ClientStore) {}

  async get(key: string): Promise<StateValue | undefined> {
    return this.writes.has(key) ? this.writes.get(key) : this.store.app.get(key);
  }
  put(key: string, value: StateValue): void {
    this.write(key, value);
  }
  delete(key: string): void {
    this.write(key, undefined);
  }
  end(): void {
    this.over = true;
  }
  ops(): StoreOp[] {
    return [...this.writes].map(([key, value]) => (value === undefined ? this.store.app.del(key) : this.store.app.put(key, value)));
  }

  private write(key: string, value: StateValue | undefined): void {
    if (this.over) throw new TongbanError('client.closed', 'the step is over: await everything inside the handler');
    this.writes.set(key, value);
  }
}
