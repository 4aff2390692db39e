import type { Redis } from 'ioredis';
import { type CaseFilters, hasDue } from './case-filters';
import { dueKey, dueScoreOf, indexKeysFor } from './case-index';

const CHUNK = 500;
/** So many members due in a period are read at once and put in order; where there are more, the indexes are walked in theirs. */
const DUE_READ_MAX = 5_000;
/** Before every date, and after. */
const [FIRST_SCORE, LAST_SCORE] = [0, 99_999_999];

/** A range of members as `ZRANGEBYLEX` takes it. */
export interface MemberRange { readonly from: string; readonly to: string }
/** What a selection reads from: Redis, and the members of the cases that a number leads to. */
export interface SelectionSource {
  readonly redis: Redis;
  readonly region: string;
  readonly numbered: (number: string) => Promise<readonly string[]>;
  /** Default: DUE_READ_MAX. */
  readonly dueReadMax?: number;
}

/**
 * Members of the cases that fit filters, in the order of opening. It begins with what is rarest: the cases a number leads to, those due in a period where they are few,
 * else the smallest index; the others are only asked whether they hold what was found there.
 */
export async function selectMembers(source: SelectionSource, filters: CaseFilters, range: MemberRange, count: number): Promise<string[]> {
  const keys = indexKeysFor(source.region, filters);
  const due = hasDue(filters) ? dueRange(filters) : undefined;
  const listed = await listedMembers(source, filters, due);
  return listed === undefined ? walk(source, { keys, due }, range, count) : among(source, { keys, due }, listed.filter((member) => isWithin(member, range)), count);
}

type DueRange = readonly [from: number, to: number];
interface Asked { readonly keys: readonly string[]; readonly due: DueRange | undefined }

const dueRange = ({ dueFrom, dueTo }: CaseFilters): DueRange => [dueFrom === undefined ? FIRST_SCORE : dueScoreOf(dueFrom), dueTo === undefined ? LAST_SCORE : dueScoreOf(dueTo)];

async function listedMembers({ redis, region, numbered, dueReadMax = DUE_READ_MAX }: SelectionSource, { number }: CaseFilters, due: DueRange | undefined): Promise<readonly string[] | undefined> {
  if (number !== undefined) return numbered(number);
  if (due === undefined || (await redis.zcount(dueKey(region), ...due)) > dueReadMax) return undefined;
  return (await redis.zrangebyscore(dueKey(region), ...due)).sort();
}

/** Of listed members those that fit all that is asked, the first so many. */
async function among(source: SelectionSource, asked: Asked, members: readonly string[], count: number): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < members.length && found.length < count; at += CHUNK) found.push(...(await fitting(source, asked, members.slice(at, at + CHUNK))));
  return found.slice(0, count);
}

/** Walks the smallest index, so it never reads more than the rarest filter holds. */
async function walk(source: SelectionSource, { keys, due }: Asked, { from, to }: MemberRange, count: number): Promise<string[]> {
  const sizes = await Promise.all(keys.map(async (key) => ({ key, size: await source.redis.zcard(key) })));
  const [smallest, ...others] = sizes.sort((a, b) => a.size - b.size).map(({ key }) => key);
  const found: string[] = [];
  let next = from;
  while (smallest !== undefined && found.length < count) {
    const members = await source.redis.zrangebylex(smallest, next, to, 'LIMIT', 0, CHUNK);
    if (members.length === 0) break;
    found.push(...(await fitting(source, { keys: others, due }, members)));
    next = `(${members.at(-1)}`;
  }
  return found.slice(0, count);
}

async function fitting({ redis, region }: SelectionSource, { keys, due }: Asked, members: readonly string[]): Promise<string[]> {
  const [scores, dues] = await Promise.all([Promise.all(keys.map((key) => redis.zmscore(key, ...members))), due && redis.zmscore(dueKey(region), ...members)]);
  const isDue = (score: string | null | undefined): boolean => due === undefined || (score !== null && score !== undefined && Number(score) >= due[0] && Number(score) <= due[1]);
  return members.filter((_member, position) => scores.every((list) => list[position] !== null) && isDue(dues?.[position]));
}

/** Members are ASCII, so their order is that of their bytes. */
function isWithin(member: string, { from, to }: MemberRange): boolean {
  const begins = from === '-' || (from.startsWith('[') ? member >= from.slice(1) : member > from.slice(1));
  return begins && (to === '+' || member < to.slice(1));
}
