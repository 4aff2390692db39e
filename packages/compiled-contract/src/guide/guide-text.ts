import type { Worded } from '@tongban/domain';
import { bullets, document, facts, heading, paragraph, quote, table } from '../documents/markdown';
import { type Language, amountWords, joined, sourceWords, wordsOf } from '../words';
import type { Guide, GuideFloor } from './guide-shape';

/** A service guide as Markdown, for people. */
export function guideText(guide: Guide, language: Language): string {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const words = (worded: Worded): string => say(worded.zh, worded.en);
  const word = (code: string): string => words(wordsOf(code));
  const aside = (text: string): string => say(`（${text}）`, ` (${text})`);
  const none = say('无', 'None');
  const { limit, channels, flow } = guide;
  const submitted = guide.materials.filter(({ submit }) => submit);
  const shared = guide.materials.filter(({ submit }) => !submit);
  const materials = (list: Guide['materials']): string => table(
    [say('编码', 'Code'), say('材料', 'Material'), say('是否必需', 'Required')],
    list.map(({ code, required, ...material }) => [code, words(material), required ? say('必需', 'required') : say('视情况', 'as the case may be')]), none,
  );
  return document([
    heading(1, say(`办事指南：${guide.zh}`, `Service guide: ${guide.en}`)),
    facts([
      [say('事项编码', 'Item'), guide.itemCode], [say('版本', 'Version'), guide.version], [say('内容摘要', 'Digest'), guide.digest],
      [say('牵头单位', 'Lead unit'), words(guide.leadUnit)], [say('支出责任', 'Expenditure'), `${words(guide.expenditure)}${aside(word(guide.expenditure.confidence))}`],
    ], [say('项目', 'Subject'), say('内容', 'Content')]),
    heading(2, say('服务对象', 'For whom')), paragraph(words(guide.target)),
    heading(2, say('服务内容', 'What is done')), paragraph(words(guide.content)),
    heading(2, say('服务标准', 'Service standard')), paragraph(`${words(guide.standard)}${aside(word(guide.standard.confidence))}`),
    heading(2, say('办理时限', 'Time limit')), paragraph(`${words(limit)}${say('：', ': ')}${words(limit.mark)}`),
    paragraph(say(
      `来源：${limit.sourceStandardIds.join('、') || '未登记'}；依据说明：${limit.basis}`, `Source: ${limit.sourceStandardIds.join(', ') || 'none registered'}; basis: ${limit.basis}`,
    )),
    heading(2, say('申请材料', 'Materials')),
    heading(3, say('需要提交', 'To be submitted')), materials(submitted),
    heading(3, say('数据共享获取，无需提交', 'Fetched by data sharing, not to be submitted')), materials(shared),
    heading(2, say('办理渠道', 'Where')),
    paragraph(channels.crossProvince ? say(`跨省通办：${joined(channels.modes).zh}`, `Across provinces: ${joined(channels.modes).en}`) : say('不跨省办理', 'Not handled across provinces')),
    paragraph(words(channels.platform)),
    paragraph(flow === null ? say('跨省流程：尚未发布', 'Flow across provinces: none published') : say(`跨省流程：${flow.zh}（${flow.flowId}，版本${flow.version}）`, `Flow across provinces: ${flow.en} (${flow.flowId}, version ${flow.version})`)),
    heading(2, say('收费', 'Fees')), floorTable(guide.fees, language, say('未登记收费标准', 'No fee is registered')),
    heading(2, say('国家标准底线与上限', 'National floors and caps')), floorTable(guide.floors, language, none),
    heading(2, say('依据', 'Basis')),
    guide.sources.length === 0 ? quote(say('尚无登记的依据标准', 'No standard is registered as its basis')) : bullets(guide.sources.map((one) => `${words(sourceWords(one))}${say('：', ': ')}${word(one.kind)}${say('，', ', ')}${word(one.status)}`)),
    quote(say(
      '本指南由已发布的事项版本生成，供系统与工作人员使用，不是法律意见；标注“项目默认值”“规划值”的时限不是法定时限。',
      'Made from the published version of the item, for systems and staff; it is no legal advice. A limit marked as a project default or a planning value is no limit of law.',
    )),
  ]);
}

function floorTable(floors: readonly GuideFloor[], language: Language, none: string): string {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const words = (worded: Worded): string => say(worded.zh, worded.en);
  const span = ({ validFrom, validTo }: GuideFloor): string =>
    (validFrom === null && validTo === null ? say('一直', 'always') : say(`${validFrom ?? '起始'} 至 ${validTo ?? '今后'}`, `${validFrom ?? 'the beginning'} to ${validTo ?? 'further notice'}`));
  return table(
    [say('指标', 'Metric'), say('要求', 'Requirement'), say('适用期', 'Valid'), say('范围与条件', 'Scope and condition'), say('可信度', 'Confidence')],
    floors.map((floor) => [
      `${words(floor)}${floor.step === null ? '' : ` (${floor.step})`}`, `${words(wordsOf(floor.comparator))}${say('', ' ')}${words(amountWords(floor.value, floor.unit))}`, span(floor),
      [words(wordsOf(floor.scope)), floor.condition ?? ''].filter(Boolean).join('; '), words(wordsOf(floor.confidence)),
    ]), none,
  );
}

/** Title of the page. */
export const guideTitle = (guide: Guide, language: Language): string => (language === 'zh' ? `办事指南：${guide.zh}` : `Service guide: ${guide.en}`);
