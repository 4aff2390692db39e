import type { Redis } from 'ioredis';
import { type AlarmListDocument, type AlarmRow, OPEN_ALARM_STAGES, TongbanError, alarmPlace, caseIndexName, fieldFault, isAlarmPlace, redisKeys } from '@tongban/contracts';

/** Both are combined with and. */
export interface AlarmFilters {
  /** A participant, or `hub` for the duty desks of hubs: who was told. */
  readonly to?: string;
  readonly stage?: (typeof OPEN_ALARM_STAGES)[number];
}

/** Any receiver, any stage. */
const ANY = '';
const isStage = (text: string): text is (typeof OPEN_ALARM_STAGES)[number] => (OPEN_ALARM_STAGES as readonly string[]).includes(text);

/** One sorted set per desk and stage, so that a page is a range of one of them and a count its size. */
const DESKS = 'alarms';
const deskName = (to: string, stage: string): string => `${to}|${stage}`;
const deskKey = (region: string, to: string, stage: string): string => redisKeys.caseIndex(region, DESKS, deskName(to, stage));

/** Names of the sets an alarm stands in, as an index of cases has one, each once. */
export const desksOf = ({ receivers, stage }: Pick<AlarmRow, 'receivers' | 'stage'>): string[] =>
  [ANY, ...new Set(receivers)].flatMap((to) => [ANY, stage].map((one) => caseIndexName(DESKS, deskName(to, one))));

/** Filters as a query carries them, name to text; an empty value is no filter. @throws TongbanError `query.invalid` with every fault. */
export function parseAlarmFilters(texts: Readonly<Record<string, string>>): AlarmFilters {
  const { to = '', stage = '', ...others } = texts;
  const faults = Object.keys(others).map((name) => fieldFault(name, 'query.invalid', '没有这个筛选条件', 'there is no such filter'));
  if (stage !== '' && !isStage(stage)) faults.push(fieldFault('stage', 'query.invalid', OPEN_ALARM_STAGES.join('、'), OPEN_ALARM_STAGES.join(', ')));
  if (!/^(?:|hub|\d{6})$/.test(to)) faults.push(fieldFault('to', 'query.invalid', '参与方代码或hub', 'a participant or hub'));
  if (faults.length > 0) throw new TongbanError('query.invalid', `filters: ${faults.map(({ path }) => path).join(', ')}`, faults);
  return { ...(to !== '' && { to }), ...(isStage(stage) && { stage }) };
}

export const countAlarms = (redis: Redis, region: string, { to = ANY, stage }: AlarmFilters): Promise<number> => redis.zcard(deskKey(region, to, stage ?? ANY));

/** Open alarms, newest first, at most `limit`. @param after the `next` of the page before. @throws TongbanError `query.invalid`. */
export async function listAlarms(redis: Redis, region: string, { to = ANY, stage }: AlarmFilters, limit: number, after?: string): Promise<AlarmListDocument> {
  if (after !== undefined && !isAlarmPlace(after)) throw new TongbanError('query.invalid', 'a list goes on after the next of a page, unchanged');
  const places = await redis.zrevrangebylex(deskKey(region, to, stage ?? ANY), after === undefined ? '+' : `(${after}`, '-', 'LIMIT', 0, limit + 1);
  const shown = places.slice(0, limit);
  const texts = await Promise.all([...new Set(shown.map(caseNoOf))].map((caseNo) => redis.hget(redisKeys.case(region, caseNo), 'alarms')));
  const known = new Map(texts.flatMap((text) => JSON.parse(text ?? '[]') as AlarmRow[]).map((row) => [alarmPlace(row), row]));
  // An alarm that was settled between the two questions is left out.
  const rows = shown.flatMap((place) => known.get(place) ?? []);
  return { rows, ...(places.length > limit && { next: shown.at(-1)! }) };
}

const caseNoOf = (place: string): string => place.split(':')[1] ?? '';
