import { setTimeout as delay } from 'node:timers/promises';
import type { Say } from '../say';
import { type ManagedProcess, exitWords } from './managed-process';

const RESTARTS_MAX = 5;
const RESTART_WINDOW_MS = 60_000;
const LOOK_EVERY_MS = 50;
const BACK_OFF_MS = [250, 500, 1_000, 2_000, 4_000] as const;

export interface KeepOptions {
  readonly say: Say;
  /** Start it again when it ends by itself. A test that kills processes does this itself. */
  readonly restart: boolean;
  readonly onGivenUp: (name: string) => void;
  /** A successor runs under another process id, or it is held down. */
  readonly onChanged: () => void;
  /** Whether somebody outside wants it to stay down for now. */
  readonly isHeld: () => boolean;
}

/** A process with its successors. */
export class KeptProcess {
  private readonly ending = new AbortController();
  private readonly restartedAt: number[] = [];
  private heldDown = false;
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
  /** Whether it is down because somebody outside wants so. */
  get isHeldDown(): boolean {
    return this.heldDown;
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
      if (!this.options.isHeld()) this.options.say(`${this.name} 意外退出（${exitWords(exit)}），正在重启`, `${this.name} ended unexpectedly (${exitWords(exit)}), starting it again`);
      if (!(await this.startAgain())) return;
    }
  }

  private async startAgain(): Promise<boolean> {
    while (!this.stopping) {
      if (await this.whileHeld()) {
        if (await this.startOnce()) return true;
        continue;
      }
      const since = Date.now() - RESTART_WINDOW_MS;
      while (this.restartedAt[0] !== undefined && this.restartedAt[0] < since) this.restartedAt.shift();
      if (this.restartedAt.length >= RESTARTS_MAX) break;
      await delay(BACK_OFF_MS[this.restartedAt.length], undefined, { signal: this.ending.signal }).catch(() => undefined);
      if (this.options.isHeld()) continue;
      this.restartedAt.push(Date.now());
      if (this.stopping) return false;
      if (await this.startOnce()) return true;
    }
    if (!this.stopping) {
      this.options.say(`${this.name} 在一分钟内重启 ${RESTARTS_MAX} 次后放弃：查看其日志`, `${this.name} was given up after ${RESTARTS_MAX} restarts within a minute: look at its log`);
      this.options.onGivenUp(this.name);
    }
    return false;
  }

  private async startOnce(): Promise<boolean> {
    try {
      this.process = await this.start();
      this.options.onChanged();
      return true;
    } catch (error) {
      this.options.say(`${this.name} 重启失败`, `${this.name} could not be started again: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  /** Waits while it is held; a start after that was foreseen and counts for nothing. @returns whether it was held. */
  private async whileHeld(): Promise<boolean> {
    if (!this.options.isHeld()) return false;
    this.options.say(`${this.name} 由外部按住`, `${this.name} is held down from outside`);
    this.heldDown = true;
    this.options.onChanged();
    while (!this.stopping && this.options.isHeld()) await delay(LOOK_EVERY_MS, undefined, { signal: this.ending.signal }).catch(() => undefined);
    this.heldDown = false;
    return !this.stopping;
  }
}
