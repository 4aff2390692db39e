import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Guard, ManagedProcess } from '@tongban/local';
import type { Load, LoadResult } from '../load/load';
import { PROBE, type ProbeSettings, probeEnvironment } from '../measure/probe';
import { BenchError } from '../words';
import type { Answer, Order } from './side';

export interface SideSettings {
  readonly name: string;
  /** Compiled module that exports `open`. */
  readonly module: string;
  readonly settings: object;
  readonly logFile: string;
  readonly guard: Guard;
  readonly probe?: ProbeSettings;
}
const STOP_WITHIN_MS = 15_000;
const LOG_CHARACTERS_SHOWN = 2_000;

/** A side in its own process, as the bench sees it. */
export class SideProcess {
  private constructor(private readonly process: ManagedProcess, private readonly logFile: string) {}

  /** Resolves when the side is ready. @throws BenchError with what it said. */
  static async start({ name, module, settings, logFile, guard, probe = {} }: SideSettings): Promise<SideProcess> {
    const side = new SideProcess(await ManagedProcess.start({
      name, command: process.execPath, args: ['--enable-source-maps', '--require', PROBE, join(__dirname, 'side-main.js'), module], cwd: join(logFile, '..'), logFile, channel: true,
      env: { ...process.env, TONGBAN_BENCH_SIDE: JSON.stringify(settings), ...probeEnvironment(name, probe) },
    }, guard), logFile);
    await side.answer();
    return side;
  }

  get name(): string {
    return this.process.name;
  }
  get pid(): number {
    return this.process.pid;
  }

  async run(load: Load): Promise<LoadResult> {
    const answer = await this.order({ load });
    if ('result' in answer) return answer.result;
    throw this.failure(`unexpected ${JSON.stringify(answer)}`);
  }
  /** One question at a time. */
  async ask<T extends object>(question: object): Promise<T> {
    const answer = await this.order({ question });
    if ('answer' in answer) return answer.answer as T;
    throw this.failure(`unexpected ${JSON.stringify(answer)}`);
  }
  async stop(): Promise<void> {
    await this.process.stop(STOP_WITHIN_MS);
  }

  private order(order: Order): Promise<Exclude<Answer, { failed: string }>> {
    const answering = this.answer();
    this.process.child.send(order);
    return answering;
  }
  private answer(): Promise<Exclude<Answer, { failed: string }>> {
    const { child, exited } = this.process;
    return new Promise((resolve, reject) => {
      const hear = (answer: Answer): void => ('failed' in answer ? reject(this.failure(answer.failed)) : resolve(answer));
      child.once('message', hear);
      void exited.then(() => reject(this.failure(existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8').slice(-LOG_CHARACTERS_SHOWN) : '')));
    });
  }
  private failure(why: string): BenchError {
    return new BenchError(`${this.name} 失败：${why}`, `${this.name} failed: ${why}`);
  }
}
