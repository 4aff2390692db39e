import { type AlertListDocument, type RegionCode, encode, mergeAlertLists, readAlertCursor, v1 } from '@tongban/contracts';
import type { OperatorDesk } from '../operator-desk';

export interface AlertListing {
  /** Those that stand open, or all on record. */
  readonly state: 'open' | 'any';
  /** 1 to ALERT_LIST_LIMIT_MAX. */
  readonly limit: number;
  /** The `next` of the page before; empty for the first. */
  readonly after: string;
  /** One region; absent: all. */
  readonly region?: RegionCode;
}

/** One page of the alerts of every region, newest first. Regions that are silent are named and keep their place: what is wrong with them, the others' alerts about their links tell. */
export async function listAlerts(desk: OperatorDesk, { state, limit, after, region: only }: AlertListing): Promise<AlertListDocument> {
  const places = readAlertCursor(after);
  const { answers, unreachable } = await desk.askAll(async (region) => (only !== undefined && region !== only ? undefined
    : desk.askJson<AlertListDocument>(region, 'alerts.list', encode(v1.AlertListQuery, { state, limit, after: places.get(region) ?? '' }))));
  return mergeAlertLists(answers.flatMap(({ region, answer }) => (answer === undefined ? [] : [{ region, page: answer }])), places, limit, unreachable);
}
