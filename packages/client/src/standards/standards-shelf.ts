import type { RegionCode } from '@tongban/contracts';
import { REGISTRY_BEGINNING, type RegistryPosition } from '@tongban/trust';
import type { ClientStore } from '../store/client-store';
import { type LogPlace, type ProvenHead, type ShelfRecord, entryKey, pageKey } from '../store/records';
import type { StoreOp } from '../store/table';

const EMPTY: ShelfRecord = { number: 0, hashHex: '', entries: 0, bytes: 0 };
/** Read at a time: whoever reads checks them, and must not hold a whole log. */
const READ_BYTES_MAX = 8 * 1024 * 1024;
const DELETED_AT_ONCE = 500;

export const positionOf = ({ number, hashHex }: LogPlace): RegistryPosition => (number === 0 ? REGISTRY_BEGINNING : { number, hash: Buffer.from(hashHex, 'hex') });
export const placeOf = ({ number, hash }: RegistryPosition): LogPlace => ({ number, hashHex: Buffer.from(hash).toString('hex') });

/**
 * The durable copy of every owner's registry log as far as this participant has it: from a snapshot or the beginning on, without a gap. It
 * holds what was verified; who reads it back need not trust the disk less than the rest of the store.
 */
export class StandardsShelf {
  private readonly records = new Map<RegionCode, ShelfRecord>();
  constructor(private readonly store: ClientStore) {}

  async load(owners: readonly RegionCode[]): Promise<void> {
    for (const owner of owners) {
      const record = await this.store.standards.get(owner);
      if (record) this.records.set(owner, record);
    }
  }

  record(owner: RegionCode): ShelfRecord {
    return this.records.get(owner) ?? EMPTY;
  }
  /** Where the copy goes on. */
  position(owner: RegionCode): RegistryPosition {
    return positionOf(this.record(owner));
  }
  /** Number of the first entry kept; entries before are in the snapshot only. */
  firstKept(owner: RegionCode): number {
    const { number, entries } = this.record(owner);
    return number - entries + 1;
  }

  /** Entries from a number on, oldest first, as many as may be read at a time; none before the first kept. */
  async entries(owner: RegionCode, from: number, max: number): Promise<Buffer[]> {
    if (from < this.firstKept(owner)) return [];
    return this.store.standardsEntries.from(entryKey(owner, from), `${owner}/`, max, READ_BYTES_MAX);
  }
  /** Pages of the snapshot the copy began with, as they were signed. */
  async pages(owner: RegionCode): Promise<Buffer[]> {
    const { snapshot } = this.record(owner);
    return snapshot === undefined ? [] : (await this.store.standardsPages.under(`${pageKey(owner, snapshot.number, 0).slice(0, -6)}`)).map(([, page]) => page);
  }

  /** Keeps the entries after the copy's position, all of them or none; they end at `position`. */
  async append(owner: RegionCode, entries: readonly Uint8Array[], position: RegistryPosition): Promise<void> {
    const before = this.record(owner);
    const record: ShelfRecord = {
      ...before, ...placeOf(position), entries: before.entries + entries.length, bytes: before.bytes + entries.reduce((sum, { length }) => sum + length, 0),
    };
    const ops = entries.map((bytes, at) => this.store.standardsEntries.put(entryKey(owner, before.number + 1 + at), Buffer.from(bytes)));
    await this.keep(owner, record, ops);
  }

  /** Begins the copy anew with a snapshot. What it replaces is deleted afterwards; left over by a crash, it is deleted by the next. */
  async restart(owner: RegionCode, pages: readonly Uint8Array[], snapshot: LogPlace): Promise<void> {
    for (const [at, page] of pages.entries()) await this.store.note([this.store.standardsPages.put(pageKey(owner, snapshot.number, at), Buffer.from(page))]);
    const { proven } = this.record(owner);
    await this.keep(owner, { ...snapshot, snapshot: { ...snapshot, pages: pages.length }, entries: 0, bytes: 0, ...(proven && { proven }) }, []);
    await this.clear(owner, pageKey(owner, snapshot.number, 0), pageKey(owner, snapshot.number, pages.length));
  }

  /** Forgets the copy of an owner that cannot be used. */
  async drop(owner: RegionCode): Promise<void> {
    await this.keep(owner, EMPTY, []);
    await this.clear(owner, '', '');
  }

  /** The copy had all there was at a moment. */
  proveInMemory(owner: RegionCode, proven: ProvenHead): void {
    this.records.set(owner, { ...this.record(owner), proven });
  }
  /** Writes what was proven. It is said again after a crash, so it needs no sync of its own. */
  async noteProven(owner: RegionCode): Promise<void> {
    await this.store.note([this.store.standards.put(owner, this.record(owner))]);
  }

  private async keep(owner: RegionCode, record: ShelfRecord, ops: readonly StoreOp[]): Promise<void> {
    await this.store.commit([...ops, this.store.standards.put(owner, record)]);
    this.records.set(owner, record);
  }

  /** Deletes the pages outside the bounds and every entry up to the copy's position. */
  private async clear(owner: RegionCode, firstPage: string, endOfPages: string): Promise<void> {
    const { standardsPages, standardsEntries } = this.store;
    const pages = (await standardsPages.keysUnder(`${owner}/`)).filter((key) => key < firstPage || key >= endOfPages).map((key) => standardsPages.del(key));
    const entries = (await standardsEntries.keysUnder(`${owner}/`)).map((key) => standardsEntries.del(key));
    const ops = [...pages, ...entries];
    for (let from = 0; from < ops.length; from += DELETED_AT_ONCE) await this.store.note(ops.slice(from, from + DELETED_AT_ONCE));
  }
}
