import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly withinMs?: number;
}
/** `code` is 127 when the command cannot be run, 124 when it took too long. */
export interface RunResult { readonly code: number; readonly stdout: string; readonly output: string }

const OUTPUT_CHARACTERS_MAX = 1024 * 1024;

/** Runs a tool to its end without a shell. Its language is fixed, because its output is read. */
export function run(command: string, args: readonly string[], { cwd, env = process.env, withinMs = 120_000 }: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    let [stdout, output] = ['', ''];
    let late = false;
    const child = spawn(command, [...args], { cwd, env: { ...env, LC_ALL: 'C' } as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => { late = true; child.kill('SIGKILL'); }, withinMs);
    child.stdout.on('data', (chunk: Buffer) => {
      stdout = (stdout + chunk.toString('utf8')).slice(-OUTPUT_CHARACTERS_MAX);
      output = (output + chunk.toString('utf8')).slice(-OUTPUT_CHARACTERS_MAX);
    });
    child.stderr.on('data', (chunk: Buffer) => { output = (output + chunk.toString('utf8')).slice(-OUTPUT_CHARACTERS_MAX); });
    child.on('error', (error) => { clearTimeout(timer); resolve({ code: 127, stdout, output: error.message }); });
    child.on('close', (code) => { clearTimeout(timer); resolve({ code: late ? 124 : (code ?? 1), stdout, output }); });
  });
}
