import { type RegionCode, TongbanError, isRegionCode, messageIds, streams, subjects } from '@tongban/contracts';
import { appendExpecting, readStreamPart, readSubjectPart } from '@tongban/messaging';
import { openRegistryEntry } from '@tongban/trust';
import type { StandardsPorts } from './ports';

const READS_WAITING_MAX = 1_000;

/**
 * The stream that holds the registry logs of all owners in this region. Where each entry stands is read from the stream alone, so that
 * any number of processes may append: who is late meets a conflict, reads on, and decides anew.
 */
export class RegistryStream {
  /** By owner, the stream sequence of each entry, from number 1 on. */
  private readonly sequences = new Map<RegionCode, number[]>();
  private readonly stopped = new Set<RegionCode>();
  private next = 1;
  private reading: Promise<void> | undefined;
  private waiting = 0;
  private readonly name: string;

  /** @param taken told of each entry that the book took or held already, in the order of its log. */
  constructor(private readonly ports: StandardsPorts, private readonly taken: (owner: RegionCode, bytes: Uint8Array) => void = () => undefined) {
    this.name = streams.standards(ports.region);
  }

  /**
   * Reads what is there by now into the book. A reading that had begun before does not count: it may have missed what is asked for.
   * @throws TongbanError `hub.unreachable`.
   */
  async level(): Promise<void> {
    if (this.waiting >= READS_WAITING_MAX) throw new TongbanError('hub.busy', 'too many wait for the registry stream');
    this.waiting += 1;
    try {
      await this.reading?.catch(() => undefined);
      // Whoever waited for the same reading shares the one after it.
      await (this.reading ??= this.readOn().finally(() => (this.reading = undefined)));
    } finally {
      this.waiting -= 1;
    }
  }

  /** Whether an entry in the stream does not verify, so that what follows it cannot be used. */
  isStopped(owner: RegionCode): boolean {
    return this.stopped.has(owner);
  }

  /** Entries that stand in the stream. */
  countOf(owner: RegionCode): number {
    return this.sequences.get(owner)?.length ?? 0;
  }

  /**
   * Appends the next entry if nobody else did, and takes it.
   * @param number of the entry: what was decided on must be all there is. @throws TongbanError `log.conflict` (a SequenceConflict where the server said so), `hub.storage-full` or `hub.unreachable`.
   */
  async append(owner: RegionCode, number: number, bytes: Uint8Array): Promise<void> {
    if (number !== this.countOf(owner) + 1) throw new TongbanError('log.conflict', `${owner} has ${this.countOf(owner)} entries here, and ${number} was to follow`);
    const { nats, publisher, region } = this.ports;
    const stored = await appendExpecting(nats, publisher, this.name, {
      subject: subjects.registryLog(region, owner), data: bytes, expected: this.sequences.get(owner)?.at(-1) ?? 0,
      msgId: messageIds.registryEntry(owner, number, openRegistryEntry(bytes).hash.toString('hex')),
    });
    await this.take(owner, stored.sequence, bytes);
  }

  /** Exact bytes of a run of entries, from a number on; [] after the end. @param max at most 256. */
  async entries(owner: RegionCode, from: number, max: number): Promise<Uint8Array[]> {
    const sequence = this.sequences.get(owner)?.[from - 1];
    if (sequence === undefined) return [];
    const { entries } = await readSubjectPart(this.ports.nats, this.name, subjects.registryLog(this.ports.region, owner), sequence, max);
    // What was appended since is not held by the book yet.
    return entries.slice(0, this.countOf(owner) - from + 1).map(({ data }) => data);
  }

  private async readOn(): Promise<void> {
    for (let more = true; more;) {
      const part = await readStreamPart(this.ports.nats, this.name, this.next);
      for (const { seq, subject, data } of part.entries) {
        const owner = subject.split('.').at(-1) ?? '';
        if (isRegionCode(owner) && !this.stopped.has(owner)) await this.take(owner, seq, data);
        this.next = seq + 1;
      }
      more = part.more;
    }
  }

  /** Only what verified was appended. What does not verify now was changed in the stream: it ends that owner's copy, and the others go on. */
  private async take(owner: RegionCode, sequence: number, data: Uint8Array): Promise<void> {
    try {
      if ((await this.ports.standards.take(owner, data)) === 'gap') throw new TongbanError('registry.gap', 'an entry before it is missing in the stream');
    } catch (cause) {
      const { code, message } = TongbanError.from(cause);
      this.stopped.add(owner);
      this.ports.log.error({ owner, code, sequence, detail: message }, 'the copy of a registry log cannot be used beyond this entry');
      return;
    }
    const known = this.sequences.get(owner) ?? [];
    // What was appended here is read again.
    if (sequence <= (known.at(-1) ?? 0)) return;
    known.push(sequence);
    this.sequences.set(owner, known);
    this.taken(owner, data);
  }
}
