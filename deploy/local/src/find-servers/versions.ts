import { compareVersions } from '@tongban/messaging';
import { type BinaryName, VERSIONS_MIN } from './found-server';
import { run } from './run';

const ASK_WITHIN_MS = 30_000;

/** What a binary says it is; undefined when it cannot be run or is something else. The name of a file proves nothing. */
export async function versionOf(name: BinaryName, path: string, env: Readonly<Record<string, string>> = {}): Promise<string | undefined> {
  const { code, stdout } = await run(path, ['--version'], { env: { ...process.env, ...env }, withinMs: ASK_WITHIN_MS });
  return code === 0 ? readVersion(name, stdout) : undefined;
}

const FORMS: Readonly<Record<BinaryName, RegExp>> = {
  'nats-server': /^nats-server: v(\d+\.\d+\.\d+)/m, 'redis-server': /^Redis server v=(\d+\.\d+\.\d+)/m, promtool: /^promtool, version (\d+\.\d+\.\d+)/m,
};

/** `nats-server: v2.15.1`, `Redis server v=7.0.15 sha=…`, `promtool, version 2.42.0+ds (branch: …`. */
export function readVersion(name: BinaryName, output: string): string | undefined {
  return FORMS[name].exec(output)?.[1];
}

export const isNewEnough = (name: BinaryName, version: string): boolean => compareVersions(version, VERSIONS_MIN[name]) >= 0;
