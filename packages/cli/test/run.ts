import type { Io } from '../src/io';
import { runCommandLine } from '../src/program';

export interface Ran { readonly exit: number; readonly stdout: string; readonly stderr: string; readonly json: any }

/** Runs one command line in this process. `json` is the last line of stdout when it is JSON. */
export async function tongban(args: readonly string[], over: Partial<Io> = {}): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const io: Io = { stdout: (text) => { stdout += text; }, stderr: (text) => { stderr += text; }, env: {}, cwd: process.cwd(), isTty: false, interrupted: () => new Promise(() => undefined), ...over };
  const exit = await runCommandLine(args, io);
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  return { exit, stdout, stderr, json: last.startsWith('{') ? JSON.parse(last) : undefined };
}
