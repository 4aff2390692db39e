import type { Redis } from 'ioredis';
import { type CaseRow, redisKeys } from '@tongban/contracts';

const SCAN_COUNT = 500;

export interface ViewSnapshot {
  /** In the order of `list`, keys of each row sorted. */
  readonly rows: readonly CaseRow[];
  /** Key of an index to its members, with the score where it is not 0; key of a reference to its matches. */
  readonly indexes: Readonly<Record<string, readonly string[]>>;
  readonly references: Readonly<Record<string, readonly string[]>>;
}

/** Reads everything but checkpoints. Meant for comparing a view that nobody feeds meanwhile; it holds all rows in memory. */
export async function takeSnapshot(redis: Redis, region: string): Promise<ViewSnapshot> {
  const keys = new Set<string>();
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', redisKeys.all(region), 'COUNT', SCAN_COUNT);
    cursor = next;
    for (const key of found) keys.add(key);
  } while (cursor !== '0');

  const rows = new Map<string, CaseRow>();
  const indexes: Record<string, string[]> = {};
  const references: Record<string, string[]> = {};
  for (const key of [...keys].sort()) {
    if (key.startsWith(redisKeys.case(region, ''))) {
      const [member, row] = await redis.hmget(key, 'member', 'row');
      rows.set(member ?? '', JSON.parse(row ?? 'null') as CaseRow);
    } else if (key.startsWith(redisKeys.find(region, ''))) references[key] = (await redis.hvals(key)).sort();
    else if ((await redis.type(key)) === 'zset') indexes[key] = membersOf(await redis.zrange(key, 0, -1, 'WITHSCORES'));
  }
  return { rows: [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row), indexes, references };
}

/** Members and scores as Redis answers them, in turns. */
const membersOf = (answer: readonly string[]): string[] => answer.flatMap((member, at) => (at % 2 === 1 ? [] : [answer[at + 1] === '0' ? member : `${member} ${answer[at + 1]}`]));
