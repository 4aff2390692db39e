import { execFile } from 'node:child_process';
import { request } from 'node:http';

/** A program that can be run, with what its environment needs. */
export interface ServerProgram { readonly path: string; readonly env?: Readonly<Record<string, string>> }

/** What a server says of a configuration file. `digest` is how it names the file's contents, there and in its monitoring. */
export type Verdict = { readonly valid: true; readonly digest?: string } | { readonly valid: false; readonly why: string };

const CHECK_WITHIN_MS = 20_000;
const ASK_WITHIN_MS = 2_000;
const SAYS_MAX = 500;
const DIGEST = /sha256:[0-9a-f]{64}/;

/** Has the server itself read a file, with the certificates it names, without running anything. @throws Error when the program cannot be run. */
export function judgeConfig(program: ServerProgram, file: string): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    execFile(program.path, ['-t', '-c', file], { timeout: CHECK_WITHIN_MS, env: { ...process.env, ...program.env } }, (error, stdout, stderr) => {
      const said = `${stdout}${stderr}`.trim();
      if (error === null) return resolve({ valid: true, ...(DIGEST.test(said) && { digest: DIGEST.exec(said)![0] }) });
      if (typeof error.code === 'number') return resolve({ valid: false, why: said.slice(0, SAYS_MAX) });
      reject(error);
    });
  });
}

export interface InForce { readonly digest?: string; readonly loadedAt: string }

/** Which configuration a running server works by. Undefined when nobody answers at its monitoring. */
export function configInForce(monitorUrl: string): Promise<InForce | undefined> {
  return new Promise((resolve) => {
    const asked = request(`${monitorUrl}/varz`, { timeout: ASK_WITHIN_MS, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', () => resolve(undefined));
      response.on('end', () => resolve(parse(Buffer.concat(parts).toString('utf8'))));
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(undefined));
    asked.end();
  });
}

function parse(text: string): InForce | undefined {
  try {
    const { config_digest: digest, config_load_time: loadedAt } = JSON.parse(text) as { config_digest?: string; config_load_time?: string };
    return { loadedAt: loadedAt ?? '', ...(digest && { digest: DIGEST.exec(digest)?.[0] ?? `sha256:${digest}` }) };
  } catch {
    return undefined;
  }
}
