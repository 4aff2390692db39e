import { TongbanError, type ErrorCode, type RegionCode, type v1 } from '@tongban/contracts';
import { type RegistryState, versionKey, type ArtefactVersionRef } from '@tongban/domain';
import type { OpenedRegistryEntry } from '@tongban/trust';

/** The newest word of an owner on how far its log is. */
export interface KnownHead {
  readonly number: number;
  readonly hash: Buffer;
  /** Business time at which the owner looked. */
  readonly businessAt: string;
  readonly realAt: string;
  /** Exact SignedRegistryHead bytes. */
  readonly bytes: Uint8Array;
}

/** Where a copy ends. */
export interface CopyEnd { readonly number: number; readonly hash: Buffer; readonly at?: string }

/** One owner's log as a reader holds it. Changed by its book only. */
export class OwnerCopy {
  private end: CopyEnd = { number: 0, hash: Buffer.alloc(0) };
  /** Of the entries from `first` on; what came before was taken from a snapshot. */
  private readonly hashes: Buffer[] = [];
  private first = 1;
  private head: KnownHead | undefined;
  private registry: RegistryState | undefined;
  private stopped: ErrorCode | undefined;
  private readonly numbers = new Map<string, Uint8Array>();
  private line: Promise<unknown> = Promise.resolve();

  /** @param state of a full copy before its first entry. */
  constructor(readonly owner: RegionCode, state: RegistryState | undefined) {
    this.registry = state;
  }

  get lastNumber(): number {
    return this.end.number;
  }
  get lastHash(): Buffer {
    return this.end.hash;
  }
  get lastAt(): string | undefined {
    return this.end.at;
  }
  get newestHead(): KnownHead | undefined {
    return this.head;
  }
  /** Full copies only. */
  get state(): RegistryState | undefined {
    return this.registry;
  }
  /** Why this copy stopped: what came last does not verify. Gone as soon as something that does is taken. */
  get fault(): ErrorCode | undefined {
    return this.stopped;
  }
  /** Full copies only: canonical JSON of the field number lock a flow was published with. */
  fieldNumbersOf(ref: ArtefactVersionRef): Uint8Array | undefined {
    return this.numbers.get(versionKey(ref));
  }

  /** Hash of an entry that is held; undefined for one before a snapshot, or after the end. */
  hashOf(number: number): Buffer | undefined {
    return number === this.end.number ? this.end.hash : this.hashes[number - this.first];
  }

  /** @throws TongbanError `registry.chain-broken` when an entry that is held is another one. */
  requireSame(number: number, hash: Uint8Array, what: string): void {
    const held = this.hashOf(number);
    if (held !== undefined && !held.equals(hash)) throw new TongbanError('registry.chain-broken', `${what} of ${this.owner} names another entry ${number} than is held here`);
  }

  /** @throws TongbanError `registry.chain-broken` unless the entry, of the next number, follows the last one. */
  requireNext({ entry, hash }: OpenedRegistryEntry): void {
    if (!this.end.hash.equals(entry.previousHash)) throw new TongbanError('registry.chain-broken', `entry ${entry.number} of ${this.owner} does not follow the entry before it`);
    const at = Date.parse(entry.at);
    if (Number.isNaN(at) || (this.end.at !== undefined && at < Date.parse(this.end.at))) throw new TongbanError('registry.chain-broken', `entry ${entry.number} of ${this.owner} is not dated, or before the one before it`);
    if (this.head?.number === entry.number && !this.head.hash.equals(hash)) throw new TongbanError('registry.chain-broken', `the head of ${this.owner} names another entry ${entry.number}`);
  }

  /** One thing at a time, in the order asked: what is taken depends on what was taken before. */
  inOrder<T>(work: () => Promise<T>): Promise<T> {
    const next = this.line.then(work);
    this.line = next.catch(() => undefined);
    return next;
  }

  extend({ entry, hash }: OpenedRegistryEntry, state: RegistryState | undefined): void {
    if (this.hashes.length === 0) this.first = entry.number;
    this.hashes.push(hash);
    this.end = { number: entry.number, hash, at: entry.at };
    this.registry = state;
    this.stopped = undefined;
  }
  restart(end: CopyEnd): void {
    this.hashes.length = 0;
    this.first = end.number + 1;
    this.end = end;
    this.stopped = undefined;
  }
  hear(head: v1.RegistryHead, bytes: Uint8Array): void {
    this.head = { number: head.lastNumber, hash: Buffer.from(head.lastHash), businessAt: head.businessAt, realAt: head.realAt, bytes };
  }
  keepNumbers(versions: readonly ArtefactVersionRef[], numbers: Uint8Array): void {
    for (const one of versions) if (one.kind === 'flow') this.numbers.set(versionKey(one), numbers);
  }
  stop(code: ErrorCode): void {
    this.stopped = code;
  }
}
