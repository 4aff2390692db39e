import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Guard } from './guard';
import { settledWithin } from './eventually';
import { openLog } from './log-files';

export interface ProcessSettings {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where its output goes; without one, the last of it is kept in memory. */
  readonly logFile?: string;
  /** Whether messages are exchanged with it (`process.send`). */
  readonly channel?: boolean;
}

export interface Exit { readonly code: number | null; readonly signal: NodeJS.Signals | null }

const OUTPUT_CHARACTERS_MAX = 4096;

/**
 * A process of the environment. It leads its own process group, so that Ctrl-C does not reach it before its turn; its
 * standard input stays open for as long as this process lives, and its closing is the sign to end.
 */
export class ManagedProcess {
  readonly name: string;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** For messages to and from a process with a channel. */
  readonly child: ChildProcess;
  private output = '';
  private exit: Exit | undefined;

  private constructor(settings: ProcessSettings, child: ChildProcess, guard: Guard | undefined) {
    this.name = settings.name;
    this.child = child;
    this.pid = child.pid!;
    guard?.watch(this.pid);
    const keep = (chunk: Buffer): void => { this.output = (this.output + chunk.toString('utf8')).slice(-OUTPUT_CHARACTERS_MAX); };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.stdin?.on('error', () => undefined);
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.exit = { code, signal };
        guard?.forget(this.pid);
        resolve(this.exit);
      });
    });
  }

  /** @throws Error when the command cannot be run at all. */
  static async start(settings: ProcessSettings, guard?: Guard): Promise<ManagedProcess> {
    const log = settings.logFile === undefined ? undefined : openLog(settings.logFile);
    try {
      const child = spawn(settings.command, [...settings.args], {
        cwd: settings.cwd, env: settings.env as NodeJS.ProcessEnv, detached: true,
        stdio: ['pipe', log ?? 'pipe', log ?? 'pipe', ...(settings.channel ? (['ipc'] as const) : [])],
      });
      await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
      return new ManagedProcess(settings, child, guard);
    } finally {
      if (log !== undefined) closeSync(log);
    }
  }

  get running(): boolean {
    return this.exit === undefined;
  }
  /** Last of what it said, when it has no log file. */
  get lastOutput(): string {
    return this.output.trim();
  }
  kill(signal: NodeJS.Signals): void {
    if (this.running) this.child.kill(signal);
  }
  /** Asks it to end, and makes it end when it has not after `graceMs`. */
  async stop(graceMs: number): Promise<Exit> {
    this.kill('SIGTERM');
    if (!(await settledWithin(this.exited, graceMs))) this.kill('SIGKILL');
    return this.exited;
  }
}

export const exitWords = ({ code, signal }: Exit): string => (signal === null ? `exit code ${code}` : signal);
