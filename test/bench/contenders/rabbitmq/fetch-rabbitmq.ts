import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  PrivateApt, type Say, type SuiteSource, TongbanStartError, archiveOfRelease, cacheDirectory, canFetchFromDebian, readOsRelease, readSourceLists, withFetchDirectory,
} from '@tongban/local';
import { runTool } from '../../run-tool';
import { BenchError } from '../../words';

/** RabbitMQ with the Erlang it runs on, unpacked and not installed. */
export interface RabbitMq {
  readonly version: string;
  /** `sbin` with the scripts of the broker. */
  readonly scripts: string;
  readonly erlang: string;
}
const PACKAGES_MAX = 40;

/** The one of the cache, else the packages of this machine's own Debian or Ubuntu release. @throws BenchError in one sentence. */
export async function findRabbitMq(say: Say): Promise<RabbitMq> {
  const place = join(cacheDirectory(), 'bench/rabbitmq');
  if (!existsSync(place)) await fetch(place, say);
  const broker = join(place, 'usr/lib/rabbitmq/lib');
  const [release] = existsSync(broker) ? readdirSync(broker) : [];
  if (release === undefined) throw new BenchError(`${place} 中没有 RabbitMQ：删除该目录后重试`, `There is no RabbitMQ in ${place}: delete it and try again`);
  return { version: release.replace(/^rabbitmq_server-/, ''), scripts: join(broker, release, 'sbin'), erlang: join(place, 'usr/lib/erlang') };
}

async function fetch(place: string, say: Say): Promise<void> {
  if (!(await canFetchFromDebian())) throw new BenchError('没有 RabbitMQ：只能在 Debian 或 Ubuntu 上自动获取', 'There is no RabbitMQ: it is fetched by itself on Debian and Ubuntu only');
  try {
    await withFetchDirectory(cacheDirectory(), async (work) => {
      const source = sourceOf();
      say(`从 ${source.archive.uri} ${source.suite} 获取 rabbitmq-server 与 erlang`, `Fetching rabbitmq-server and erlang from ${source.archive.uri} ${source.suite}`);
      const apt = await PrivateApt.update(join(work, 'apt'), source);
      const tree = join(work, 'tree');
      await unpackWithErlang(apt, tree);
      makeMovable(join(tree, 'usr/lib/erlang'));
      rmSync(place, { recursive: true, force: true });
      mkdirSync(join(place, '..'), { recursive: true });
      renameSync(tree, place);
    });
  } catch (error) {
    if (!(error instanceof TongbanStartError)) throw error;
    throw new BenchError(`无法获取 RabbitMQ：${error.zh}`, `RabbitMQ cannot be fetched: ${error.message}`, { cause: error });
  }
}

function sourceOf(): SuiteSource {
  const { id, codename } = readOsRelease();
  const isUbuntu = id === 'ubuntu';
  const archive = archiveOfRelease(readSourceLists(), codename) ?? { uri: isUbuntu ? 'http://archive.ubuntu.com/ubuntu' : 'http://deb.debian.org/debian' };
  return { archive, suite: codename, components: isUbuntu ? ['main', 'universe'] : ['main'] };
}

/** The broker and every Erlang package that it or another one of them depends on. Shared libraries are the system's. */
async function unpackWithErlang(apt: PrivateApt, tree: string): Promise<void> {
  mkdirSync(tree, { recursive: true });
  const wanted = ['rabbitmq-server'];
  for (let at = 0; at < wanted.length && at < PACKAGES_MAX; at++) {
    const name = wanted[at]!;
    const deb = await apt.download(name);
    if (!deb || (await runTool('dpkg-deb', ['-x', deb, tree])).code !== 0) throw new TongbanStartError(`没有 ${name}`, `there is no ${name}`);
    const { stdout } = await runTool('dpkg-deb', ['-f', deb, 'Depends']);
    for (const dependency of stdout.split(',').map((one) => /^\s*(erlang-[a-z0-9-]+)/.exec(one)?.[1])) if (dependency !== undefined && !wanted.includes(dependency)) wanted.push(dependency);
  }
}

/** Debian's start scripts spell where Erlang is installed; here they ask the environment. */
function makeMovable(erlang: string): void {
  const runtimes = readdirSync(erlang).filter((name) => name.startsWith('erts-')).map((name) => join(erlang, name, 'bin/erl'));
  for (const script of [join(erlang, 'bin/erl'), ...runtimes].filter((file) => existsSync(file))) {
    writeFileSync(script, readFileSync(script, 'utf8').replaceAll('ROOTDIR=/usr/lib/erlang', 'ROOTDIR="$ERL_ROOTDIR"'), { mode: 0o755 });
  }
}
