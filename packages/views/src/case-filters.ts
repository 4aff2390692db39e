import { type FieldFault, TongbanError, fieldFault, isRegionCode } from '@tongban/contracts';

/** Everything is combined with and. Codes and ids are compared exactly. */
export interface CaseFilters {
  /** Opener or counterpart. */
  readonly participant?: string;
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
}

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

type TextFilter = 'participant' | 'item' | 'flow' | 'state' | 'outcome' | 'timeliness' | 'openedFrom' | 'openedTo';
const TEXT_FILTERS: readonly string[] = ['participant', 'item', 'flow', 'state', 'outcome', 'timeliness', 'openedFrom', 'openedTo'] satisfies TextFilter[];

/**
 * Filters as a query carries them, name to text: those of `CaseFilters` in text form, `closed` or its opposite `open` as `true` or
 * `false`, `regions` as `yrd+ccec`. An empty value is no filter. @throws TongbanError `query.invalid` with every fault.
 */
export function parseCaseFilters(texts: Readonly<Record<string, string>>): CaseFilters {
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
    } else faults.push(fieldFault(name, 'query.invalid', '没有这个筛选条件', 'there is no such filter'));
  }
  for (const [path, epochMs] of [['openedFrom', openedFromMs(filters)], ['openedTo', openedBeforeMs(filters)]] as const) {
    if (Number.isNaN(epochMs)) faults.push(fieldFault(path, 'query.invalid', 'YYYY-MM-DD或RFC 3339时刻', 'YYYY-MM-DD or an RFC 3339 instant'));
  }
  if (faults.length > 0) throw new TongbanError('query.invalid', `filters: ${faults.map(({ path }) => path).join(', ')}`, faults);
  return filters;
}
