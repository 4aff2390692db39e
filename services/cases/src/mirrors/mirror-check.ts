import { type CheckDocument, ERROR_CATALOGUE, type ErrorCode, type MirrorDocument, type MirrorReportDocument, type MirrorSummary, type Wording } from '@tongban/contracts';
import { mirrorInWords, rangesInWords } from '@tongban/messaging';

const NAMED_MAX = 8;
const isFollowing = ({ standing }: MirrorDocument): boolean => standing === 'level' || standing === 'behind';
const isWell = (mirror: MirrorDocument): boolean => isFollowing(mirror) && mirror.differences.length === 0;

/** Whether every stream of record has a copy that follows it and holds the same. A region that does not answer is an alarm of its own: here it only cannot be seen. */
export function mirrorCheck({ mirrors, silentRegions }: Pick<MirrorReportDocument, 'mirrors' | 'silentRegions'>): CheckDocument {
  const blind = mirrors.length === 0 ? { zh: '尚未看到骨干上的副本', en: 'the copies on the backbone have not been seen yet' }
    : silentRegions.length > 0 ? { zh: `看不到 ${silentRegions.join('、')} 的副本落后多少`, en: `how far the copies of ${silentRegions.join(', ')} are behind cannot be seen` } : undefined;
  const unwell = mirrors.filter((mirror) => !isWell(mirror));
  if (unwell.length === 0) return { ok: true, wording: { zh: '骨干上的副本跟随各区域', en: 'the copies on the backbone follow the regions' }, ...(blind && { blind }) };
  const code: ErrorCode = unwell.every(({ standing }) => standing === 'stalled') ? 'mirror.stalled' : 'mirror.differs';
  const { zh, en } = ERROR_CATALOGUE[code];
  const named = [...unwell.slice(0, NAMED_MAX).map(inWords), ...(unwell.length > NAMED_MAX ? [{ zh: `+${unwell.length - NAMED_MAX}`, en: `+${unwell.length - NAMED_MAX}` }] : [])];
  return { ok: false, code, wording: { zh, en }, detail: { zh: named.map((one) => one.zh).join('；'), en: named.map((one) => one.en).join('; ') }, ...(blind && { blind }) };
}

export const mirrorSummary = ({ mirrors, silentRegions }: Pick<MirrorReportDocument, 'mirrors' | 'silentRegions'>): MirrorSummary => ({
  copies: mirrors.length, messagesBehind: mirrors.filter(isFollowing).reduce((sum, { lag }) => sum + lag, 0), unwell: mirrors.filter((mirror) => !isWell(mirror)), silentRegions,
});

function inWords(mirror: MirrorDocument): Wording {
  const { zh, en } = mirrorInWords(mirror);
  if (mirror.differences.length === 0) return { zh, en };
  const which = rangesInWords(mirror.differences.map(({ sequence }) => ({ from: sequence, to: sequence })));
  return { zh: `${zh}；序号 ${which} 不同`, en: `${en}; sequence ${which} differs` };
}
