import { type CaseRow, redisKeys } from '@tongban/contracts';
import type { Redis } from 'ioredis';
import { type CaseFilters, hasDue } from './case-filters';
import { caseNoOf, dueKey, dueScoreOf, indexKeysFor } from './case-index';
import { ROWS } from './packing';

export const CHUNK = 500;
/** So many members due in a period are read at once and put in order; where there are more, the indexes are walked in theirs. */
export const DUE_READ_MAX = 5_000;
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
  const asked = askedBy(source.region, filters);
  const listed = await listedMembers(source, filters, asked.due);
  return listed === undefined ? walk(source, asked, range, count) : among(source, asked, listed.filter((member) => isWithin(member, range)), count);
}

type DueRange = readonly [from: number, to: number];
/** What members are asked for: to stand in each index, to be due within, and to be late by the word of the region whose duty it is. */
export interface Asked { readonly keys: readonly string[]; readonly due: DueRange | undefined; readonly overdue: CaseFilters['overdue'] }

export const askedBy = (region: string, filters: CaseFilters): Asked =>
  ({ keys: indexKeysFor(region, filters), due: hasDue(filters) ? dueRange(filters) : undefined, overdue: filters.overdue });

export const dueRange = ({ dueFrom, dueTo }: CaseFilters): DueRange => [dueFrom === undefined ? FIRST_SCORE : dueScoreOf(dueFrom), dueTo === undefined ? LAST_SCORE : dueScoreOf(dueTo)];

async function listedMembers({ redis, region, numbered, dueReadMax = DUE_READ_MAX }: SelectionSource, { number }: CaseFilters, due: DueRange | undefined): Promise<readonly string[] | undefined> {
  if (number !== undefined) return numbered(number);
  if (due === undefined || (await redis.zcount(dueKey(region), ...due)) > dueReadMax) return undefined;
  return (await redis.zrangebyscore(dueKey(region), ...due)).sort();
}

/** Of listed members those that fit all that is asked, the first so many. */
export async function among(source: SelectionSource, asked: Asked, members: readonly string[], count: number): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < members.length && found.length < count; at += CHUNK) found.push(...(await fitting(source, asked, members.slice(at, at + CHUNK))));
  return found.slice(0, count);
}

/** Walks the smallest index, so it never reads more than the rarest filter holds. */
async function walk(source: SelectionSource, { keys, ...asked }: Asked, { from, to }: MemberRange, count: number): Promise<string[]> {
  const [smallest, ...others] = await bySize(source.redis, keys);
  const found: string[] = [];
  let next = from;
  while (smallest !== undefined && found.length < count) {
    const members = await source.redis.zrangebylex(smallest.key, next, to, 'LIMIT', 0, CHUNK);
    if (members.length === 0) break;
    found.push(...(await fitting(source, { ...asked, keys: others.map(({ key }) => key) }, members)));
    next = `(${members.at(-1)}`;
  }
  return found.slice(0, count);
}

/** Indexes and how many each holds, the smallest first. */
export async function bySize(redis: Redis, keys: readonly string[]): Promise<{ readonly key: string; readonly size: number }[]> {
  const sizes = await Promise.all(keys.map(async (key) => ({ key, size: await redis.zcard(key) })));
  return sizes.sort((a, b) => a.size - b.size);
}

/** Of members those that fit, in their order. */
export async function fitting(source: SelectionSource, { keys, due, overdue }: Asked, members: readonly string[]): Promise<string[]> {
  const { redis, region } = source;
  const [scores, dues] = await Promise.all([Promise.all(keys.map((key) => redis.zmscore(key, ...members))), due && redis.zmscore(dueKey(region), ...members)]);
  const isDue = (score: string | null | undefined): boolean => due === undefined || (score !== null && score !== undefined && Number(score) >= due[0] && Number(score) <= due[1]);
  const found = members.flatMap((member, position) => (scores.every((list) => list[position] !== null) && isDue(dues?.[position]) ? [{ member, due: Number(dues?.[position]) }] : []));
  return overdue === undefined ? found.map(({ member }) => member) : late(source, found, overdue);
}

/** Only of what was due on a day that not every region has vouched for it matters whose duty it is. */
async function late({ redis, region }: SelectionSource, found: readonly { readonly member: string; readonly due: number }[], overdue: NonNullable<CaseFilters['overdue']>): Promise<string[]> {
  const passedEverywhere = Math.min(...Object.values(overdue).map(dueScoreOf));
  const isLate = await Promise.all(found.map(async ({ member, due }) => {
    if (due <= passedEverywhere) return true;
    const text = await redis.hget(redisKeys.case(region, caseNoOf(member)), 'row');
    return text !== null && dutyRegionsPassed(ROWS.unpack(text), overdue);
  }));
  return found.filter((_one, at) => isLate[at]).map(({ member }) => member);
}

function dutyRegionsPassed({ nextDue, openerRegion, counterpartRegion }: CaseRow, overdue: NonNullable<CaseFilters['overdue']>): boolean {
  const passed = Object.entries(overdue).find(([region]) => region === (nextDue?.side === 'opener' ? openerRegion : counterpartRegion))?.[1];
  return nextDue !== undefined && passed !== undefined && nextDue.on <= passed;
}

/** Members are ASCII, so their order is that of their bytes. */
export function isWithin(member: string, { from, to }: MemberRange): boolean {
  const begins = from === '-' || (from.startsWith('[') ? member >= from.slice(1) : member > from.slice(1));
  return begins && (to === '+' || member < to.slice(1));
}
