import { copyFileSync, existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Say } from '../say';
import { TongbanStartError } from '../start-error';
import { archiveOfRelease, readSourceLists } from './apt-sources';
import { withFetchDirectory } from './fetch-directory';
import type { BinaryName, FoundServer } from './found-server';
import { readOsRelease } from './os-release';
import { PrivateApt, type SuiteSource } from './private-apt';
import { run } from './run';
import { missingLibraries } from './shared-libraries';
import { isNewEnough, versionOf } from './versions';

/** Debian's testing carries nats-server 2.15; its stable releases are too old (NATS.md §6). */
const NATS_SUITE_DEFAULT = 'forky';
const LIBRARY_ROUNDS_MAX = 3;

export interface DebianContext {
  readonly cacheDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: Say;
}

/** The package that holds each server, and where in it. redis-server is one binary with redis-check-rdb, told apart by its name. */
const PACKAGES: Readonly<Record<BinaryName, { name: string; binaries: readonly string[] }>> = {
  'nats-server': { name: 'nats-server', binaries: ['usr/sbin/nats-server', 'usr/bin/nats-server'] },
  'redis-server': { name: 'redis-tools', binaries: ['usr/bin/redis-check-rdb'] },
  promtool: { name: 'prometheus', binaries: ['usr/bin/promtool'] },
};

/** Whether this machine has what the way through the Debian archive needs. */
export async function canFetchFromDebian(): Promise<boolean> {
  if (process.platform !== 'linux' || !readOsRelease().debianLike) return false;
  return (await run('apt-get', ['--version'])).code === 0 && (await run('dpkg-deb', ['--version'])).code === 0;
}

/**
 * Fetches a server from the archive this machine already trusts and unpacks it into the cache, without installing anything.
 * @throws TongbanStartError when the archive does not give a version that is new enough.
 */
export async function fetchFromDebian(server: BinaryName, { cacheDir, env, say }: DebianContext): Promise<FoundServer> {
  mkdirSync(join(cacheDir, 'bin'), { recursive: true });
  return withFetchDirectory(cacheDir, async (work) => {
    const source = sourceOf(server, env);
    const { name, binaries } = PACKAGES[server];
    say(`从 ${source.archive.uri} ${source.suite} 获取 ${name}`, `Fetching ${name} from ${source.archive.uri} ${source.suite}`);
    const apt = await PrivateApt.update(join(work, 'apt'), source);
    const tree = join(work, 'tree');
    const deb = await unpack(apt, name, tree);
    const binary = binaries.map((path) => join(tree, path)).find((path) => existsSync(path));
    if (!deb || !binary) throw new TongbanStartError(`${source.suite} 没有 ${name}`, `${source.suite} has no ${name}`);
    const ready = join(work, 'ready');
    mkdirSync(join(ready, 'lib'), { recursive: true });
    copyFileSync(binary, join(ready, server));
    await addLibraries({ apt, deb, binary: join(ready, server), library: join(ready, 'lib'), work, say });
    return keep(server, ready, cacheDir);
  });
}

function sourceOf(server: BinaryName, env: DebianContext['env']): SuiteSource {
  const release = readOsRelease();
  const own = archiveOfRelease(readSourceLists(), release.codename);
  const isUbuntu = release.id === 'ubuntu';
  const archive = own ?? (isUbuntu ? { uri: 'http://archive.ubuntu.com/ubuntu' } : { uri: 'http://deb.debian.org/debian' });
  const suite = server === 'nats-server' ? (env['TONGBAN_DEBIAN_SUITE'] ?? (isUbuntu ? release.codename : NATS_SUITE_DEFAULT)) : release.codename;
  return { archive, suite, components: isUbuntu ? ['main', 'universe'] : ['main'] };
}

async function unpack(apt: PrivateApt, packageName: string, into: string): Promise<string | undefined> {
  const deb = await apt.download(packageName);
  if (!deb) return undefined;
  mkdirSync(into, { recursive: true });
  return (await run('dpkg-deb', ['-x', deb, into])).code === 0 ? deb : undefined;
}

interface LibraryWork { readonly apt: PrivateApt; readonly deb: string; readonly binary: string; readonly library: string; readonly work: string; readonly say: Say }

/** Brings the libraries that this machine lacks, from the packages that the binary's own package depends on. */
async function addLibraries({ apt, deb, binary, library, work, say }: LibraryWork): Promise<void> {
  const dependencies = libraryPackages((await run('dpkg-deb', ['-f', deb, 'Depends'])).stdout);
  const fetched = new Set<string>();
  for (let round = 0; round < LIBRARY_ROUNDS_MAX; round++) {
    const missing = await missingLibraries(binary, library);
    const wanted = packagesFor(missing, dependencies).filter((name) => !fetched.has(name));
    if (wanted.length === 0) return;
    say(`获取 ${wanted.join('、')}`, `Fetching ${wanted.join(', ')}`);
    for (const name of wanted) {
      fetched.add(name);
      const tree = join(work, `lib-${name}`);
      if (await unpack(apt, name, tree)) copyLibraries(tree, library);
    }
  }
}

/** `libc6 (>= 2.34), libjemalloc2 (>= 5.0.0), liblzf1 | x` → names of the library packages. */
export const libraryPackages = (depends: string): string[] =>
  depends.split(',').map((one) => /^\s*([a-z0-9.+-]+)/.exec(one)?.[1] ?? '').filter((name) => /^lib/.test(name) && !/^(libc6|libgcc-s1|libstdc\+\+6)$/.test(name));

/** A library `liblzf.so.1` usually comes from `liblzf1`; where no name fits, all of them are tried. */
export function packagesFor(missing: readonly string[], dependencies: readonly string[]): string[] {
  const chosen = missing.flatMap((library) => {
    const stem = library.split('.so')[0]!.toLowerCase();
    const fitting = dependencies.filter((name) => name.startsWith(stem));
    return fitting.length > 0 ? fitting : dependencies;
  });
  return [...new Set(chosen)];
}

function copyLibraries(tree: string, into: string): void {
  for (const entry of readdirSync(tree, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory() || !/\.so(\.\d+)*$/.test(entry.name)) continue;
    const path = realpathSync(join(entry.parentPath, entry.name));
    copyFileSync(path, join(into, basename(entry.name)));
  }
}

async function keep(server: BinaryName, ready: string, cacheDir: string): Promise<FoundServer> {
  const version = await versionOf(server, join(ready, server), { LD_LIBRARY_PATH: join(ready, 'lib') });
  if (!version) throw new TongbanStartError(`获取的 ${server} 无法运行`, `The fetched ${server} does not run on this machine`);
  if (!isNewEnough(server, version)) throw new TongbanStartError(`获取的 ${server} ${version} 版本过低`, `The fetched ${server} ${version} is too old`);
  const place = join(cacheDir, 'bin', `${server}-${version}`);
  rmSync(place, { recursive: true, force: true });
  renameSync(ready, place);
  return { path: join(place, server), version, env: { LD_LIBRARY_PATH: join(place, 'lib') }, origin: 'debian' };
}
