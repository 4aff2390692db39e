import { TongbanError, consumers, headers, streams, subjects } from '@tongban/contracts';
import { Defer, DurableConsumer, type DurableMessage, parkToFailed } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';
import { readReceipt, receiptFromHeader, receiptToHeader, wrappedKeysFromHeader, wrappedKeysToHeader } from '@tongban/trust';
import type { IncomingMessage } from '../register-message';
import { HeldRelease, type HeldReleasePorts } from './held-release';
import type { HeldMessage, HeldStream } from './held-stream';

const ROUND_EVERY_MS = 500;
const AFTER_FAILURE_MS = 2_000;
const CLOSE_WITHIN_MS = 10_000;

/**
 * Looks after held messages while there are any, in one process of the region at a time. The consumer of their stream gives the oldest one to its owner
 * and to nobody else; while that one waits, the owner goes on with its rounds over all of them. It is never settled before it is gone, so nothing
 * depends on it: who goes on after a crash reads the stream anew. Not among the transport's consumers, because waiting is what it is for.
 */
export class HeldReleaser {
  private readonly consumer: DurableConsumer;
  private readonly release: HeldRelease;

  constructor(private readonly region: Pick<RegionRuntime, 'nats' | 'region' | 'publisher' | 'log' | 'clock'>, held: HeldStream, private readonly ports: Pick<HeldReleasePorts, 'releases' | 'register'>) {
    const park = parkToFailed(region.publisher, region.region);
    const stream = streams.held(region.region);
    this.release = new HeldRelease({
      ...ports, held, clock: region.clock,
      setAside: (message, incoming, failure, attempts) => park(asStored(stream, region.region, message, incoming), failure, attempts),
      onFailure: ({ caseNo, sequence }, { code, message }) => region.log.warn({ caseNo, sequence, code, detail: message }, 'a held message could not be decided on'),
    });
    this.consumer = new DurableConsumer(region.nats, {
      stream, consumer: consumers.releaser, handle: (message) => this.look(message.streamSequence),
      // The server gives the next one as soon as the one before is deleted: it waits for the end of the round in which that happened.
      lane: () => stream,
      // The oldest held message stands for all of them: it is decided on like the others, and never set aside for their failures.
      park: () => Promise.reject(new Error('the rounds go on')),
      onAvailability: (available) => region.log[available ? 'info' : 'warn']({ stream, available }, 'consumer availability'),
    });
  }

  /** @throws TongbanError `topology.mismatch`, `hub.unreachable`. */
  start(): Promise<void> {
    return this.consumer.start();
  }
  stop(): Promise<void> {
    return this.consumer.close(CLOSE_WITHIN_MS);
  }

  /** Decides anew on one that was set aside: its switch let it go, so it waits for none. @throws what the decision throws; TongbanError `signature.missing`. */
  async again({ data, headers: had, storedAt }: DurableMessage): Promise<void> {
    const header = had[headers.received];
    if (!header) throw new TongbanError('signature.missing', 'a held message without the receipt of its border');
    const received = receiptFromHeader(header);
    const { issuer } = readReceipt(received);
    await this.ports.register({
      bytes: data, received, wrappedKeys: wrappedKeysFromHeader(had[headers.wrappedKeys]), fromRegion: issuer.slice(issuer.indexOf(':') + 1), inboxSequence: Number(had[headers.inboxSequence]), storedAtMs: Date.parse(storedAt), released: true,
    });
  }

  /** One round. @throws Defer while the oldest message waits. */
  private async look(oldest: number): Promise<void> {
    // Nothing is known of it: this process begins, or comes back after another one.
    if (!this.release.isWaiting(oldest)) this.release.forget();
    try {
      const decided = await this.release.round();
      if (decided > 0) this.region.log.info({ decided, held: this.release.count }, 'held messages were let go');
    } catch (cause) {
      this.region.log.warn({ code: TongbanError.from(cause).code }, 'held messages could not be looked at');
      throw new Defer(AFTER_FAILURE_MS, 'the stream of held messages', { cause });
    }
    if (this.release.isWaiting(oldest)) throw new Defer(ROUND_EVERY_MS, 'held');
  }
}

/** As a consumer would have delivered it, for whoever looks at failed messages. */
const asStored = (stream: string, region: string, { caseNo, sequence, opener, counterpart, itemCode }: HeldMessage, incoming: IncomingMessage): DurableMessage => ({
  subject: subjects.heldOf(region, caseNo).replace('>', `${opener}.${counterpart}.${itemCode}`), data: incoming.bytes, stream, consumer: consumers.releaser, streamSequence: sequence,
  storedAt: new Date(incoming.storedAtMs).toISOString(), headers: { [headers.ceSubject]: caseNo, [headers.received]: receiptToHeader(incoming.received), [headers.inboxSequence]: String(incoming.inboxSequence), ...(incoming.wrappedKeys.length > 0 && { [headers.wrappedKeys]: wrappedKeysToHeader(incoming.wrappedKeys) }) },
});
