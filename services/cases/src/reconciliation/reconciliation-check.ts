import { type CheckDocument, ERROR_CATALOGUE, type LinkStandingDocument, type Wording } from '@tongban/contracts';
import { rangesInWords, rangesMissing } from '@tongban/messaging';

/** Whether both ends of every link that this region reads hold the same; what is lacking and has not come again fails it. */
export function reconciliationCheck(standings: readonly LinkStandingDocument[]): CheckDocument {
  const blind = standings.flatMap((standing) => standing.blind ?? []);
  const seen = standings.length === 0 ? { blind: { zh: '尚未与其他枢纽比对', en: 'not compared with the other hubs yet' } } : blind.length > 0 ? { blind: joined(blind) } : {};
  const gaps = standings.filter(({ open }) => open > 0);
  if (gaps.length === 0) return { ok: true, wording: { zh: '与各区域的消息两端一致', en: 'both ends of each link hold the same' }, ...seen };
  const { zh, en } = ERROR_CATALOGUE['link.gap'];
  return { ok: false, code: 'link.gap', wording: { zh, en }, detail: joined(gaps.map(gapInWords)), ...seen };
}

function gapInWords({ fromRegion, open, findings }: LinkStandingDocument): Wording {
  const sequences = findings.filter(({ difference, repairedAt }) => difference !== 'surplus' && repairedAt === undefined).map(({ sequence }) => sequence).sort((a, b) => a - b);
  const which = rangesInWords(sequences.flatMap((sequence) => rangesMissing([], sequence, sequence)));
  return { zh: `来自${fromRegion}：缺${open}条（其发件流序号${which}）`, en: `from ${fromRegion}: ${open} lacking (sequence ${which} of its OUTBOX)` };
}

const joined = (words: readonly Wording[]): Wording => ({ zh: words.map(({ zh }) => zh).join('；'), en: words.map(({ en }) => en).join('; ') });
