import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedProcess, eventually, findFreePortBase } from '@tongban/local';
import { connectNats } from '@tongban/messaging';
import type { NatsConnection } from 'nats';
import type { Workbench } from '../workbench';
import { BenchError } from '../words';

const HOST = '127.0.0.1';
const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 5_000;

/** Servers that sync every write before they acknowledge it, as a region's: one alone, or several that keep the same. */
export class Cluster {
  private constructor(readonly size: number, readonly url: string, private readonly servers: readonly ManagedProcess[]) {}

  /** @throws BenchError when they do not find together. */
  static async start(bench: Workbench, size: number): Promise<Cluster> {
    const ports = await findFreePortBase();
    const route = (index: number): string => `nats-route://${HOST}:${ports + 10 + index}`;
    const servers = await Promise.all(Array.from({ length: size }, (_, index) => {
      const name = `r${size}-${index + 1}`;
      const folder = join(bench.folder('replicas'), name);
      mkdirSync(folder, { recursive: true });
      const config = join(folder, 'server.conf');
      writeFileSync(config, JSON.stringify({
        server_name: name, listen: `${HOST}:${ports + index}`, jetstream: { store_dir: join(folder, 'store'), sync_interval: 'always' },
        ...(size > 1 && { cluster: { name: `r${size}`, listen: `${HOST}:${ports + 10 + index}`, routes: Array.from({ length: size }, (_one, other) => route(other)) } }),
      }));
      return ManagedProcess.start({ name, command: bench.binaries['nats-server'].path, args: ['-c', config], cwd: folder, logFile: join(folder, 'server.log'), env: process.env }, bench.guard);
    }));
    const cluster = new Cluster(size, `${HOST}:${ports}`, servers);
    bench.onStop(() => cluster.stop());
    return cluster;
  }

  get processes(): ReadonlyMap<string, number> {
    return new Map(this.servers.map(({ name, pid }) => [name, pid]));
  }

  /** A connection and a stream that keeps each message on all servers. */
  async stream(name: string, subject: string): Promise<NatsConnection> {
    const nc = await connectNats({ servers: this.url, name: `bench-${name}` });
    const made = await eventually(async () => {
      try {
        return await (await nc.jetstreamManager({ checkAPI: false })).streams.add({ name, subjects: [subject], num_replicas: this.size });
      } catch {
        return undefined; // no leader yet
      }
    }, { withinMs: READY_WITHIN_MS, everyMs: 250 });
    if (!made) throw new BenchError(`${this.size} 台服务器没有组成集群`, `${this.size} servers did not find together`);
    return nc;
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop(STOP_WITHIN_MS)));
  }
}
