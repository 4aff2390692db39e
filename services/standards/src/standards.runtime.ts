import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { REGION_CODES, type RegionCode, TongbanError, decode, subjects, v1 } from '@tongban/contracts';
import { Rounds } from '@tongban/messaging';
import { REGION_RUNTIME } from '@tongban/service-kit';
import { Follower } from './follower';
import { Heads, headBytes } from './heads';
import { OwnLog } from './own-log';
import type { StandardsPorts } from './ports';
import { RegistryStream } from './registry-stream';
import { SignedWords } from './signed-words';
import { Snapshots } from './snapshots';

const OWN_HEAD_EVERY_MS = 2_000;
const ANNOUNCE_WITHIN_MS = 2_000;

/** What the handlers of the standards service share, wired once. */
@Injectable()
export class StandardsRuntime implements OnModuleDestroy {
  readonly stream: RegistryStream;
  readonly own: OwnLog;
  readonly heads: Heads;
  readonly snapshots: Snapshots;
  private readonly followers: ReadonlyMap<RegionCode, Follower>;
  private readonly ownHead: Rounds;
  private readonly announcing = new Set<Promise<void>>();

  constructor(@Inject(REGION_RUNTIME) readonly region: StandardsPorts) {
    const words = new SignedWords();
    this.stream = new RegistryStream(region, (owner, bytes) => (owner === region.region ? words.take(bytes) : undefined));
    this.own = new OwnLog(region, this.stream, words);
    this.heads = new Heads(region);
    this.snapshots = new Snapshots(region);
    this.followers = new Map(this.others().map((owner) => [owner, new Follower(owner, region, this.stream, this.heads)]));
    this.ownHead = new Rounds(() => this.tellOwnHead().then(() => undefined), OWN_HEAD_EVERY_MS, (error) => region.log.warn({ code: TongbanError.from(error).code }, 'the own registry head could not be told'));
  }

  /** After the transport listens: the others may ask at once. */
  async begin(): Promise<void> {
    await this.stream.level();
    this.region.clock.onSet(() => this.ownHead.soon());
    this.ownHead.start();
    for (const follower of this.followers.values()) follower.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.ownHead.stop(), ...[...this.followers.values()].map((follower) => follower.stop()), ...this.announcing]);
  }

  /** One command to the own log; what it changed is told at once. */
  async give(bytes: Uint8Array): Promise<Uint8Array> {
    const { entry, isNew } = await this.own.give(bytes);
    if (isNew) this.announce();
    return entry;
  }

  /** A head that its owner sent unasked. @throws TongbanError when it does not verify. */
  async announced(bytes: Uint8Array): Promise<void> {
    const { owner } = decode(v1.RegistryHead, decode(v1.SignedRegistryHead, bytes).head);
    const follower = this.followers.get(owner as RegionCode);
    if (follower === undefined) throw new TongbanError('standard.wrong-owner', 'another region announces a log of its own');
    await follower.announced(bytes);
  }

  private others(): RegionCode[] {
    return REGION_CODES.filter((owner) => owner !== this.region.region);
  }

  private async tellOwnHead(): Promise<Uint8Array> {
    const bytes = headBytes(await this.own.head());
    this.heads.tell(this.region.region, bytes);
    return bytes;
  }

  /** Never repeated: whoever misses it asks within seconds anyway. */
  private announce(): void {
    const { environment, queries, log } = this.region;
    const work = this.tellOwnHead()
      .then(async (bytes) => {
        await Promise.all(this.others().map((other) => queries.request(subjects.service(environment, other, 'standards.announce'), bytes, { timeoutMs: ANNOUNCE_WITHIN_MS })
          .catch((cause: unknown) => log.debug({ other, code: TongbanError.from(cause).code }, 'an announcement was not heard'))));
      })
      .catch((cause: unknown) => log.warn({ code: TongbanError.from(cause).code }, 'the own registry head could not be told'))
      .finally(() => this.announcing.delete(work));
    this.announcing.add(work);
  }
}
