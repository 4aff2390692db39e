import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { redisKeys } from '@tongban/contracts';
import { VIEW } from './view-name';

const SCAN_COUNT = 500;

/** Set while the keys of the region are removed; its value names who does it. No stream has this name. */
export const dropMarkerKey = (region: string): string => redisKeys.checkpoint(region, VIEW, 'drop');

/** KEYS: marker, keys to remove. ARGV: token. Removes nothing once somebody else took over. */
const REMOVE_LUA = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
for i = 2, #KEYS do redis.call('UNLINK', KEYS[i]) end
return 1`;

/** KEYS: marker, layout. ARGV: token, number of the view. What is applied from here on has the present layout. */
const END_LUA = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('UNLINK', KEYS[1])
redis.call('SET', KEYS[2], ARGV[2])
return 1`;

/**
 * Removes every key of the region in bounded batches. While it runs no batch can be applied, because the marker refuses it; and
 * only the owner of the marker removes, so of two who drop at once the later one takes over and neither removes what was applied
 * afterwards. A drop cut short leaves the marker: whoever finds it drops again.
 */
export async function dropView(redis: Redis, region: string): Promise<void> {
  const marker = dropMarkerKey(region);
  const token = randomUUID();
  await redis.set(marker, token);
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', redisKeys.all(region), 'COUNT', SCAN_COUNT);
    cursor = next;
    const keys = found.filter((key) => key !== marker);
    if (keys.length > 0 && (await redis.eval(REMOVE_LUA, keys.length + 1, marker, ...keys, token)) === 0) return;
  } while (cursor !== '0');
  await redis.eval(END_LUA, 2, marker, redisKeys.viewLayout(region), token, VIEW);
}
