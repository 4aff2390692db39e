import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedProcess, findFreePortBase } from '@tongban/local';
import { connectNats } from '@tongban/messaging';
import type { ConsumerInfo, NatsConnection, StreamInfo } from 'nats';
import type { Load, LoadResult } from '../load/load';
import { type Appends, appendsOf } from '../measure/appends';
import { SideProcess } from '../sides/side-process';
import type { Workbench } from '../workbench';
import { jsonOpening, openingSize } from '../workload';
import type { Contender } from './contender';
import { peerModule, preparePeers } from './peer-project';

const SERVICES = { opener: 'opener', counterpart: 'counterpart' } as const;
const STOP_WITHIN_MS = 10_000;

/**
 * (c2) NestJS with the transport of @horizon-republic/nestjs-jetstream: its events both ways, with the streams and consumers it
 * makes itself, JSON checked by zod, on one nats-server that syncs every write as ours do. What it promises is less: it
 * publishes an event without waiting for the broker, acknowledges one when its handler begins, and keeps its consumers' state in memory.
 */
export class NestjsJetstream implements Contender {
  readonly key = 'c2';
  readonly title = { zh: 'NestJS 与 @horizon-republic/nestjs-jetstream（单个服务器，不跨区）', en: 'NestJS and @horizon-republic/nestjs-jetstream (one server, no regions)' };
  private server: ManagedProcess | undefined;
  private nc: NatsConnection | undefined;
  private opener: SideProcess | undefined;
  private counterpart: SideProcess | undefined;
  private messageBytes = 0;
  constructor(private readonly bench: Workbench) {}

  async start(): Promise<void> {
    await preparePeers(this.bench.say);
    const directory = this.bench.folder('nestjs-jetstream');
    const port = await findFreePortBase();
    const config = join(directory, 'nats.conf');
    writeFileSync(config, JSON.stringify({ server_name: 'bench', listen: `127.0.0.1:${port}`, jetstream: { store_dir: join(directory, 'streams'), sync_interval: 'always' } }));
    const { path, env } = this.bench.binaries['nats-server'];
    this.server = await ManagedProcess.start({ name: 'nats-bench', command: path, args: ['-c', config], cwd: directory, env: { ...process.env, ...env }, logFile: join(directory, 'nats.log') }, this.bench.guard);
    const url = `nats://127.0.0.1:${port}`;
    this.nc = await connectNats({ servers: url, name: 'bench' });
    this.messageBytes = await openingSize(this.bench);
    const opening = jsonOpening(this.messageBytes);
    const settings = { url, opening };
    this.counterpart = await this.side('jetstream-counterpart', { ...settings, own: SERVICES.counterpart, other: SERVICES.opener }, directory);
    this.opener = await this.side('jetstream-opener', { ...settings, own: SERVICES.opener, other: SERVICES.counterpart }, directory);
  }

  run(load: Load): Promise<LoadResult> {
    return this.opener!.run(load);
  }
  processes(): ReadonlyMap<string, number> {
    return new Map([['nats', this.server!.pid], ['opener', this.opener!.pid], ['counterpart', this.counterpart!.pid]]);
  }
  appends(): Promise<Appends> {
    return appendsOf([this.nc!]);
  }
  async facts(): Promise<Readonly<Record<string, unknown>>> {
    const jsm = await this.nc!.jetstreamManager();
    const streams: StreamInfo['config'][] = [];
    const consumers: ConsumerInfo['config'][] = [];
    for await (const { config } of jsm.streams.list()) {
      streams.push(config);
      for await (const info of jsm.consumers.list(config.name)) consumers.push(info.config);
    }
    return { 'nats-server': this.nc!.info?.version, streams, consumers, messageBytes: this.messageBytes };
  }
  async stop(): Promise<void> {
    await Promise.all([this.opener?.stop(), this.counterpart?.stop()]);
    await this.nc?.close();
    await this.server?.stop(STOP_WITHIN_MS);
  }

  private side(name: string, settings: object, directory: string): Promise<SideProcess> {
    return SideProcess.start({ name, module: peerModule(name), settings, logFile: join(directory, `${name}.log`), guard: this.bench.guard, probe: { profiles: this.bench.profiles } });
  }
}
