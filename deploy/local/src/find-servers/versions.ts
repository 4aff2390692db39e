import { compareVersions } from '@tongban/messaging';
import { type ServerName, VERSIONS_MIN } from './found-server';
import { run } from './run';

const ASK_WITHIN_MS = 30_000;

/** What a binary says it is; undefined when it cannot be run or is something else. The name of a file proves nothing. */
export async function versionOf(name: ServerName, path: string, env: Readonly<Record<string, string>> = {}): Promise<string | undefined> {
  const { code, stdout } = await run(path, ['--version'], { env: { ...process.env, ...env }, withinMs: ASK_WITHIN_MS });
  return code === 0 ? readVersion(name, stdout) : undefined;
}

/** `nats-server: v2.15.1`, `Redis server v=7.0.15 sha=…`. */
export function readVersion(name: ServerName, output: string): string | undefined {
  const form = name === 'nats-server' ? /^nats-server: v(\d+\.\d+\.\d+)/m : /^Redis server v=(\d+\.\d+\.\d+)/m;
  return form.exec(output)?.[1];
}

export const isNewEnough = (name: ServerName, version: string): boolean => compareVersions(version, VERSIONS_MIN[name]) >= 0;
