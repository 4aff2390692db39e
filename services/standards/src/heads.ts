import { type RegionCode, encode, messageIds, subjects, v1 } from '@tongban/contracts';
import type { StandardsPorts } from './ports';

/** A head is stored at most so often while its number stays: a restart needs no more. */
const KEEP_EVERY_MS = 60_000;

/** Tells the region the heads it accepted, and keeps the newest of each other owner for a restart without a link. */
export class Heads {
  private readonly kept = new Map<RegionCode, { readonly number: number; readonly atMs: number }>();

  constructor(private readonly ports: StandardsPorts) {}

  /** To whoever listens now: the processes of the region, and its participants. */
  tell(owner: RegionCode, bytes: Uint8Array): void {
    const { nats, environment, region } = this.ports;
    if (!nats.isClosed()) nats.publish(subjects.registryHead(environment, region, owner), bytes);
  }

  /** Tells the newest head of another owner, and stores it. @throws TongbanError why it cannot be stored. */
  async pass(owner: RegionCode): Promise<void> {
    const head = this.ports.standards.copy(owner).newestHead;
    if (head === undefined) return;
    this.tell(owner, head.bytes);
    const before = this.kept.get(owner);
    if (before?.number === head.number && Date.now() - before.atMs < KEEP_EVERY_MS) return;
    await this.ports.publisher.publish(subjects.keptHead(this.ports.region, owner), head.bytes, { msgId: messageIds.keptHead(owner, head.number, head.realAt) });
    this.kept.set(owner, { number: head.number, atMs: Date.now() });
  }

  /** The newest head that this region heard of another owner, as its bytes were signed; undefined before the first. */
  heardOf(owner: RegionCode): v1.SignedRegistryHead | undefined {
    const head = this.ports.standards.copy(owner).newestHead;
    return head && v1.SignedRegistryHead.decode(head.bytes);
  }
}

export const headBytes = (head: v1.SignedRegistryHead): Uint8Array => encode(v1.SignedRegistryHead, head);
