import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { compareVersions } from '@tongban/messaging';
import { TongbanStartError } from '../start-error';
import { type DebianContext, canFetchFromDebian, fetchFromDebian } from './debian-packages';
import { type BinaryName, type FoundServer, VERSIONS_MIN } from './found-server';
import { notFound } from './install-advice';
import { isNewEnough, versionOf } from './versions';

export type FindContext = DebianContext;

const SETTINGS: Readonly<Record<BinaryName, string>> = { 'nats-server': 'TONGBAN_NATS_SERVER_BIN', 'redis-server': 'TONGBAN_REDIS_SERVER_BIN', promtool: 'TONGBAN_PROMTOOL_BIN' };
/** Where servers often lie without being in an ordinary user's PATH. */
const MORE_DIRECTORIES = ['/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin', '/opt/homebrew/sbin', join(homedir(), '.local/bin')];

/**
 * A server binary that is new enough: the one named by the environment (TONGBAN_NATS_SERVER_BIN, TONGBAN_REDIS_SERVER_BIN, TONGBAN_PROMTOOL_BIN),
 * else one in the PATH, else one fetched before, else one fetched now from the Debian archive.
 * @throws TongbanStartError with the one command to run.
 */
export async function findServer(server: BinaryName, context: FindContext): Promise<FoundServer> {
  const named = context.env[SETTINGS[server]];
  if (named) return requireNamed(server, named);
  const tooOld: { path: string; version: string }[] = [];
  for (const path of candidatesInPath(server, context.env['PATH'] ?? '')) {
    const version = await versionOf(server, path);
    if (!version) continue;
    if (isNewEnough(server, version)) return { path, version, env: {}, origin: 'path' };
    tooOld.push({ path, version });
  }
  const cached = await findCached(server, context.cacheDir);
  if (cached) return cached;
  if (!(await canFetchFromDebian())) throw notFound(server, tooOld);
  try {
    return await fetchFromDebian(server, context);
  } catch (error) {
    throw notFound(server, tooOld, error);
  }
}

async function requireNamed(server: BinaryName, path: string): Promise<FoundServer> {
  const version = await versionOf(server, path);
  if (version && isNewEnough(server, version)) return { path, version, env: {}, origin: 'setting' };
  const minimum = VERSIONS_MIN[server];
  throw new TongbanStartError(`${SETTINGS[server]} 指定的 ${path} ${version ? `版本为 ${version}，需要 ${minimum}` : `不是可以运行的 ${server}`}`,
    `${path}, named by ${SETTINGS[server]}, ${version ? `is ${version}; ${minimum} is needed` : `is no ${server} that runs`}`);
}

function candidatesInPath(server: BinaryName, path: string): string[] {
  const directories = [...new Set([...path.split(delimiter), ...MORE_DIRECTORIES].filter(Boolean))];
  return directories.map((directory) => join(directory, server)).filter((file) => existsSync(file));
}

/** Copies in `<cache>/bin/<server>-<version>/`, the newest that works. */
async function findCached(server: BinaryName, cacheDir: string): Promise<FoundServer | undefined> {
  const bin = join(cacheDir, 'bin');
  const prefix = `${server}-`;
  const versions = existsSync(bin) ? readdirSync(bin).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)) : [];
  for (const directory of versions.sort((a, b) => compareVersions(b, a)).map((version) => join(bin, prefix + version))) {
    const path = join(directory, server);
    const env = { LD_LIBRARY_PATH: join(directory, 'lib') };
    if (!existsSync(path)) continue;
    const version = await versionOf(server, path, env);
    if (version && isNewEnough(server, version)) return { path, version, env, origin: 'cache' };
  }
  return undefined;
}
