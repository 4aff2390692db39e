import type { Redis } from 'ioredis';
import { type AlarmRow, type CaseRow, redisKeys } from '@tongban/contracts';
import { canonicalJson } from './case-change';
import { memberOf } from './case-index';
import { MATCHES, ROWS } from './packing';

const SCAN_COUNT = 500;

export interface ViewSnapshot {
  /** In the order of `list`; equal rows have their names in one order. */
  readonly rows: readonly CaseRow[];
  /** Those that stand open, in the order of their cases. */
  readonly alarms: readonly AlarmRow[];
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

  const rows = new Map<string, { readonly row: CaseRow; readonly alarms: readonly AlarmRow[] }>();
  const indexes: Record<string, string[]> = {};
  const references: Record<string, string[]> = {};
  for (const key of [...keys].sort()) {
    if (key.startsWith(redisKeys.case(region, ''))) {
      const [packed, alarms] = await redis.hmget(key, 'row', 'alarms');
      const row = ROWS.unpack(packed ?? '[]');
      rows.set(memberOf(row.openedAt, row.caseNo), { row, alarms: JSON.parse(alarms ?? '[]') as AlarmRow[] });
    } else if (key.startsWith(redisKeys.find(region, ''))) references[key] = (await redis.hvals(key)).map((text) => canonicalJson(MATCHES.unpack(text))).sort();
    else if ((await redis.type(key)) === 'zset') indexes[key] = membersOf(await redis.zrange(key, 0, -1, 'WITHSCORES'));
  }
  const cases = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return { rows: cases.map(({ row }) => row), alarms: cases.flatMap(({ alarms }) => alarms), indexes, references };
}

/** Members and scores as Redis answers them, in turns. */
const membersOf = (answer: readonly string[]): string[] => answer.flatMap((member, at) => (at % 2 === 1 ? [] : [answer[at + 1] === '0' ? member : `${member} ${answer[at + 1]}`]));
