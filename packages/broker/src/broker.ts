import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { TongbanError } from '@tongban/contracts';
import { type Layout, layoutOf, readJsonIfThere, readRun, writePrivateFile } from '@tongban/data-directory';
import type { BrokerSetup } from './broker-setup';
import { type ServerProgram, configInForce, judgeConfig } from './config-check';
import { SERVERS, type ServerName, wantedConfigs } from './wanted-configs';

/** How one server stands to what it should be. */
export interface ServerStanding {
  readonly server: ServerName;
  /** Whether the file on disk is the one that follows from the set-up. */
  readonly written: boolean;
  /** Whether the server takes the file; `why` in its words when not. */
  readonly valid: boolean;
  readonly why?: string;
  readonly running: boolean;
  /** Whether it works by the file on disk; undefined while it does not run. */
  readonly inForce?: boolean;
  /** Real instant at which it read its configuration. */
  readonly loadedAt?: string;
}
export interface Reloaded { readonly server: ServerName; readonly ms: number }

/** A process that was told takes the new file within milliseconds; a loaded one later. */
const TAKES_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 5;

/** The configurations of one environment's servers: made, compared, and put in force while everything runs. */
export class Broker {
  private constructor(private readonly layout: Layout, private readonly program: ServerProgram) {}

  /** @param program nats-server; default: the one that the launcher found. @throws TongbanError `hub.unreachable` when there is no set-up, or no program is known. */
  static open(dataDir: string, program?: ServerProgram): Broker {
    const layout = layoutOf(dataDir);
    if (!existsSync(layout.setup)) throw new TongbanError('hub.unreachable', `no set-up in ${dataDir}; npm start makes one`);
    const found = program ?? readJsonIfThere<Record<string, ServerProgram>>(layout.binaries)?.['nats-server'];
    if (found === undefined) throw new TongbanError('hub.unreachable', `no nats-server is known in ${dataDir}: start the set-up once, or name the program`);
    return new Broker(layout, found);
  }

  /** Changes nothing. */
  async check(): Promise<readonly ServerStanding[]> {
    const wanted = this.wanted();
    return Promise.all(SERVERS.map(async (server): Promise<ServerStanding> => {
      const file = this.layout.natsConfig(server);
      const written = existsSync(file) && readFileSync(file, 'utf8') === wanted.get(server);
      const verdict = await judgeConfig(this.program, file);
      const now = await configInForce(this.monitorOf(server));
      const inForce = now === undefined || !verdict.valid ? undefined : now.digest === verdict.digest;
      return {
        server, written, valid: verdict.valid, ...(!verdict.valid && { why: verdict.why }), running: now !== undefined,
        ...(inForce !== undefined && { inForce }), ...(now && { loadedAt: now.loadedAt }),
      };
    }));
  }

  /**
   * Writes what follows from the set-up, has each changed file checked by the server's own program before it takes the place of the one in force, and tells the servers it is for. Nobody else's
   * connection is touched. @returns servers that took a new configuration, with the time from the signal.
   * @throws TongbanError `broker.config-invalid`: nothing was changed; `broker.reload-refused`: a server runs on with what it had, and so does its file.
   */
  async reload(): Promise<readonly Reloaded[]> {
    const changed: { readonly server: ServerName; readonly digest?: string; readonly before?: string }[] = [];
    const candidates: string[] = [];
    try {
      for (const [server, config] of this.wanted()) {
        const file = this.layout.natsConfig(server);
        const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
        if (before === config && !(await this.isBehind(server))) continue;
        const candidate = `${file}.candidate`;
        candidates.push(candidate);
        writeFileSync(candidate, config, { mode: 0o600 });
        const verdict = await judgeConfig(this.program, candidate);
        if (!verdict.valid) throw new TongbanError('broker.config-invalid', `${server}: ${verdict.why}`);
        changed.push({ server, ...(verdict.digest !== undefined && { digest: verdict.digest }), ...(before !== undefined && { before }) });
      }
      for (const { server } of changed) renameSync(`${this.layout.natsConfig(server)}.candidate`, this.layout.natsConfig(server));
    } finally {
      for (const candidate of candidates) rmSync(candidate, { force: true });
    }
    const taken: Reloaded[] = [];
    for (const one of changed) {
      const ms = await this.tell(one);
      if (ms !== undefined) taken.push({ server: one.server, ms });
    }
    return taken;
  }

  /** Whether a running server read its file before it was written last. */
  private async isBehind(server: ServerName): Promise<boolean> {
    const now = await configInForce(this.monitorOf(server));
    return now !== undefined && Date.parse(now.loadedAt) < statSync(this.layout.natsConfig(server)).mtimeMs;
  }

  /** @returns undefined when the server does not run: it reads the file when it starts. */
  private async tell({ server, digest, before }: { readonly server: ServerName; readonly digest?: string; readonly before?: string }): Promise<number | undefined> {
    const pid = readRun(this.layout.run).processes[`nats-${server}`];
    const old = await configInForce(this.monitorOf(server));
    if (pid === undefined || old === undefined) return undefined;
    const began = performance.now();
    process.kill(pid, 'SIGHUP');
    while (performance.now() - began < TAKES_WITHIN_MS) {
      const now = await configInForce(this.monitorOf(server));
      if (now !== undefined && now.loadedAt !== old.loadedAt && (digest === undefined || now.digest === digest)) return performance.now() - began;
      await delay(LOOK_EVERY_MS);
    }
    if (before !== undefined) writePrivateFile(this.layout.natsConfig(server), before);
    throw new TongbanError('broker.reload-refused', `${server} still works by the configuration of ${old.loadedAt}`);
  }

  private wanted(): ReadonlyMap<ServerName, string> {
    return wantedConfigs(this.layout, this.setup());
  }
  private setup(): BrokerSetup {
    return JSON.parse(readFileSync(this.layout.setup, 'utf8')) as BrokerSetup;
  }
  private monitorOf(server: ServerName): string {
    const { backbone, regions } = this.setup();
    return server === 'backbone' ? backbone.monitorUrl : regions[server].monitorUrl;
  }
}
