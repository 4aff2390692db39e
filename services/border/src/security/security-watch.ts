import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { TongbanError, WATCH_INBOX_PREFIX } from '@tongban/contracts';
import { connectNats } from '@tongban/messaging';
import { REGION_RUNTIME, type RegionRuntime } from '@tongban/service-kit';
import { WatchCredentialsSchema, readCredentials } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { BrokerWatch } from './broker-watch';
import { LeafWatch } from './leaf-watch';
import { type NoteRefusal, ParticipantWatch } from './participant-watch';

/** Watches the region's server with credentials of its own. The hub works without it: then only what hubs refuse is listed. */
@Injectable()
export class SecurityWatch implements OnApplicationShutdown {
  private readonly connections: NatsConnection[] = [];
  private readonly watches: { stop(): unknown }[] = [];
  private started = false;

  constructor(@Inject(REGION_RUNTIME) private readonly runtime: RegionRuntime) {}

  get watched(): boolean {
    return this.started && this.connections.every((nc) => !nc.isClosed());
  }

  async start(): Promise<void> {
    const { config: { TONGBAN_WATCH_FILE: file }, region, topology, security, log } = this.runtime;
    if (file === undefined) {
      log.warn('the server of the region is not watched: TONGBAN_WATCH_FILE names no credentials');
      return;
    }
    const { nkeySeed, systemNkeySeed, servers, tls, backbone } = readCredentials(WatchCredentialsSchema, file);
    const note: NoteRefusal = (one, counted) => security.note(one, counted);
    try {
      const [own, system] = await Promise.all([
        this.connect({ servers, tls, nkeySeed, name: `watch-${region}` }), this.connect({ servers, tls, nkeySeed: systemNkeySeed, name: `watch-system-${region}`, inboxPrefix: WATCH_INBOX_PREFIX }),
      ]);
      const [participants, broker] = [new ParticipantWatch(own, this.runtime.nats, topology.participants, note), new BrokerWatch(system, this.runtime, note)];
      this.watches.push(participants, broker);
      await Promise.all([participants.start(), broker.start()]);
      this.started = true;
    } catch (cause) {
      // A server whose configuration knows no watch yet serves its region all the same.
      log.warn({ code: TongbanError.from(cause).code }, 'the server of the region cannot be watched');
    }
    if (backbone) void this.watchLeafs({ servers: backbone.servers, tls, nkeySeed: systemNkeySeed }, note);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.watches.map((watch) => watch.stop()));
    await Promise.all(this.connections.map((nc) => nc.close()));
  }

  /** The backbone may be away for long: the region does not wait for it. */
  private async watchLeafs(settings: Omit<Parameters<typeof connectNats>[0], 'name'>, note: NoteRefusal): Promise<void> {
    try {
      const leafs = new LeafWatch(await this.connect({ ...settings, name: 'watch-backbone', inboxPrefix: WATCH_INBOX_PREFIX }), this.runtime, note);
      this.watches.push(leafs);
      leafs.start();
    } catch (cause) {
      this.runtime.log.warn({ code: TongbanError.from(cause).code }, 'the backbone cannot be watched');
    }
  }

  private async connect(settings: Parameters<typeof connectNats>[0]): Promise<NatsConnection> {
    const nc = await connectNats({ ...settings, firstConnectWithinMs: CONNECT_WITHIN_MS });
    this.connections.push(nc);
    return nc;
  }
}

const CONNECT_WITHIN_MS = 10_000;
