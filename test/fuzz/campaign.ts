import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fault, HEAP_MIB_MAX, type Job, type News, type Which } from './job';

export interface FuzzFault { readonly decoder: string; readonly fault: Fault; readonly words: string; /** Base64. */ readonly input: string }
export type Result = { readonly runs: number; readonly refused: number } | FuzzFault;

export interface Bounds {
  /** A reader that has taken so much CPU time, milliseconds, without letting its process speak hangs: the machine may be busy with much else, so that the time of day says little. */
  readonly hangCpuMs: number;
  readonly heapMib: number;
}
const BOUNDS: Bounds = { hangCpuMs: 10_000, heapMib: HEAP_MIB_MAX };
const LOOK_EVERY_MS = 250;
/** Where a process does not tell its CPU time, and for one that waits for ever. */
const SILENT_MS_MAX = 300_000;
const START_CPU_MS_MAX = 60_000;

type End = 'hang' | 'memory' | 'crash';

/** Readers under made inputs, in a process of their own, which is replaced when one ends it. */
export class Campaign {
  private readonly directory = mkdtempSync(join(tmpdir(), 'tongban-fuzz-'));
  private worker: ChildProcess | undefined;
  private names: readonly string[] = [];

  constructor(private readonly which: Which, private readonly bounds: Bounds = BOUNDS) {}

  /** Names of the readers. */
  async decoders(): Promise<readonly string[]> {
    await this.ready();
    return this.names;
  }

  async run(job: Job): Promise<Result> {
    const worker = await this.ready();
    worker.send(job);
    for (;;) {
      const news = await this.next(worker, this.bounds.hangCpuMs);
      if (typeof news === 'string') return { decoder: job.decoder, fault: news, words: this.lastWords, input: job.input ?? readFileSync(this.inputFile).toString('base64') };
      if (news.kind === 'done') return { runs: news.runs, refused: news.refused };
      if (news.kind === 'fault') return news;
    }
  }

  close(): void {
    this.worker?.kill('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }

  private lastWords = '';
  private readonly said: News[] = [];
  private wake: () => void = () => undefined;
  private get inputFile(): string {
    return join(this.directory, 'input');
  }

  private async ready(): Promise<ChildProcess> {
    if (this.worker?.connected) return this.worker;
    this.lastWords = '';
    const worker = fork(join(__dirname, 'worker.mjs'), [this.inputFile, this.which], { execArgv: [`--max-old-space-size=${this.bounds.heapMib}`], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    worker.stderr!.on('data', (chunk: Buffer) => { this.lastWords = (this.lastWords + chunk.toString()).slice(-2_000); });
    this.worker = worker;
    // Words are kept in order: two that come at once are both heard.
    this.said.length = 0;
    worker.on('message', (news) => {
      this.said.push(news as News);
      this.wake();
    });
    // `close`, not `exit`: by then its last words are here.
    worker.once('close', () => {
      if (this.worker === worker) this.worker = undefined;
      this.wake();
    });
    const news = await this.next(worker, START_CPU_MS_MAX);
    if (typeof news === 'string' || news.kind !== 'ready') throw new Error(`the worker does not start\n${this.lastWords}`);
    this.names = news.decoders;
    return worker;
  }

  /** The next word, or what became of a worker that says none. */
  private async next(worker: ChildProcess, withinCpuMs: number): Promise<News | End> {
    const since = { at: Date.now(), cpuMs: cpuMsOf(worker) };
    for (;;) {
      const said = this.said.shift();
      if (said !== undefined) return said;
      if (this.worker !== worker) return /heap out of memory|allocation failed/i.test(this.lastWords) ? 'memory' : 'crash';
      if (cpuMsOf(worker) - since.cpuMs >= withinCpuMs || Date.now() - since.at >= SILENT_MS_MAX) {
        worker.kill('SIGKILL');
        while (this.worker === worker) await this.woken(LOOK_EVERY_MS);
        return 'hang';
      }
      await this.woken(LOOK_EVERY_MS);
    }
  }

  /** When the worker said something or ended, at the latest after a while. */
  private woken(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const TICK_MS = 10;
/** CPU time of a process so far, of all its threads, where the system tells it; else 0. */
function cpuMsOf({ pid }: ChildProcess): number {
  try {
    // Fields 14 and 15, counted after the name, which may contain anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}

export const isFault = (result: Result): result is FuzzFault => 'fault' in result;

/** What a person who reads the failure does next. */
export const wordFault = ({ decoder, fault, words, input }: FuzzFault, seed: number): string => [
  `${decoder}: ${fault}`, words, `input (Base64, ${Buffer.from(input, 'base64').length} bytes): ${input.length > 2_000 ? `${input.slice(0, 2_000)}…` : input}`,
  `again: npm run test:long -- --fuzz --decoder ${decoder} --seed ${seed}`,
].join('\n');
