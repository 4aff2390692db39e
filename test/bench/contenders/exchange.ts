import { type RegionCode, consumers, hubInboxPrefix, streams } from '@tongban/contracts';
import { BACKBONE, type LocalEnvironment } from '@tongban/local';
import { connectNats } from '@tongban/messaging';
import type { NatsConnection, StreamConfig } from 'nats';
import { type Appends, appendsOf } from '../measure/appends';
import { COUNTERPART, OPENER } from '../workload';

const STREAM_BYTES_MAX = 16 * 2 ** 30;

/** The two regions of an environment between which the messages go, seen with the rights of their hubs. */
export class Exchange {
  private readonly connections = new Map<RegionCode, Promise<NatsConnection>>();
  constructor(private readonly environment: LocalEnvironment) {}

  hub(region: RegionCode): Promise<NatsConnection> {
    const known = this.connections.get(region);
    if (known) return known;
    const { servers, nkeySeed, tls } = this.environment.setup.identities.hubs[region];
    const opening = connectNats({ servers, nkeySeed, tls, name: `bench-${region}`, inboxPrefix: hubInboxPrefix(region) });
    this.connections.set(region, opening);
    return opening;
  }

  /** Process ids of the running ones among these, by name. */
  processes(more: readonly string[] = []): Map<string, number> {
    const names = [`nats-${OPENER.region}`, `nats-${COUNTERPART.region}`, `nats-${BACKBONE}`, 'links', ...more];
    return new Map(names.flatMap((name): [string, number][] => {
      const kept = this.environment.process(name);
      return kept?.running ? [[name, kept.pid]] : [];
    }));
  }

  /**
   * Streams are bounded for a sandbox and refuse what is beyond; a bench sends more than that. The hubs compare limits when
   * they start only, so this comes after them.
   */
  async makeRoom(): Promise<void> {
    for (const nc of await Promise.all([this.hub(OPENER.region), this.hub(COUNTERPART.region)])) {
      const jsm = await nc.jetstreamManager();
      for await (const { config } of jsm.streams.list()) if (/^(SUBMIT|OUTBOX|INBOX|CASES)_/.test(config.name)) await jsm.streams.update(config.name, { ...config, max_bytes: STREAM_BYTES_MAX });
    }
  }

  async appends(): Promise<Appends> {
    return appendsOf(await Promise.all([this.hub(OPENER.region), this.hub(COUNTERPART.region)]));
  }

  /** Version of the servers, and what they say the streams of the opener's region are, and their durable source. */
  async facts(): Promise<Readonly<Record<string, unknown>>> {
    const [near, far] = await Promise.all([this.hub(OPENER.region), this.hub(COUNTERPART.region)]);
    const jsm = await near.jetstreamManager();
    const configs = new Map<string, Partial<StreamConfig>>();
    for await (const { config } of jsm.streams.list()) configs.set(config.name, config);
    const chosen = [streams.submit(OPENER.participant), streams.outbox(OPENER.region), ...[...configs.keys()].filter((name) => name.startsWith(streams.cases(OPENER.region, '')))];
    const source = await jsm.consumers.info(streams.outbox(OPENER.region), consumers.source(COUNTERPART.region));
    const inbox = await (await far.jetstreamManager()).streams.info(streams.inbox(COUNTERPART.region));
    return {
      'nats-server': near.info?.version,
      streams: [...chosen.map((name) => configs.get(name)), inbox.config].filter((one) => one !== undefined),
      sourceConsumer: source.config,
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.connections.values()].map(async (nc) => (await nc).close()));
  }
}
