import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ran, tongban } from '../../../packages/cli/test/run';
import type { TestEnvironment } from '../../harness/test-environment';

/** A person at the command line of a running set-up. */
export class CommandLine {
  private readonly folder: string;
  constructor(private readonly environment: TestEnvironment) {
    this.folder = join(environment.setup.layout.root, 'given');
    mkdirSync(this.folder, { recursive: true });
  }

  /** Runs `tongban ARGS --json`, whatever comes of it. */
  run(...args: string[]): Promise<Ran> {
    return tongban([...args, '--data', this.environment.setup.layout.root, '--json']);
  }

  /** The document of a command that has to succeed; else everything it said. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async done(...args: string[]): Promise<any> {
    const ran = await this.run(...args);
    if (ran.exit !== 0) throw new Error(`tongban ${args.join(' ')} ended with ${ran.exit}: ${ran.stdout.slice(0, 4_000)}${ran.stderr.slice(0, 1_000)}`);
    return ran.json;
  }

  /** Code of the refusal of a command that has to be refused. */
  async refused(...args: string[]): Promise<{ code: string; faults: readonly { path: string; code: string; zh: string; en: string }[] }> {
    const ran = await this.run(...args);
    if (ran.exit === 0 || ran.json?.error === undefined) throw new Error(`tongban ${args.join(' ')} was not refused (${ran.exit}): ${ran.stdout.slice(0, 4_000)}`);
    return ran.json.error;
  }

  file(name: string, content: unknown): string {
    const path = join(this.folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }
}
