import { type CheckDocument, ERROR_CATALOGUE, type StandardsCopyDocument, type Wording } from '@tongban/contracts';
import type { Standing } from '@tongban/registry';
import { type StaleCopies, stageDocument, staleStandings } from '../stale-copies';

const HOUR_MS = 3_600_000;

/** What an operator sees of the copies, and whether new cases that follow an owner's standards are refused now. `region` knows its own log. */
export function standardsCopies(standings: readonly Standing[], { now, region, leaseHours, stale }: { readonly now: string; readonly region: string; readonly leaseHours: number; readonly stale?: StaleCopies }): StandardsCopyDocument[] {
  const stages = stale ? staleStandings(standings, stale) : undefined;
  return standings.map(({ owner, held, announced, knownUntil, fault }) => {
    const copy = { owner, held, ...(announced !== undefined && { announced }), ...(knownUntil !== undefined && { knownUntil }), ...stageDocument(stages?.get(owner)) };
    if (fault !== undefined) return { ...copy, late: { reason: 'broken', wording: { zh: `第 ${held + 1} 条不能核验（${fault}）`, en: `entry ${held + 1} does not verify (${fault})` } } };
    if (announced !== undefined && announced > held) {
      return { ...copy, late: { reason: 'behind', wording: { zh: `缺少 ${announced - held} 条`, en: `${announced - held} entries are missing` } } };
    }
    if (owner === region) return copy;
    if (knownUntil === undefined) return { ...copy, late: { reason: 'no-head', wording: { zh: '从未收到归口枢纽的消息', en: 'its owner was never heard' } } };
    const ageHours = (Date.parse(now) - Date.parse(knownUntil)) / HOUR_MS;
    if (ageHours <= leaseHours) return copy;
    return { ...copy, late: { reason: 'stale', wording: { zh: `已 ${Math.floor(ageHours)} 小时没有消息（业务时间）`, en: `not heard for ${Math.floor(ageHours)} hours of business time` } } };
  });
}

export function standardsCheck(copies: readonly StandardsCopyDocument[]): CheckDocument {
  const late = copies.flatMap(({ owner, late: why }) => (why ? [{ owner, why }] : []));
  if (late.length === 0) return { ok: true, wording: { zh: '标准副本', en: 'copies of the standards' } };
  const joined = (language: keyof Wording, colon: string, comma: string): string => late.map(({ owner, why }) => `${owner}${colon}${why.wording[language]}`).join(comma);
  const { zh, en } = ERROR_CATALOGUE['standard.not-current'];
  return { ok: false, code: 'standard.not-current', wording: { zh, en }, detail: { zh: joined('zh', '：', '；'), en: joined('en', ': ', '; ') } };
}
