import type { RegionCode } from '../wire/names';
import type { AlarmDocument } from './case-document';
import { type ListPlaces, placesText, readPlaces } from './list-cursor';

/** Stages that stand open before a duty desk: what was annulled, and the word that it was, do not. */
export const OPEN_ALARM_STAGES = ['reminder', 'warning', 'escalation', 'dispute', 'calendar-not-covered'] as const satisfies readonly AlarmDocument['stage'][];

/** An alarm that was raised, was not annulled, and is of a case that is not over. No personal data. */
export interface AlarmRow extends AlarmDocument {
  readonly caseNo: string;
  readonly homeRegion: string;
  readonly itemCode: string;
  readonly opener: string;
  readonly counterpart: string;
  /** Participants whose duty desks were told, and `hub` for that of the home hub. */
  readonly receivers: readonly string[];
  /** Business instant, RFC 3339 at +08:00. */
  readonly raisedAt: string;
  /** Entry of the log of the case that raised it, and which one of it, from 0. */
  readonly logIndex: number;
  readonly position: number;
}
export interface AlarmListDocument {
  /** Newest first. */
  readonly rows: readonly AlarmRow[];
  /** The next page begins after this, given back unchanged; absent on the last page. */
  readonly next?: string;
  /** Alarms that fit, on all pages together; there when it was asked for. Of the regions that could be asked. */
  readonly total?: number;
  /** Regions that could not be asked: their alarms are missing here. */
  readonly unreachableRegions?: readonly string[];
}
/** One region's answer to an alarm list question that began at its place. */
export interface RegionAlarmPage { readonly region: RegionCode; readonly page: AlarmListDocument }

const PLACE = /^\d{15}:[0-9A-Za-z-]{1,40}:\d{5}:\d{3}$/;
const digits = (value: number, count: number): string => String(Math.max(0, value)).padStart(count, '0');

/** Where an alarm stands among others: ASCII, by the moment it was raised, then by case and entry. */
export const alarmPlace = ({ raisedAt, caseNo, logIndex, position }: Pick<AlarmRow, 'raisedAt' | 'caseNo' | 'logIndex' | 'position'>): string =>
  `${digits(Date.parse(raisedAt), 15)}:${caseNo}:${digits(logIndex, 5)}:${digits(position, 3)}`;
export const isAlarmPlace = (text: string): boolean => PLACE.test(text);

/** @throws TongbanError `query.invalid`. */
export const readAlarmCursor = (text: string): ListPlaces => readPlaces(text, isAlarmPlace);

/** The page that several regions' pages make together, newest first. A region that could not be asked keeps its place, so its alarms come later and are not lost. */
export function mergeAlarmLists(answers: readonly RegionAlarmPage[], before: ListPlaces, limit: number, unreachable: readonly RegionCode[] = []): AlarmListDocument {
  const rows = answers.flatMap(({ region, page }) => page.rows.map((row) => ({ region, row, place: alarmPlace(row) }))).sort((a, b) => (a.place > b.place ? -1 : 1));
  const shown = rows.slice(0, limit);
  const places = new Map(before);
  for (const { region, place } of shown) places.set(region, place);
  const totals = answers.flatMap(({ page: { total } }) => (total === undefined ? [] : [total]));
  const more = rows.length > shown.length || answers.some(({ page }) => page.next !== undefined);
  return {
    rows: shown.map(({ row }) => row), ...(more && { next: placesText(places) }),
    ...(totals.length > 0 && { total: totals.reduce((sum, one) => sum + one, 0) }),
    ...(unreachable.length > 0 && { unreachableRegions: [...unreachable].sort() }),
  };
}
