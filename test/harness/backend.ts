import { join } from 'node:path';
import { type Binaries, type FoundServer, cacheDirectory, findServers } from '@tongban/local';
import { ImageName, getContainerRuntimeClient } from 'testcontainers';

export const IMAGES = { nats: process.env['TONGBAN_NATS_IMAGE'] ?? 'nats:2.15-alpine', redis: process.env['TONGBAN_REDIS_IMAGE'] ?? 'redis:7-alpine' } as const;
export interface Backend { readonly name: 'containers' | 'binaries'; readonly why: string; readonly binaries: Binaries }

/**
 * Where the servers of a test come from: containers where a Docker engine answers and the images are there, else binaries;
 * TONGBAN_TEST_BACKEND forces one. Both give a command to run, so the tests are the same.
 */
export async function chooseBackend(env: Readonly<Record<string, string | undefined>> = process.env): Promise<Backend> {
  const forced = env['TONGBAN_TEST_BACKEND'];
  if (forced && forced !== 'containers' && forced !== 'binaries') throw new Error(`TONGBAN_TEST_BACKEND is containers or binaries, not ${forced}`);
  if (forced === 'binaries') return { name: 'binaries', why: 'TONGBAN_TEST_BACKEND=binaries', binaries: await localBinaries(env) };
  const obstacle = await containerObstacle();
  if (obstacle === undefined) return { name: 'containers', why: forced ? 'TONGBAN_TEST_BACKEND=containers' : 'a Docker engine answers and has the images', binaries: containerShims() };
  if (forced) throw new Error(`TONGBAN_TEST_BACKEND=containers, but ${obstacle}: start a Docker engine and pull ${IMAGES.nats} and ${IMAGES.redis}, or use binaries`);
  return { name: 'binaries', why: obstacle, binaries: await localBinaries(env) };
}

const localBinaries = (env: Readonly<Record<string, string | undefined>>): Promise<Binaries> => {
  const { TONGBAN_REDIS_URL: _ours, ...rest } = env;
  return findServers({ cacheDir: cacheDirectory(env), env: rest, say: (zh, en) => process.stderr.write(`${zh} · ${en}\n`) });
};

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

/** Commands that run the server in a container of this machine's network, with the paths of this machine. */
function containerShims(): Binaries {
  const shim = (server: 'nats-server' | 'redis-server', image: string): FoundServer => ({
    path: join(__dirname, 'container-server.mjs'), version: image, origin: 'setting', env: { TONGBAN_CONTAINER_IMAGE: image, TONGBAN_CONTAINER_COMMAND: server },
  });
  return { 'nats-server': shim('nats-server', IMAGES.nats), 'redis-server': shim('redis-server', IMAGES.redis) };
}
