import { MODE_WORDS, type Worded } from '@tongban/domain';

export type Language = 'zh' | 'en';
export const LANGUAGES: readonly Language[] = ['zh', 'en'];

/** Words of the format that guides and procedures show; a word this build does not know is shown as it is. */
const WORDS: Readonly<Record<string, Worded>> = {
  ...MODE_WORDS,
  'working-day': { zh: '个工作日', en: 'working days' },
  'calendar-day': { zh: '天', en: 'calendar days' },
  month: { zh: '个月', en: 'months' },
  year: { zh: '年', en: 'years' },
  immediate: { zh: '即时办理', en: 'at once' },
  CNY: { zh: '元', en: 'CNY' },
  'CNY/month': { zh: '元/月', en: 'CNY a month' },
  'CNY/year': { zh: '元/年', en: 'CNY a year' },
  count: { zh: '次', en: 'times' },
  person: { zh: '人', en: 'persons' },
  percent: { zh: '%', en: '%' },
  ratio: { zh: '（比例）', en: '(ratio)' },
  '>=': { zh: '不低于', en: 'at least' },
  '<=': { zh: '不超过', en: 'at most' },
  '==': { zh: '为', en: 'exactly' },
  national: { zh: '全国', en: 'national' },
  statutory: { zh: '法定', en: 'statutory' },
  'ministerial-rule': { zh: '部门规定', en: 'ministerial rule' },
  'local-rule': { zh: '地方规定', en: 'local rule' },
  'common-practice': { zh: '通行做法', en: 'common practice' },
  'project-default': { zh: '项目默认值', en: 'project default' },
  verified: { zh: '已核实', en: 'verified' },
  high: { zh: '可信度高', en: 'high confidence' },
  medium: { zh: '待核实', en: 'to be confirmed' },
  low: { zh: '规划值', en: 'planning value' },
  standard: { zh: '标准', en: 'standard' },
  'normative-document': { zh: '规范性文件', en: 'normative document' },
  'law-regulation': { zh: '法律法规', en: 'law or regulation' },
  active: { zh: '现行', en: 'in force' },
  superseded: { zh: '已被代替', en: 'superseded' },
  'under-revision': { zh: '修订中', en: 'under revision' },
  agency: { zh: '经办机构', en: 'agency' },
  applicant: { zh: '申请人', en: 'applicant' },
  external: { zh: '外部机构', en: 'external institution' },
  hub: { zh: '枢纽', en: 'hub' },
  normal: { zh: '正常步骤', en: 'normal step' },
  alternative: { zh: '备选步骤', en: 'alternative' },
  exception: { zh: '例外情形', en: 'exception' },
  note: { zh: '备注', en: 'note' },
  continue: { zh: '计时不变', en: 'the clock runs on' },
  suspend: { zh: '中止计时', en: 'the clock is suspended' },
  resume: { zh: '恢复计时', en: 'the clock runs again' },
  restart: { zh: '重新计时', en: 'the clock starts anew' },
  stop: { zh: '停止计时', en: 'the clock stops' },
  completed: { zh: '办结', en: 'completed' },
  refused: { zh: '不予受理或不予办理', en: 'refused' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
  cancelled: { zh: '取消', en: 'cancelled' },
  expired: { zh: '逾期终止', en: 'expired' },
  reopening: { zh: '重新办理', en: 'reopening' },
  correction: { zh: '更正', en: 'correction' },
};

export const wordsOf = (word: string): Worded => WORDS[word] ?? { zh: word, en: word };

/** `15个工作日` / `15 working days`; a limit of no days ends on the day it begins, or the next working day. */
export function amountWords(value: number | undefined, unit: string | undefined): Worded {
  const { zh, en } = wordsOf(unit ?? '');
  if (unit === 'immediate') return { zh, en };
  if (value === 0 && unit?.endsWith('-day')) return { zh: '当日', en: 'the same day' };
  return { zh: `${value ?? ''}${zh}`, en: `${value ?? ''} ${value === 1 ? en.replace(/s$/, '') : en}` };
}

/** A list in words; `none` where it is empty. */
export const joined = (parts: readonly Worded[], none: Worded = { zh: '无', en: 'none' }): Worded =>
  (parts.length === 0 ? none : { zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(', ') });

/** How a source is named: its number, and its title where that is another text. */
export const sourceWords = ({ number, zh, en, id }: Worded & { readonly number: string; readonly id: string }): Worded =>
  ({ zh: number === zh ? `《${zh}》（${id}）` : `${number}《${zh}》（${id}）`, en: number === en ? `${en} (${id})` : `${number} ${en} (${id})` });
