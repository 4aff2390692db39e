import type { CaseFilters } from './case-filters';
import { dueKey } from './case-index';
import { type Asked, CHUNK, DUE_READ_MAX, type MemberRange, type SelectionSource, among, askedBy, bySize, dueRange, fitting, isWithin } from './case-selection';

/** A case and the day its next duty is due, as a score. Ordered by the day, then by opening and number. */
export interface DueMember { readonly score: number; readonly member: string }

/** Cases with a running duty that fit filters, the soonest due first, after a place. The place need not be there any more: a duty that was met leaves the pages after it whole. */
export async function selectByDue(source: SelectionSource, filters: CaseFilters, range: MemberRange, after: DueMember | undefined, count: number): Promise<DueMember[]> {
  const asked = askedBy(source.region, filters);
  const goesOn = (one: DueMember): boolean => isWithin(one.member, range) && (after === undefined || compare(one, after) > 0);
  const few = await fewMembers(source, filters, asked);
  if (few === undefined) return walkDue(source, asked, { goesOn, from: Math.max(asked.due?.[0] ?? 0, after?.score ?? 0), count });
  const [from, to] = dueRange(filters);
  const places = (await withScores(source, few)).filter((one) => one.score >= from && one.score <= to && goesOn(one)).sort(compare);
  return withPlaces(places, await among(source, asked, places.map(({ member }) => member), count));
}

const compare = (a: DueMember, b: DueMember): number => a.score - b.score || (a.member < b.member ? -1 : a.member > b.member ? 1 : 0);

/** All members of what is asked for and rare: they are put in order here. Undefined where nothing is, and the cases are walked in the order they are due. */
async function fewMembers({ redis, numbered, dueReadMax = DUE_READ_MAX }: SelectionSource, { number }: CaseFilters, { keys }: Asked): Promise<readonly string[] | undefined> {
  if (number !== undefined) return numbered(number);
  const [smallest] = await bySize(redis, keys);
  return smallest === undefined || smallest.size > dueReadMax ? undefined : redis.zrange(smallest.key, 0, -1);
}

async function withScores({ redis, region }: SelectionSource, members: readonly string[]): Promise<DueMember[]> {
  const scored: DueMember[] = [];
  for (let at = 0; at < members.length; at += CHUNK) {
    const chunk = members.slice(at, at + CHUNK);
    const scores = await redis.zmscore(dueKey(region), ...chunk);
    scored.push(...chunk.flatMap((member, position) => (scores[position] === null || scores[position] === undefined ? [] : [{ member, score: Number(scores[position]) }])));
  }
  return scored;
}

interface DueWalk { readonly goesOn: (one: DueMember) => boolean; readonly from: number; readonly count: number }

/** Members of one day stand in the order of opening, so that a page that begins within a day passes over no more than that day. */
async function walkDue(source: SelectionSource, asked: Asked, { goesOn, from, count }: DueWalk): Promise<DueMember[]> {
  const found: DueMember[] = [];
  for (let offset = 0; found.length < count; offset += CHUNK) {
    const answer = await source.redis.zrangebyscore(dueKey(source.region), from, asked.due?.[1] ?? '+inf', 'WITHSCORES', 'LIMIT', offset, CHUNK);
    const read = answer.flatMap((member, at) => (at % 2 === 0 ? [{ member, score: Number(answer[at + 1]) }] : []));
    const places = read.filter(goesOn);
    if (places.length > 0) found.push(...withPlaces(places, await fitting(source, asked, places.map(({ member }) => member))));
    if (read.length < CHUNK) break;
  }
  return found.slice(0, count);
}

function withPlaces(places: readonly DueMember[], fits: readonly string[]): DueMember[] {
  const kept = new Set(fits);
  return places.filter(({ member }) => kept.has(member));
}
