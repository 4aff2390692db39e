import { REGION_CODES, redisKeys } from '@tongban/contracts';
import { Redis } from 'ioredis';
import { type Fault, stays } from '../fault';
import type { FaultTarget } from '../target/fault-target';
import { requirePid, servesAgain, takeDown, untilServing } from '../target/processes';
import { FaultError } from '../words';

const LASTS_MS = 30_000;
const UNLINK_AT_ONCE = 500;
const isOurs = (target: FaultTarget): boolean => [...Object.keys(target.run().processes), ...target.run().held].includes('redis');

export const flushRedis: Fault = {
  name: 'flush-redis', operands: [],
  summary: { zh: '清空 Redis 中的全部视图', en: 'empty every view in Redis' },
  apply: async (target) => {
    const urls = [...new Set(REGION_CODES.map((region) => target.setup.regions[region].redisUrl))];
    const counts = await Promise.all(urls.map((url) => flush(url, isOurs(target))));
    const keys = counts.reduce((sum, one) => sum + one, 0);
    return stays({ zh: `已清空 Redis：${keys} 个键`, en: `emptied Redis: ${keys} keys`, facts: { keys, ours: isOurs(target) } },
      { zh: '无需恢复：枢纽会从日志重建视图', en: 'nothing to take back: the hubs build the views again from the logs' });
  },
};

/** A Redis that somebody else runs loses our keys only. @returns how many keys went. @throws FaultError when it does not answer. */
async function flush(url: string, ours: boolean): Promise<number> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined); // the command says it
  try {
    await redis.connect();
    if (ours) {
      const size = await redis.dbsize();
      await redis.flushall();
      return size;
    }
    let unlinked = 0;
    for (const region of REGION_CODES) {
      for await (const keys of redis.scanStream({ match: redisKeys.all(region), count: UNLINK_AT_ONCE }) as AsyncIterable<string[]>) {
        if (keys.length > 0) unlinked += await redis.unlink(...keys);
      }
    }
    return unlinked;
  } catch (cause) {
    throw new FaultError('Redis 没有应答，未清空', 'Redis does not answer and was not emptied', { cause });
  } finally {
    redis.disconnect();
  }
}

export const stopRedis: Fault = {
  name: 'stop-redis', operands: [], lastsMs: LASTS_MS,
  summary: { zh: '停掉 Redis，期间不重启', en: 'end Redis and keep it down' },
  apply: async (target) => {
    if (!isOurs(target)) throw new FaultError('这个环境用的是别人的 Redis，不能停掉它', 'this environment uses a Redis that somebody else runs; it is not ours to end');
    const pid = requirePid(target, 'redis');
    const hold = await takeDown(target, 'redis', 'SIGKILL');
    return {
      did: { zh: `已停掉 Redis（进程 ${pid}），暂不重启`, en: `ended Redis (process ${pid}), and it stays down`, facts: { process: 'redis', pid } },
      undo: async () => {
        hold.withdraw();
        return servesAgain('redis', await untilServing(target, 'redis', pid));
      },
    };
  },
};
