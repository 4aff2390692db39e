import { type CaseRow, caseIndexName, redisKeys } from '@tongban/contracts';
import { type CaseFilters, hasDue } from './case-filters';

/** Digits of a millisecond instant in a member: enough until the year 33658. */
const INSTANT_DIGITS = 15;
const CASE_NO_FROM = INSTANT_DIGITS + 1;

const instantPrefix = (epochMs: number): string => String(Math.max(0, epochMs)).padStart(INSTANT_DIGITS, '0');

/**
 * Member of every index: opening time in milliseconds, then the case number. All members have score 0, so that an index is
 * ordered by these bytes: by opening time and then by number, whatever was written when. A page continues after a member
 * and a period of opening is a range of members.
 */
export const memberOf = (openedAt: string, caseNo: string): string => `${instantPrefix(Date.parse(openedAt))}:${caseNo}`;
export const caseNoOf = (member: string): string => member.slice(CASE_NO_FROM);
export const lowestMemberAt = (epochMs: number): string => `${instantPrefix(epochMs)}:`;

/** Unordered: who opened is another question. */
const regionPair = (one: string, other: string): string => [one, other].sort().join('+');

/** Score of a due date, so that a range of days is a range of scores. */
export const dueScoreOf = (date: string): number => Number(date.replaceAll('-', ''));
/** Key of the one index with scores: cases by the day their next duty is due. Only cases under way stand in it. */
export const dueKey = (region: string): string => redisKeys.caseIndex(region, 'due', '');

/** The index that holds every case of the region, and that of those with a duty whose due date lies beyond the calendar. */
const ALL = ['all', ''] as const;
const BEYOND_CALENDAR = ['beyond-calendar', ''] as const;
export const allCasesKey = (region: string): string => redisKeys.caseIndex(region, ...ALL);
export const beyondCalendarKey = (region: string): string => redisKeys.caseIndex(region, ...BEYOND_CALENDAR);

const SIDES = ['opener', 'counterpart'] as const;
/** A handler's id is its province's own: two provinces may use the same one. */
const handlerValue = (participant: string, handler: string): string => `${participant}/${handler}`;

/** Names of the indexes a case stands in, sorted, each once; that of due dates is apart. */
export function indexesOf(row: CaseRow): string[] {
  const names = [
    caseIndexName(...ALL), caseIndexName('participant', row.opener), caseIndexName('participant', row.counterpart), caseIndexName('opener', row.opener), caseIndexName('counterpart', row.counterpart),
    caseIndexName('item', row.itemCode), caseIndexName('flow', row.flowId),
    caseIndexName('closed', String(row.closed)),
    caseIndexName('regions', regionPair(row.openerRegion, row.counterpartRegion)),
    ...Object.values(row.states).map((state) => caseIndexName('state', state)),
  ];
  for (const { side, actor } of row.holders ?? []) names.push(caseIndexName('holder', row[side]), caseIndexName('holderSide', side), caseIndexName('holderActor', actor));
  for (const agency of Object.values(row.agencies ?? {})) names.push(caseIndexName('agency', agency));
  for (const side of SIDES) {
    const handler = row.handlers?.[side];
    if (handler !== undefined) names.push(caseIndexName('handler', handlerValue(row[side], handler)));
  }
  if (row.outcome !== '') names.push(caseIndexName('outcome', row.outcome));
  if (row.timeliness !== undefined) names.push(caseIndexName('timeliness', row.timeliness));
  if (row.dueNotBefore !== undefined) names.push(caseIndexName(...BEYOND_CALENDAR));
  return [...new Set(names)].sort();
}

/** Keys of the indexes whose intersection, within the period of opening, is what the filters ask for; never empty. */
export function indexKeysFor(region: string, filters: CaseFilters): string[] {
  const asked: [string, string | undefined][] = [
    ['participant', filters.participant], ['opener', filters.opener], ['counterpart', filters.counterpart], ['item', filters.item], ['flow', filters.flow], ['state', filters.state],
    ['outcome', filters.outcome], ['closed', filters.closed === undefined ? undefined : String(filters.closed)],
    ['timeliness', filters.timeliness], ['regions', filters.regions && regionPair(...filters.regions)],
    ['holder', filters.holder], ['holderSide', filters.holderSide], ['holderActor', filters.holderActor], ['agency', filters.agency],
    ['handler', filters.handler && handlerValue(filters.handler.participant, filters.handler.id)],
  ];
  // Whatever is due is under way: the index of those is smaller than that of all.
  if (hasDue(filters) && filters.closed === undefined) asked.push(['closed', 'false']);
  const keys = asked.flatMap(([filter, value]) => (value === undefined ? [] : [redisKeys.caseIndex(region, filter, value)]));
  return keys.length > 0 ? keys : [allCasesKey(region)];
}
