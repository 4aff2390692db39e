import { HUB, NOBODY, consumers, messageIds, streams, subjects } from '@tongban/contracts';
import { Rounds, othersOf, shardTokens } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';

const LOOK_EVERY_MS = 10_000;
const GREET_EVERY_MS = 3_600_000;

/**
 * Sends every other region an empty message that nobody reads, at the start and each hour. An INBOX finds out where it stands with a source from the last
 * message it has of it. Of one it has none of yet it may take the first for seen when its server starts anew at that moment (nats-server
 * 2.15.1, seen after a full disk: one in some hundred). So the first is never one that matters, and the last is never older than the INBOX keeps.
 */
export class LinkGreetings {
  private readonly greetedAtMs = new Map<string, number>();
  private readonly rounds: Rounds;

  constructor(private readonly runtime: RegionRuntime) {
    this.rounds = new Rounds(() => this.greet(), LOOK_EVERY_MS, (error) => runtime.log.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'a region could not be greeted'));
  }
  start(): void {
    this.rounds.start();
  }
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /** Greets whom it is time to greet, once it listens: for a region that is not there yet nothing is left lying. */
  private async greet(): Promise<void> {
    const { environment, region, topology, exchange, nats } = this.runtime;
    const jsm = await nats.jetstreamManager();
    const [shard = ''] = shardTokens();
    for (const to of othersOf(topology)) {
      const now = Date.now();
      if (now - (this.greetedAtMs.get(to) ?? Number.NEGATIVE_INFINITY) < GREET_EVERY_MS) continue;
      const { push_bound: listens } = await jsm.consumers.info(streams.outbox(region), consumers.source(to));
      if (listens !== true) continue;
      await exchange.send({
        subject: subjects.exchange(environment, region, HUB, to, NOBODY, shard, 'greeting'), data: new Uint8Array(), msgId: messageIds.greeting(region, to, now), headers: {},
      });
      this.greetedAtMs.set(to, now);
    }
  }
}
