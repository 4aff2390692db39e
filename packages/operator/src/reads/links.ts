import { type LinkDayDocument, type LinkReportDocument, type LinkStandingDocument, type RegionCode, encode, v1 } from '@tongban/contracts';
import type { OperatorDesk } from '../operator-desk';

/** A link is compared with the other hub before it is answered, and a long one takes its time. */
const ANSWER_WITHIN_MS = 120_000;

/** One ordered pair of hubs: what the first sent to the second, and how far the second compared. */
export interface LinkPair {
  readonly from: RegionCode;
  readonly to: RegionCode;
  /** Counted at the sending end; absent where that hub did not answer. */
  readonly sent?: Pick<LinkDayDocument, 'sent' | 'owed' | 'acknowledged' | 'stuck' | 'stuckDeliveries'>;
  /** Counted at the reading end. */
  readonly received?: number;
  readonly standing?: LinkStandingDocument;
}
export interface LinksWanted {
  /** Beijing date; empty for today. */
  readonly date: string;
  /** Compare both ends first, rather than show what is on record. */
  readonly compare: boolean;
  /** One pair; all by default. */
  readonly only?: { readonly from: RegionCode; readonly to: RegionCode };
}
export interface LinkPairs { readonly date: string; readonly pairs: readonly LinkPair[]; readonly unreachableRegions: readonly RegionCode[] }

/** Each ordered pair as both its ends have it. */
export async function linkPairs(desk: OperatorDesk, { date, compare, only }: LinksWanted): Promise<LinkPairs> {
  const asked = only ? [only.from, only.to] : desk.regions;
  const { answers, unreachable } = await desk.askAll(async (region) => {
    if (!asked.includes(region)) return undefined;
    const otherRegion = only ? (region === only.from ? only.to : only.from) : '';
    return desk.askJson<LinkReportDocument>(region, 'links.report', encode(v1.LinkReportQuery, { date, compare, otherRegion }), ANSWER_WITHIN_MS);
  });
  const reports = new Map(answers.flatMap(({ region, answer }) => (answer ? [[region, answer] as const] : [])));
  const pairs = only ? [only] : asked.flatMap((from) => asked.filter((to) => to !== from).map((to) => ({ from, to })));
  return { date: [...reports.values()][0]?.date ?? date, pairs: pairs.map(({ from, to }) => pairOf(reports, from, to)), unreachableRegions: unreachable };
}

function pairOf(reports: ReadonlyMap<RegionCode, LinkReportDocument>, from: RegionCode, to: RegionCode): LinkPair {
  const day = reports.get(from)?.days.find(({ otherRegion }) => otherRegion === to);
  const received = reports.get(to)?.days.find(({ otherRegion }) => otherRegion === from)?.received;
  const standing = reports.get(to)?.standings.find(({ fromRegion }) => fromRegion === from);
  if (day === undefined) return { from, to, ...(received !== undefined && { received }), ...(standing && { standing }) };
  const { sent, owed, acknowledged, stuck, stuckDeliveries } = day;
  return { from, to, sent: { sent, owed, acknowledged, stuck, ...(stuckDeliveries && { stuckDeliveries }) }, ...(received !== undefined && { received }), ...(standing && { standing }) };
}
