import { REGION_CODES, type RegionCode, type RegionStatus, redisKeys } from '@tongban/contracts';
import { Redis } from 'ioredis';
import { eventually } from '../../harness/eventually';
import type { TestEnvironment } from '../../harness/test-environment';

const SCAN_COUNT = 500;

/** Compares every region's view with one that is built anew from the streams. @returns the keys that differ, by region. */
export async function viewsUnlikeTheirRebuild(environment: TestEnvironment): Promise<string[]> {
  const faults = await Promise.all(REGION_CODES.map(async (region) => {
    const redis = new Redis(environment.setup.file.regions[region].redisUrl);
    try {
      await level(environment, region);
      const before = await contentOf(redis, region);
      const keys = [...before.keys(), ...(await keysOf(redis, redisKeys.checkpoint(region, '*', '*')))];
      if (keys.length > 0) await redis.unlink(...keys);
      await level(environment, region);
      const after = await contentOf(redis, region);
      const differing = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
      return differing.map((key) => `${key}: ${before.get(key) ?? 'nothing'} was ${after.get(key) ?? 'nothing'} when built anew`);
    } finally {
      redis.disconnect();
    }
  }));
  return faults.flat();
}

/** The region's services say that their view has everything the streams have. */
const level = (environment: TestEnvironment, region: RegionCode): Promise<true> => eventually(`the view of ${region} is level with its streams`, async () => {
  const { view } = await environment.askJson<RegionStatus>(region, 'hub.status');
  return view.ok && view.lag === 0 ? true : undefined;
}, { withinMs: 60_000, everyMs: 200, tolerate: true });

/** Every key of the region's views but their checkpoints and what says how they are laid down, as canonical JSON. */
async function contentOf(redis: Redis, region: RegionCode): Promise<Map<string, string>> {
  const about = new Set([...(await keysOf(redis, redisKeys.checkpoint(region, '*', '*'))), redisKeys.viewLayout(region)]);
  const content = new Map<string, string>();
  for (const key of (await keysOf(redis, redisKeys.all(region))).filter((one) => !about.has(one)).sort()) content.set(key, JSON.stringify(await valueOf(redis, key)));
  return content;
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  if (type === 'hash') return Object.entries(await redis.hgetall(key)).sort();
  if (type === 'zset') return redis.zrange(key, 0, -1, 'WITHSCORES');
  if (type === 'set') return (await redis.smembers(key)).sort();
  if (type === 'list') return redis.lrange(key, 0, -1);
  return redis.get(key);
}

async function keysOf(redis: Redis, pattern: string): Promise<string[]> {
  const found = new Set<string>();
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT);
    cursor = next;
    keys.forEach((key) => found.add(key));
  } while (cursor !== '0');
  return [...found];
}
