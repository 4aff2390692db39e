import type { NatsConnection, Subscription } from 'nats';
import { type EnvironmentCode, REGION_CODES, type RegionCode, TongbanError, isRegionCode, streams, subjects } from '@tongban/contracts';
import { apiErrorCode, readStreamPart } from '@tongban/messaging';
import type { StandardsBook } from '@tongban/registry';
import { HeardHeads } from './heard-heads';
import type { Logger } from './log';

export interface StandardsSource {
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  readonly nats: NatsConnection;
  readonly standards: StandardsBook;
  readonly log: Logger;
}

/** While an owner is known to have more than is held, and when nothing is known to be missing. A head ends either wait. */
const AGAIN_MS = { behind: 250, level: 30_000, failed: 2_000 } as const;
const NO_SUCH_MESSAGE = 10037;
const SUBSCRIBE_AGAIN_MS = 1_000;

/**
 * Reads the registry stream of a region into the book of this process, and listens to the heads that the region's own follower has
 * accepted. The stream is read from the last sequence on, so that a lost connection needs no other care; a head only tells that it is time.
 */
export class StandardsReader {
  private next = 1;
  private loaded = false;
  private stopping = false;
  private running: Promise<void> | undefined;
  private subscription: Subscription | undefined;
  private wake: () => void = () => undefined;
  private woken = false;
  /** Owners whose copy has an entry that does not verify: what follows it cannot be taken, and is not tried. */
  private readonly broken = new Set<RegionCode>();
  private readonly heads: HeardHeads;

  constructor(private readonly source: StandardsSource) {
    this.heads = new HeardHeads((owner, bytes) => this.hear(owner, bytes), () => (this.isBehind() ? this.lookNow() : undefined));
  }

  /** Everything the region holds now: entries, and the newest head of each owner that was kept. @throws TongbanError `hub.unreachable`. */
  async load(): Promise<void> {
    await this.readOn();
    const { nats, region } = this.source;
    const jsm = await nats.jetstreamManager();
    for (const owner of REGION_CODES) {
      try {
        const kept = await jsm.streams.getMessage(streams.heads(region), { last_by_subj: subjects.keptHead(region, owner) });
        await this.hear(owner, kept.data);
      } catch (error) {
        if (apiErrorCode(error) !== NO_SUCH_MESSAGE) throw error;
      }
    }
    this.loaded = true;
  }

  /** Everything that the region held at the start has been read. */
  get isLoaded(): boolean {
    return this.loaded;
  }

  /** Goes on with whatever comes, until it is stopped. */
  follow(): void {
    this.listen();
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.subscription?.unsubscribe();
    this.lookNow();
    await this.running;
    await this.heads.settled();
  }

  private listen(): void {
    const { nats, environment, region } = this.source;
    this.subscription = nats.subscribe(subjects.registryHeads(environment, region), {
      callback: (error, message) => {
        const owner = message?.subject.split('.').at(-1) ?? '';
        if (!error && isRegionCode(owner)) this.heads.offer(owner, message.data);
      },
    });
    void this.subscription.closed.then(() => (this.stopping || nats.isClosed() ? undefined : setTimeout(() => this.listen(), SUBSCRIBE_AGAIN_MS)));
  }

  private async hear(owner: RegionCode, bytes: Uint8Array): Promise<void> {
    try {
      await this.source.standards.hear(owner, bytes);
    } catch (cause) {
      this.source.log.warn({ owner, code: TongbanError.from(cause).code }, 'a registry head was ignored');
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const outcome = await this.readOn().then(() => (this.isBehind() ? 'behind' as const : 'level' as const), (cause: unknown) => {
        this.source.log.warn({ code: TongbanError.from(cause).code }, 'the registry stream could not be read');
        return 'failed' as const;
      });
      if (!this.stopping) await this.pause(AGAIN_MS[outcome]);
    }
  }

  private isBehind(): boolean {
    return REGION_CODES.some((owner) => {
      const { newestHead, lastNumber } = this.source.standards.copy(owner);
      return !this.broken.has(owner) && newestHead !== undefined && newestHead.number > lastNumber;
    });
  }

  private async readOn(): Promise<void> {
    const { nats, region } = this.source;
    for (let more = true; more && !this.stopping;) {
      const part = await readStreamPart(nats, streams.standards(region), this.next);
      for (const { seq, subject, data } of part.entries) {
        await this.take(subject.split('.').at(-1) ?? '', data);
        this.next = seq + 1;
      }
      more = part.more;
    }
  }

  /** The stream holds only what verified when it was appended; what does not verify now was changed in it, and ends that owner's copy here. */
  private async take(owner: string, data: Uint8Array): Promise<void> {
    if (!isRegionCode(owner) || this.broken.has(owner)) return;
    try {
      const taken = await this.source.standards.take(owner, data);
      if (taken === 'gap') throw new TongbanError('registry.gap', `an entry after ${this.source.standards.copy(owner).lastNumber} is missing`);
    } catch (cause) {
      this.broken.add(owner);
      const { code, message } = TongbanError.from(cause);
      this.source.log.error({ owner, code, held: this.source.standards.copy(owner).lastNumber, detail: message }, 'the copy of a registry log cannot be used beyond this entry');
    }
  }

  private lookNow(): void {
    this.woken = true;
    this.wake();
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.woken) this.wake();
    });
    this.woken = false;
  }
}
