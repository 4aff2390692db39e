import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BACKBONE_DOMAIN } from '@tongban/contracts';
import type { NatsConnection } from 'nats';
import { freePort, killServer, natsServer } from '../../../test/harness/server-process';
import { connectNats } from '../src/connection';

/** Real nats-servers on free ports: a backbone that only routes, and regions that hang on it as leafs. */
export class NatsLab {
  private readonly dir = mkdtempSync(path.join(tmpdir(), 'tongban-nats-'));
  private readonly ports = new Map<string, number>();
  private readonly running = new Map<string, ChildProcess>();
  private readonly connections: NatsConnection[] = [];

  static async start(...regions: string[]): Promise<NatsLab> {
    const lab = new NatsLab();
    for (const name of ['backbone', 'leafs', ...regions]) lab.ports.set(name, await freePort());
    return lab;
  }

  /** It may also keep copies of what the regions store. */
  startBackbone(options: { keepsCopies?: boolean } = {}): void {
    this.launch('backbone', `
      server_name: backbone
      listen: "127.0.0.1:${this.port('backbone')}"
      ping_interval: "3s"
      max_payload: 4MB
      leafnodes { listen: "127.0.0.1:${this.port('leafs')}", no_advertise: true }
      ${options.keepsCopies ? `jetstream { store_dir: ${JSON.stringify(path.join(this.dir, 'backbone'))}, domain: ${BACKBONE_DOMAIN}, max_file: 20GB }` : ''}
      accounts { XR { ${options.keepsCopies ? 'jetstream: enabled,' : ''} users: [ { user: leaf, password: leaf }, { user: app, password: app } ] } }`);
  }

  startRegion(region: string, options: { alone?: boolean } = {}): void {
    const leaf = `leafnodes { reconnect: 1s, remotes: [ { urls: ["nats-leaf://leaf:leaf@127.0.0.1:${this.port('leafs')}"], account: XR } ] }`;
    this.launch(region, `
      server_name: ${region}
      listen: "127.0.0.1:${this.port(region)}"
      ping_interval: "3s"
      max_payload: 4MB
      jetstream { store_dir: ${JSON.stringify(path.join(this.dir, region))}, domain: ${region}, sync_interval: always, max_file: 20GB }
      accounts { XR { jetstream: enabled, users: [ { user: app, password: app } ] } }
      ${options.alone ? '' : leaf}`);
  }

  /** Where others connect to a region's server, as user and password `app`. */
  serverOf(region: string): string {
    return `127.0.0.1:${this.port(region)}`;
  }

  async connect(region: string, name = 'test'): Promise<NatsConnection> {
    const nc = await connectNats({ servers: this.serverOf(region), name, user: 'app', pass: 'app', firstConnectWithinMs: 60_000 });
    this.connections.push(nc);
    return nc;
  }

  /** kill -9, as a crash. */
  async crash(server: string): Promise<void> {
    await this.end(server, 'SIGKILL');
  }

  /** In order: the server saves what it knows of its streams and trusts it when it starts again. */
  async shutDown(server: string): Promise<void> {
    await this.end(server, 'SIGTERM');
  }

  /** The files of a region's streams. */
  storeOf(region: string): string {
    return path.join(this.dir, region, 'jetstream/XR/streams');
  }

  /** As a disk that is gone: everything a region whose server is down had stored. */
  loseStoreOf(region: string): void {
    rmSync(path.join(this.dir, region), { recursive: true });
  }

  /** As a backup of a region whose server is down. @returns what puts it in the place of what is there then. */
  backUp(region: string): () => void {
    const [store, backup] = [path.join(this.dir, region), path.join(this.dir, `${region}-backup`)];
    cpSync(store, backup, { recursive: true });
    return () => {
      rmSync(store, { recursive: true, force: true });
      cpSync(backup, store, { recursive: true });
    };
  }

  /** Flips a bit of the one message with this content, in the file of a stream whose server is down. */
  flipBitIn(region: string, stream: string, content: string): void {
    const folder = path.join(this.storeOf(region), stream, 'msgs');
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.blk')).map((name) => path.join(folder, name))) {
      const bytes = readFileSync(file);
      const at = bytes.indexOf(content);
      if (at === -1) continue;
      bytes[at + 3]! ^= 4;
      writeFileSync(file, bytes);
      return;
    }
    throw new Error(`no block of ${stream} holds "${content}"`);
  }

  async stop(): Promise<void> {
    await Promise.all(this.connections.map((nc) => nc.close().catch(() => undefined)));
    await Promise.all([...this.running.keys()].map((server) => this.end(server, 'SIGKILL')));
    rmSync(this.dir, { recursive: true, force: true });
  }

  private port(name: string): number {
    const port = this.ports.get(name);
    if (port === undefined) throw new Error(`no port was set aside for ${name}`);
    return port;
  }

  private launch(server: string, config: string): void {
    mkdirSync(this.dir, { recursive: true });
    const file = path.join(this.dir, `${server}.conf`);
    const log = path.join(this.dir, `${server}.log`);
    writeFileSync(file, config);
    const child = spawn(natsServer(), ['-c', file, '-l', log], { stdio: 'ignore' });
    child.once('exit', (code, signal) => {
      if (signal !== null || code === 0) return;
      process.stderr.write(`nats-server ${server} ended with ${code}\n${existsSync(log) ? readFileSync(log, 'utf8') : ''}\n`);
    });
    this.running.set(server, child);
  }

  private async end(server: string, signal: NodeJS.Signals): Promise<void> {
    await killServer(this.running.get(server), this.port(server), signal);
    this.running.delete(server);
  }
}

/** Waits until `check` holds, asking again every few milliseconds; fails with `what` after `withinMs`. */
export async function eventually(what: string, check: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
