import { join } from 'node:path';
import { type FoundServer, type ServerName, cacheDirectory, findServer } from '@tongban/local';
import { ImageName, getContainerRuntimeClient } from 'testcontainers';

export const IMAGES: Readonly<Record<ServerName, string>> = {
  'nats-server': process.env['TONGBAN_NATS_IMAGE'] ?? 'nats:2.15-alpine', 'redis-server': process.env['TONGBAN_REDIS_IMAGE'] ?? 'redis:7-alpine',
};
export interface Backend {
  readonly name: 'containers' | 'binaries';
  readonly why: string;
  readonly servers: Readonly<Record<ServerName, FoundServer>>;
}
type Env = Readonly<Record<string, string | undefined>>;

/**
 * Where the servers of the tests come from: containers where a Docker engine answers and the images are there, else binaries;
 * TONGBAN_TEST_BACKEND forces one. Both give a command to run, so the tests are the same. @throws Error in one sentence.
 */
export async function chooseBackend(env: Env = process.env): Promise<Backend> {
  const forced = env['TONGBAN_TEST_BACKEND'];
  if (forced && forced !== 'containers' && forced !== 'binaries') throw new Error(`TONGBAN_TEST_BACKEND is containers or binaries, not ${forced}`);
  if (forced === 'binaries') return { name: 'binaries', why: 'TONGBAN_TEST_BACKEND=binaries', servers: await binaries(env) };
  const obstacle = await containerObstacle();
  if (obstacle === undefined) return { name: 'containers', why: forced ? 'TONGBAN_TEST_BACKEND=containers' : 'a Docker engine answers and has the images', servers: await shims(env) };
  if (!forced) return { name: 'binaries', why: obstacle, servers: await binaries(env) };
  throw new Error(`TONGBAN_TEST_BACKEND=containers, but ${obstacle}: start a Docker engine and pull ${Object.values(IMAGES).join(' and ')}, or use binaries`);
}

/** As `npm start` finds them. The set-up of the tests names them in the environment, so a test that asks again gets the same. */
export async function binaries(env: Env = process.env): Promise<Backend['servers']> {
  const context = { cacheDir: cacheDirectory(env), env, say: (zh: string, en: string) => void process.stderr.write(`${zh} · ${en}\n`) };
  const [nats, redis] = await Promise.all([findServer('nats-server', context), findServer('redis-server', context)]);
  return { 'nats-server': nats, 'redis-server': redis };
}

/** Commands that run a server in a container of this machine's network; asked for their version, as any binary is. */
async function shims(env: Env): Promise<Backend['servers']> {
  process.env['TONGBAN_NATS_IMAGE'] = IMAGES['nats-server'];
  process.env['TONGBAN_REDIS_IMAGE'] = IMAGES['redis-server'];
  const shim = (server: ServerName): string => join(__dirname, 'containers', server);
  return binaries({ ...env, TONGBAN_NATS_SERVER_BIN: shim('nats-server'), TONGBAN_REDIS_SERVER_BIN: shim('redis-server') });
}

/** Undefined when containers can be used. */
async function containerObstacle(): Promise<string | undefined> {
  try {
    const client = await getContainerRuntimeClient();
    for (const image of Object.values(IMAGES)) if (!(await client.image.exists(ImageName.fromString(image)))) return `the image ${image} is not there`;
    return undefined;
  } catch {
    return 'no Docker engine answers';
  }
}
