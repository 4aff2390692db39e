import { type CheckDocument, ERROR_CATALOGUE, type RegionStatus, type Wording, streams } from '@tongban/contracts';
import type { SourceReport } from '@tongban/messaging';

/** A source that was not heard for so long is not heard. */
export const STALE_SOURCE_MS = 10_000;
const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;

/** Whether messages pass between this region and the others: what its INBOX reads (undefined: it does not exist), and what the others take of its OUTBOX. */
export function linkCheck(sources: RegionStatus['sources'] | undefined, reports: readonly SourceReport[]): CheckDocument {
  const stalled = reports.filter((report) => report.stalled);
  const known = new Set(stalled.filter(({ side }) => side === 'inbox').map(({ region }) => streams.outbox(region)));
  const stale = (sources ?? []).filter(({ name, activeMsAgo }) => !known.has(name) && (activeMsAgo < 0 || activeMsAgo >= STALE_SOURCE_MS));
  const details: Wording[] = [
    ...(sources === undefined ? [{ zh: '收件流不存在', en: 'the INBOX does not exist' }] : []),
    ...stalled.map(({ side, region, stalledForMs = 0, lag, detail }) => {
      const [zh, en] = side === 'inbox' ? [`来自 ${region}`, `from ${region}`] : [`发往 ${region}`, `to ${region}`];
      return { zh: `${zh}：停滞 ${seconds(stalledForMs)}，积压 ${lag}（${detail}）`, en: `${en}: stalled ${seconds(stalledForMs)}, ${lag} behind (${detail})` };
    }),
    ...stale.map(({ name, activeMsAgo }) => (activeMsAgo < 0
      ? { zh: `${name}：从未连通`, en: `${name}: never connected` }
      : { zh: `${name}：${seconds(activeMsAgo)} 前最后活动`, en: `${name}: last heard ${seconds(activeMsAgo)} ago` })),
  ];
  if (details.length === 0) return { ok: true, wording: { zh: '区域间链路', en: 'links between regions' } };
  return {
    ok: false, code: 'link.stalled', wording: { zh: ERROR_CATALOGUE['link.stalled'].zh, en: ERROR_CATALOGUE['link.stalled'].en },
    detail: { zh: details.map(({ zh }) => zh).join('；'), en: details.map(({ en }) => en).join('; ') },
  };
}
