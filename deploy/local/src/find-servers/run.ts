import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly withinMs?: number;
}
/** `code` is 127 when the command cannot be run, 124 when it took too long. */
export interface RunResult { readonly code: number; readonly stdout: string; readonly output: string }

const OUTPUT_CHARACTERS_MAX = 1024 * 1024;

/** Runs a tool to its end without a shell, or until this process exits. Its language is fixed, because its output is read. */
export function run(command: string, args: readonly string[], { cwd, env = process.env, withinMs = 120_000 }: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    let [stdout, output] = ['', ''];
    let late = false;
    const child = spawn(command, [...args], { cwd, env: { ...env, LC_ALL: 'C' } as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = (): void => void child.kill('SIGKILL');
    // Before whoever cleans up after the tool.
    process.prependOnceListener('exit', end);
    const timer = setTimeout(() => { late = true; end(); }, withinMs);
    child.stdout.on('data', (chunk: Buffer) => {
      stdout = (stdout + chunk.toString('utf8')).slice(-OUTPUT_CHARACTERS_MAX);
      output = (output + chunk.toString('utf8')).slice(-OUTPUT_CHARACTERS_MAX);
    });
    child.stderr.on('data', (chunk: Buffer) => { output = (output + chunk.toString('utf8')).slice(-OUTPUT_CHARACTERS_MAX); });
    const done = (result: RunResult): void => {
      clearTimeout(timer);
      process.off('exit', end);
      resolve(result);
    };
    child.on('error', (error) => done({ code: 127, stdout, output: error.message }));
    child.on('close', (code) => done({ code: late ? 124 : (code ?? 1), stdout, output }));
  });
}
