import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Catalogue, loadCatalogue } from '@tongban/catalogue';
import { type Binaries, Guard, LocalEnvironment, type Say, cacheDirectory, findFreePortBase, findServers, participantsOf, prepareSetup } from '@tongban/local';

/** Where one run of the bench works: a directory of its own, and everything it has started. It leaves nothing behind. */
export class Workbench {
  readonly guard = new Guard();
  private readonly stops: (() => Promise<void>)[] = [];
  private stopping: Promise<void> | undefined;

  private constructor(readonly directory: string, readonly say: Say, readonly binaries: Binaries, readonly catalogue: Catalogue, readonly profiles: string | undefined) {}

  /** Under the directory for temporary files (TMPDIR): the disk that is measured. `profiles`: where CPU profiles go, if any are wanted. */
  static async open(say: Say, profiles?: string): Promise<Workbench> {
    const binaries = await findServers({ cacheDir: cacheDirectory(), env: process.env, say });
    return new Workbench(mkdtempSync(join(tmpdir(), 'tongban-bench-')), say, binaries, loadCatalogue(), profiles);
  }

  /** Keys and configurations of a whole environment in a directory of its own, at free ports; nothing is started yet. `restart`: what ends is started again. */
  async environment(name: string, restart = false): Promise<LocalEnvironment> {
    const setup = prepareSetup({ dataDir: mkdtempSync(join(this.directory, `${name}-`)), participants: participantsOf(this.catalogue), portBase: await findFreePortBase() });
    const environment = new LocalEnvironment({ setup, binaries: this.binaries, say: this.say, restart });
    this.onStop(() => environment.stop());
    return environment;
  }

  folder(name: string): string {
    const folder = join(this.directory, name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** Ends what was started, the last first. */
  onStop(stop: () => Promise<void>): void {
    this.stops.push(stop);
  }

  stop(): Promise<void> {
    return (this.stopping ??= this.end());
  }
  private async end(): Promise<void> {
    for (const stop of this.stops.reverse()) await stop().catch((error: unknown) => this.say('停止时出错', `could not be stopped in order: ${error instanceof Error ? error.message : String(error)}`));
    this.guard.close();
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }
}
