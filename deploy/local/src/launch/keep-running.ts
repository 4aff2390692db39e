import { setTimeout as delay } from 'node:timers/promises';
import type { Say } from '../say';
import { type ManagedProcess, exitWords } from './managed-process';

const RESTARTS_MAX = 5;
const RESTART_WINDOW_MS = 60_000;
const BACK_OFF_MS = [250, 500, 1_000, 2_000, 4_000] as const;

export interface KeepOptions {
  readonly say: Say;
  /** Start it again when it ends by itself. A test that kills processes does this itself. */
  readonly restart: boolean;
  readonly onGivenUp: (name: string) => void;
  /** A successor runs under another process id. */
  readonly onStarted: () => void;
}

/** A process with its successors. */
export class KeptProcess {
  private readonly ending = new AbortController();
  private readonly restartedAt: number[] = [];
  private readonly watching: Promise<void>;

  private constructor(
    private process: ManagedProcess,
    private readonly start: () => Promise<ManagedProcess>,
    private readonly options: KeepOptions,
  ) {
    this.watching = this.watch();
  }

  static async start(start: () => Promise<ManagedProcess>, options: KeepOptions): Promise<KeptProcess> {
    return new KeptProcess(await start(), start, options);
  }

  get name(): string {
    return this.process.name;
  }
  get pid(): number {
    return this.process.pid;
  }
  get running(): boolean {
    return this.process.running;
  }
  /** The present process, for messages. */
  get current(): ManagedProcess {
    return this.process;
  }
  get restarts(): number {
    return this.restartedAt.length;
  }
  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }
  async stop(graceMs: number): Promise<void> {
    this.expectEnd();
    await this.process.stop(graceMs);
    await this.watching;
    await this.process.stop(graceMs); // one that was being started meanwhile
  }
  /** Says beforehand that the end of the process will be no accident. */
  expectEnd(): void {
    this.ending.abort();
  }
  private get stopping(): boolean {
    return this.ending.signal.aborted;
  }

  private async watch(): Promise<void> {
    for (;;) {
      const exit = await this.process.exited;
      if (this.stopping || !this.options.restart) return;
      this.options.say(`${this.name} 意外退出（${exitWords(exit)}），正在重启`, `${this.name} ended unexpectedly (${exitWords(exit)}), starting it again`);
      if (!(await this.startAgain())) return;
    }
  }

  private async startAgain(): Promise<boolean> {
    while (!this.stopping) {
      const since = Date.now() - RESTART_WINDOW_MS;
      while (this.restartedAt[0] !== undefined && this.restartedAt[0] < since) this.restartedAt.shift();
      if (this.restartedAt.length >= RESTARTS_MAX) break;
      await delay(BACK_OFF_MS[this.restartedAt.length], undefined, { signal: this.ending.signal }).catch(() => undefined);
      this.restartedAt.push(Date.now());
      if (this.stopping) return false;
      try {
        const next = await this.start();
        this.process = next;
        this.options.onStarted();
        return true;
      } catch (error) {
        this.options.say(`${this.name} 重启失败`, `${this.name} could not be started again: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (!this.stopping) {
      this.options.say(`${this.name} 在一分钟内重启 ${RESTARTS_MAX} 次后放弃：查看其日志`, `${this.name} was given up after ${RESTARTS_MAX} restarts within a minute: look at its log`);
      this.options.onGivenUp(this.name);
    }
    return false;
  }
}
