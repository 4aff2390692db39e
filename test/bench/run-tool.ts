import { execFile } from 'node:child_process';

const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;
const WITHIN_MS = 300_000;

export interface ToolOptions { readonly cwd?: string; readonly env?: Readonly<Record<string, string | undefined>> }
export interface ToolResult { readonly code: number; readonly stdout: string; readonly output: string }

/** Runs a tool to its end, at most five minutes. `code` is 127 when it cannot be run at all. */
export function runTool(command: string, args: readonly string[], { cwd, env = process.env }: ToolOptions = {}): Promise<ToolResult> {
  return new Promise((resolve) => {
    execFile(command, [...args], { cwd, env: env as NodeJS.ProcessEnv, maxBuffer: OUTPUT_BYTES_MAX, timeout: WITHIN_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 127) : 0;
      resolve({ code, stdout, output: `${stdout}${stderr}` || (error?.message ?? '') });
    });
  });
}
