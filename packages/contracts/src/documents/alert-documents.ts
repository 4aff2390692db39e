import type { RegionCode } from '../wire/names';
import type { Wording } from './case-document';
import { type ListPlaces, placesText, readPlaces } from './list-cursor';

export const ALERT_LIST_LIMIT_DEFAULT = 50;
export const ALERT_LIST_LIMIT_MAX = 500;
/** What a hub tells of alerts through. */
export const ALERT_CHANNELS = ['webhook', 'mail'] as const;
export type AlertChannel = (typeof ALERT_CHANNELS)[number];

/** One alert of a region: raised, perhaps taken in hand, perhaps over. */
export interface AlertRow {
  readonly region: RegionCode;
  /** Number of the entry that raised it, in the log of the region. */
  readonly number: number;
  /** Of `rules/alerts.json`. */
  readonly ruleId: string;
  /** Another region or a participant; absent where it is the hub as a whole. */
  readonly about?: string;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly wording: Wording;
  readonly next: Wording;
  readonly detail?: Wording;
  /** What was measured when it was raised. */
  readonly value: number;
  /** Real time, RFC 3339. */
  readonly raisedAt: string;
  readonly recoveredAt?: string;
  readonly acknowledged?: { readonly at: string; readonly by: string; readonly reason: string };
}

/** How a channel of a region stands. */
export interface AlertChannelStanding {
  readonly region: RegionCode;
  readonly channel: AlertChannel;
  /** Entries up to this number were told. */
  readonly toldTo: number;
  readonly toldAt?: string;
  /** In a row, until now. */
  readonly failures: number;
  readonly code?: string;
}

/** Answer to `alerts.list`, and what the answers of several regions make together. */
export interface AlertListDocument {
  /** Newest first. */
  readonly rows: readonly AlertRow[];
  readonly open: number;
  readonly channels: readonly AlertChannelStanding[];
  /** The next page begins after this, given back unchanged; absent on the last page. */
  readonly next?: string;
  /** The chain of hashes does not hold: numbers of entries whose hash the one after does not have, `<region>/<number>`. */
  readonly broken?: readonly string[];
  readonly unreachableRegions?: readonly RegionCode[];
}

/** What a channel is told: the body of the webhook, and what a mail puts in words. */
export interface AlertNotification {
  readonly environment: string;
  readonly region: RegionCode;
  /** Everything up to this entry of the region's log is told; with the region it names the notification, so that who gets it twice knows. */
  readonly upTo: number;
  /** Real time, RFC 3339. */
  readonly at: string;
  readonly raised: readonly AlertRow[];
  readonly recovered: readonly AlertRow[];
  readonly acknowledged: readonly AlertRow[];
  /** Still open, not acknowledged, and told of before. */
  readonly still: readonly AlertRow[];
}

const PLACE = /^[1-9]\d{0,15}$/;
export const isAlertPlace = (text: string): boolean => PLACE.test(text);
/** @throws TongbanError `query.invalid`. */
export const readAlertCursor = (text: string): ListPlaces => readPlaces(text, isAlertPlace);

/** The page that several regions' pages make together, newest first. A region that could not be asked keeps its place. */
export function mergeAlertLists(answers: readonly { readonly region: RegionCode; readonly page: AlertListDocument }[], before: ListPlaces, limit: number, unreachable: readonly RegionCode[] = []): AlertListDocument {
  const all = answers.flatMap(({ page }) => page.rows).sort((a, b) => Date.parse(b.raisedAt) - Date.parse(a.raisedAt) || b.number - a.number);
  const rows = all.slice(0, limit);
  const places = new Map(before);
  for (const row of rows) places.set(row.region, String(row.number));
  const broken = answers.flatMap(({ page }) => page.broken ?? []);
  return {
    rows, open: answers.reduce((sum, { page }) => sum + page.open, 0), channels: answers.flatMap(({ page }) => page.channels),
    ...((all.length > rows.length || answers.some(({ page }) => page.next !== undefined)) && { next: placesText(places) }),
    ...(broken.length > 0 && { broken }), ...(unreachable.length > 0 && { unreachableRegions: [...unreachable].sort() }),
  };
}
