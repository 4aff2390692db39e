import { type FieldFault, REGION_CODES, type RegionCode, TongbanError, fieldFault, isRegionCode } from '@tongban/contracts';

/** Everything is combined with and. Codes and ids are compared exactly. */
export interface CaseFilters {
  /** Opener or counterpart. */
  readonly participant?: string;
  /** Participants of the ordered pair; either may be left out. */
  readonly opener?: string;
  readonly counterpart?: string;
  readonly item?: string;
  readonly flow?: string;
  /** State on any track. */
  readonly state?: string;
  readonly outcome?: string;
  readonly closed?: boolean;
  /** `on-time` or `late`. */
  readonly timeliness?: string;
  /** Regions of the two parties, in any order; twice the same for cases inside a region. */
  readonly regions?: readonly [string, string];
  /** Opened at or after: an RFC 3339 instant, or a Beijing date for the start of that day. */
  readonly openedFrom?: string;
  /** Opened at or before: an RFC 3339 instant, or a Beijing date for the end of that day. */
  readonly openedTo?: string;
  /** Participant whose turn it is, on any track. */
  readonly holder?: string;
  readonly holderSide?: 'opener' | 'counterpart';
  /** Actor of the flow whose turn it is, on any track. */
  readonly holderActor?: string;
  /** The next duty is due on or after, on or before: Beijing dates. Only cases with a running duty fit either. */
  readonly dueFrom?: string;
  readonly dueTo?: string;
  /** The next duty is past its due date: of each region the last day that has passed and that it has vouched for. Of a duty of a side there, what was due later is not late yet. */
  readonly overdue?: Readonly<Record<RegionCode, string>>;
  /** Code of the agency that handles it at either side. */
  readonly agency?: string;
  /** Person in charge, by the participant's own opaque id. */
  readonly handler?: { readonly participant: string; readonly id: string };
  /** A case number, or the own number of either side: whatever a search would find the case by. */
  readonly number?: string;
}

export const hasDue = ({ dueFrom, dueTo }: CaseFilters): boolean => dueFrom !== undefined || dueTo !== undefined;
/** The same filters, and of what fits only cases with a running duty: no other has a place in the order of due dates. */
export const withDuty = (filters: CaseFilters): CaseFilters => (hasDue(filters) ? filters : { ...filters, dueFrom: FIRST_DAY });
const FIRST_DAY = '0001-01-01';

/** The last day that has passed and that a region has vouched for; of a silent region an earlier one. */
export type PassedUntil = (region: RegionCode) => string;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Beijing has had no daylight saving time since 1991; the offset is a constant. */
const BEIJING = '+08:00';
const DAY_MS = 86_400_000;

/** First millisecond that is in the period; undefined without a lower end. NaN for no date. */
export const openedFromMs = ({ openedFrom }: CaseFilters): number | undefined =>
  openedFrom === undefined ? undefined : Date.parse(DATE.test(openedFrom) ? `${openedFrom}T00:00:00${BEIJING}` : openedFrom);

/** First millisecond that is past the period; undefined without an upper end. NaN for no date. */
export const openedBeforeMs = ({ openedTo }: CaseFilters): number | undefined =>
  openedTo === undefined ? undefined : DATE.test(openedTo) ? Date.parse(`${openedTo}T00:00:00${BEIJING}`) + DAY_MS : Date.parse(openedTo) + 1;

type TextFilter = 'participant' | 'opener' | 'counterpart' | 'item' | 'flow' | 'state' | 'outcome' | 'timeliness' | 'openedFrom' | 'openedTo' | 'holder' | 'holderActor' | 'dueFrom' | 'dueTo' | 'agency' | 'number';
const TEXT_FILTERS: readonly string[] = [
  'participant', 'opener', 'counterpart', 'item', 'flow', 'state', 'outcome', 'timeliness', 'openedFrom', 'openedTo', 'holder', 'holderActor', 'dueFrom', 'dueTo', 'agency', 'number',
] satisfies TextFilter[];

/**
 * Filters as a query carries them, name to text: those of `CaseFilters` in text form, `closed` or its opposite `open` as `true` or
 * `false`, `regions` as `yrd+ccec`, `handler` as `310000/ID` or, beside `participant`, as the ID alone; `overdue` as `true`, which is what was due before today,
 * of a side whose region has not vouched for that day yet only what was due before. An empty value is no filter. @param today Beijing date. @throws TongbanError `query.invalid` with every fault.
 */
export function parseCaseFilters(texts: Readonly<Record<string, string>>, today: string, passedUntil: PassedUntil = () => dayBefore(today)): CaseFilters {
  const filters: { -readonly [K in keyof CaseFilters]: CaseFilters[K] } = {};
  const faults: FieldFault[] = [];
  for (const [name, text] of Object.entries(texts)) {
    if (text === '') continue;
    if (TEXT_FILTERS.includes(name)) filters[name as TextFilter] = text;
    else if (name === 'closed' || name === 'open') {
      if (text !== 'true' && text !== 'false') faults.push(fieldFault(name, 'query.invalid', 'true或false', 'true or false'));
      else filters.closed = (text === 'true') === (name === 'closed');
    } else if (name === 'regions') {
      const [one = '', other = '', ...more] = text.split('+');
      if (more.length > 0 || !isRegionCode(one) || !isRegionCode(other)) faults.push(fieldFault(name, 'query.invalid', '两个区域代码，如yrd+ccec', 'two region codes, such as yrd+ccec'));
      else filters.regions = [one, other];
    } else if (name === 'holderSide') {
      if (text === 'opener' || text === 'counterpart') filters.holderSide = text;
      else faults.push(fieldFault(name, 'query.invalid', 'opener或counterpart', 'opener or counterpart'));
    } else if (name === 'handler') {
      const handler = handlerOf(text, texts['participant']);
      if (handler) filters.handler = handler;
      else faults.push(fieldFault(name, 'query.invalid', '参与方/经办人代号，如310000/H-7', 'PARTICIPANT/ID, such as 310000/H-7'));
    } else if (name === 'overdue') {
      if (text !== 'true') faults.push(fieldFault(name, 'query.invalid', '只能为true；未逾期的用dueFrom', 'true only; dueFrom asks for what is not overdue'));
    } else faults.push(fieldFault(name, 'query.invalid', '没有这个筛选条件', 'there is no such filter'));
  }
  for (const path of ['dueFrom', 'dueTo'] as const) {
    const date = filters[path];
    if (date !== undefined && !isDay(date)) faults.push(fieldFault(path, 'query.invalid', 'YYYY-MM-DD', 'YYYY-MM-DD'));
  }
  if (filters.number?.includes('|')) faults.push(fieldFault('number', 'query.invalid', '号码中不能有竖线', 'a number has no vertical bar'));
  for (const [path, epochMs] of [['openedFrom', openedFromMs(filters)], ['openedTo', openedBeforeMs(filters)]] as const) {
    if (Number.isNaN(epochMs)) faults.push(fieldFault(path, 'query.invalid', 'YYYY-MM-DD或RFC 3339时刻', 'YYYY-MM-DD or an RFC 3339 instant'));
  }
  if (faults.length > 0) throw new TongbanError('query.invalid', `filters: ${faults.map(({ path }) => path).join(', ')}`, faults);
  if (texts['overdue'] === 'true') {
    const yesterday = dayBefore(today);
    filters.dueTo = filters.dueTo === undefined || filters.dueTo > yesterday ? yesterday : filters.dueTo;
    filters.overdue = Object.fromEntries(REGION_CODES.map((region) => [region, passedUntil(region)])) as Record<RegionCode, string>;
  }
  return filters;
}

function handlerOf(text: string, participant: string | undefined): CaseFilters['handler'] {
  const at = text.indexOf('/');
  if (at > 0 && at < text.length - 1) return { participant: text.slice(0, at), id: text.slice(at + 1) };
  return at < 0 && participant ? { participant, id: text } : undefined;
}

/** A real date: `2026-02-30` is none. */
function isDay(text: string): boolean {
  const epochMs = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(text);
}
const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
