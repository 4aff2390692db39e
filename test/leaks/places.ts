import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { get } from 'node:http';
import { REGION_CODES, type RegionCode } from '@tongban/contracts';
import { readStreamPart } from '@tongban/messaging';
import { Redis } from 'ioredis';
import type { TestEnvironment } from '../harness/test-environment';
import type { Search } from './search';

/** Sequence after the last message of every stream, by region and name. */
export type Ends = ReadonlyMap<string, number>;

async function streamsOf(environment: TestEnvironment, region: RegionCode): Promise<readonly { readonly name: string; readonly last: number }[]> {
  const jsm = await (await environment.hubConnection(region)).jetstreamManager();
  const found: { name: string; last: number }[] = [];
  for await (const { config, state } of jsm.streams.list()) found.push({ name: config.name, last: state.last_seq });
  return found;
}

export async function streamEnds(environment: TestEnvironment): Promise<Ends> {
  const all = await Promise.all(REGION_CODES.map(async (region) => (await streamsOf(environment, region)).map(({ name, last }) => [`${region}/${name}`, last] as const)));
  return new Map(all.flat());
}

/** Every message that any stream stored since then: subject, headers and bytes. */
export async function searchStreams(search: Search, environment: TestEnvironment, since: Ends): Promise<void> {
  for (const region of REGION_CODES) {
    const nc = await environment.hubConnection(region);
    for (const { name } of await streamsOf(environment, region)) {
      const place = `${region}/${name}`;
      let next = (since.get(place) ?? 0) + 1;
      for (let more = true; more;) {
        const part = await readStreamPart(nc, name, next);
        for (const { seq, subject, headers, data } of part.entries) {
          search.look(`stream ${place}`, `${subject}\n${JSON.stringify(headers)}`);
          search.look(`stream ${place}`, data);
          next = seq + 1;
        }
        more = part.more && part.entries.length > 0;
      }
    }
  }
}

/** Every key of every region's Redis with its value, decompressed as Redis has it, and the name of each. */
export async function searchRedis(search: Search, environment: TestEnvironment): Promise<void> {
  const urls = new Set(REGION_CODES.map((region) => environment.setup.file.regions[region].redisUrl));
  for (const url of urls) {
    const redis = new Redis(url);
    try {
      for (let cursor = '0', begun = false; !begun || cursor !== '0'; begun = true) {
        const [next, keys] = await redis.scan(cursor, 'COUNT', 1_000);
        cursor = next;
        const types = await piped(redis, keys, (pipeline, key) => pipeline.type(key));
        const values = await piped(redis, keys, (pipeline, key, at) => ({
          hash: () => pipeline.hgetall(key), zset: () => pipeline.zrange(key, 0, -1), set: () => pipeline.smembers(key), list: () => pipeline.lrange(key, 0, -1), string: () => pipeline.get(key),
        })[String(types[at]) as 'hash']?.() ?? pipeline.dump(key));
        keys.forEach((key, at) => search.look('redis', `${key}\n${JSON.stringify(values[at])}`));
      }
      // And as it stands on the disk afterwards.
      await redis.save();
    } finally {
      redis.disconnect();
    }
  }
}
type Pipeline = ReturnType<Redis['pipeline']>;
async function piped(redis: Redis, keys: readonly string[], ask: (pipeline: Pipeline, key: string, at: number) => Pipeline): Promise<unknown[]> {
  if (keys.length === 0) return [];
  const pipeline = redis.pipeline();
  keys.forEach((key, at) => ask(pipeline, key, at));
  return (await pipeline.exec())!.map(([error, value]) => {
    if (error) throw error;
    return value;
  });
}

const MONITORED = ['/varz', '/connz?subs=detail&auth=true', '/jsz?streams=true&consumers=true&config=true', '/routez', '/leafz?subs=true', '/subsz?subs=true', '/accountz', '/healthz'];

/** What brokers and hubs tell whoever asks them for their state. */
export async function searchMonitoring(search: Search, environment: TestEnvironment): Promise<void> {
  const { backbone, regions } = environment.setup.file;
  for (const url of [backbone.monitorUrl, ...REGION_CODES.map((region) => regions[region].monitorUrl)]) {
    for (const path of MONITORED) search.look(`monitoring ${path}`, await body(`${url.replace(/\/$/, '')}${path}`));
  }
  for (const region of REGION_CODES) for (const path of ['/metrics', '/readyz']) search.look(`hub ${path}`, await body(`http://127.0.0.1:${environment.setup.ports.regions[region].probes}${path}`));
}
const body = (url: string): Promise<string> => new Promise((resolve, reject) => {
  get(url, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('end', () => resolve(text)).on('error', reject);
  }).on('error', reject);
});

/** What the list of processes shows to everybody on the machine: the arguments of those that belong to the set-up. */
export function searchProcesses(search: Search, root: string): number {
  let seen = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(join('/proc', pid, 'cmdline'), 'utf8');
      const belongs = line.includes(root) || readFileSync(join('/proc', pid, 'environ'), 'utf8').includes(root);
      if (!belongs) continue;
      seen += 1;
      search.look('list of processes', line.replaceAll('\0', ' '));
    } catch {
      // It ended meanwhile, or is another person's.
    }
  }
  return seen;
}
