import { join } from 'node:path';
import { type RegionCode, hubInboxPrefix, streams, subjects } from '@tongban/contracts';
import type { LocalEnvironment } from '@tongban/local';
import { ACK_PENDING_MAX, ACK_WAIT_MS } from '@tongban/messaging';
import { AckPolicy, DeliverPolicy, nanos } from 'nats';
import type { Load, LoadResult } from '../load/load';
import type { Appends } from '../measure/appends';
import type { RawNatsSettings } from '../sides/raw-nats-settings';
import { SideProcess } from '../sides/side-process';
import type { Workbench } from '../workbench';
import { COUNTERPART, OPENER, signedOpening } from '../workload';
import type { Contender } from './contender';
import { Exchange } from './exchange';

/** Sender, recipient and consumer that no service and no participant has. */
const TOKEN = 'bench';
const SHARD = '00';

/**
 * (a) What the engine alone can do: the same servers, streams, durable sources, bytes and headers as the hub's, and nothing
 * of the hub. It has an environment of its own without hubs, since its messages carry no receipts and an audit of the hub's
 * streams would rightly call every one of them unexplained; it uses their OUTBOX and INBOX with a subject that nothing reads.
 */
export class RawNats implements Contender {
  readonly key = 'a';
  readonly title = { zh: '裸 nats 往返', en: 'raw nats round trip' };
  private environment!: LocalEnvironment;
  private exchange!: Exchange;
  private opener!: SideProcess;
  private counterpart!: SideProcess;
  constructor(private readonly bench: Workbench) {}

  async start(): Promise<void> {
    this.environment = await this.bench.environment('raw-nats');
    await this.environment.startServers();
    await this.environment.ensureStreams();
    this.exchange = new Exchange(this.environment);
    await this.exchange.makeRoom();
    const { bytes, headers } = await signedOpening(this.environment.setup, this.bench.catalogue);
    const settings = (own: RegionCode, other: RegionCode): Promise<RawNatsSettings> => this.settingsOf(own, other, bytes, headers);
    this.counterpart = await this.side('raw-nats-counterpart', await settings(COUNTERPART.region, OPENER.region));
    this.opener = await this.side('raw-nats-opener', await settings(OPENER.region, COUNTERPART.region));
  }

  run(load: Load): Promise<LoadResult> {
    return this.opener.run(load);
  }
  processes(): ReadonlyMap<string, number> {
    return this.exchange.processes().set('opener', this.opener.pid).set('counterpart', this.counterpart.pid);
  }
  appends(): Promise<Appends> {
    return this.exchange.appends();
  }
  facts(): Promise<Readonly<Record<string, unknown>>> {
    return this.exchange.facts();
  }
  async stop(): Promise<void> {
    await Promise.all([this.opener?.stop(), this.counterpart?.stop()]);
    await this.exchange?.close();
    await this.environment?.stop();
  }

  private async settingsOf(own: RegionCode, other: RegionCode, bytes: Uint8Array, headers: RawNatsSettings['headers']): Promise<RawNatsSettings> {
    const { file, identities } = this.environment.setup;
    const { nkeySeed } = identities.hubs[own];
    const inbox = streams.inbox(own);
    await (await (await this.exchange.hub(own)).jetstreamManager()).consumers.add(inbox, {
      durable_name: TOKEN, ack_policy: AckPolicy.Explicit, deliver_policy: DeliverPolicy.All, ack_wait: nanos(ACK_WAIT_MS), max_ack_pending: ACK_PENDING_MAX, max_deliver: -1,
      filter_subject: subjects.inboxOfParticipant(file.environment, own, TOKEN),
    });
    const to = subjects.exchange(file.environment, own, TOKEN, other, TOKEN, SHARD, 'message');
    return { url: file.regions[own].url, nkeySeed, inboxPrefix: hubInboxPrefix(own), inbox, consumer: TOKEN, to, payload: Buffer.from(bytes).toString('base64'), headers };
  }
  private side(name: string, settings: RawNatsSettings): Promise<SideProcess> {
    const { logs } = this.environment.setup.layout;
    return SideProcess.start({ name, module: join(__dirname, `../sides/${name}.js`), settings, logFile: join(logs, `${name}.log`), guard: this.bench.guard, probe: { profiles: this.bench.profiles } });
  }
}
