import { type RegionCode, type SecurityEventDocument, type SecurityEventsDocument, encode, v1 } from '@tongban/contracts';
import type { OperatorDesk } from '../operator-desk';

export interface SecurityListing {
  /** RFC 3339; empty for the last 24 hours. */
  readonly since: string;
  /** A participant, `hub-<region>` or `unknown`; empty for anybody. */
  readonly by: string;
  readonly kind: string;
  /** Newest of each region; 0: as many as a hub gives. */
  readonly limit: number;
  /** One region; absent: all. */
  readonly region?: RegionCode;
}
/** What was refused everywhere, oldest first, and which regions tell less than all. */
export interface SecurityEvents {
  readonly events: readonly SecurityEventDocument[];
  /** Regions with older ones that are not here. */
  readonly more?: readonly string[];
  /** Regions whose broker nobody watches: only what the hub refuses is here. */
  readonly unwatchedRegions?: readonly string[];
  readonly unreachableRegions?: readonly string[];
}

export async function listSecurityEvents(desk: OperatorDesk, { since, by, kind, limit, region: only }: SecurityListing): Promise<SecurityEvents> {
  const request = encode(v1.SecurityQuery, { since, by, kind, limit });
  const asked = desk.regions.filter((region) => only === undefined || region === only);
  const { answers, unreachable } = await desk.askAll(async (region) => (asked.includes(region) ? desk.askJson<SecurityEventsDocument>(region, 'security.events', request) : undefined));
  const told = answers.flatMap(({ answer }) => (answer ? [answer] : []));
  const events = told.flatMap((answer) => answer.events).sort((a, b) => Date.parse(a.firstAt) - Date.parse(b.firstAt));
  const [unwatched, cut] = [told.filter(({ watched }) => !watched), told.filter(({ more }) => more)].map((some) => some.map(({ region }) => region)) as [string[], string[]];
  return { events, ...(cut.length > 0 && { more: cut }), ...(unwatched.length > 0 && { unwatchedRegions: unwatched }), ...(unreachable.length > 0 && { unreachableRegions: unreachable }) };
}
