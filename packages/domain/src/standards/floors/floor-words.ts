import type { Worded } from '../../flow/model';
import type { FloorVerdict } from './compare-to-floor';
import type { Amount, DeclaredValue, Floor } from './floor';

const UNITS: ReadonlyMap<string, Worded> = new Map(Object.entries({
  year: { zh: '年', en: 'years' }, month: { zh: '个月', en: 'months' }, 'working-day': { zh: '个工作日', en: 'working days' }, 'calendar-day': { zh: '个自然日', en: 'calendar days' },
  CNY: { zh: '元', en: 'CNY' }, 'CNY/month': { zh: '元/月', en: 'CNY/month' }, 'CNY/year': { zh: '元/年', en: 'CNY/year' }, percent: { zh: '%', en: 'percent' }, ratio: { zh: '倍', en: '(ratio)' },
  person: { zh: '人', en: 'persons' }, count: { zh: '次', en: 'times' },
}));
const COMPARATORS: Readonly<Record<Floor['comparator'], Worded>> = { '>=': { zh: '不低于', en: 'at least' }, '<=': { zh: '不超过', en: 'at most' }, '==': { zh: '须为', en: 'exactly' } };
const CONFIDENCES: Readonly<Record<Floor['confidence'], string>> = { verified: '已核实', high: '高', medium: '中', low: '低' };
const VERDICTS: Readonly<Record<FloorVerdict, Worded>> = {
  conforms: { zh: '符合', en: 'it conforms' }, below: { zh: '不符合', en: 'it does not conform' },
  'unit-mismatch': { zh: '单位不同，无法比较，请改用国家标准的单位', en: 'the units cannot be compared, use that of the national standard' },
  'not-comparable': { zh: '适用情形不同，请按国家标准的分档填写condition', en: 'it is for another circumstance, give the condition as the national standard has it' },
};

/** `163 元/月`; an unknown unit is shown as it is. */
export function amountWords({ value, unit }: Amount): Worded {
  const { zh, en } = UNITS.get(unit) ?? { zh: unit, en: unit };
  return { zh: `${value}${/^[a-z]/i.test(zh) ? ' ' : ''}${zh}`, en: `${value} ${en}` };
}

/** `最低缴费年限 pension.minContributionYears：本标准15年（第3条），国家标准不低于15.5年（2030-01-01至2030-12-31，依据…，可信度高）：不符合`. */
export function wordComparison(verdict: FloorVerdict, local: DeclaredValue, floor: Floor): Worded {
  const [own, national, own2, national2] = [local, floor, local.extension, floor.extension].map((amount) => amount && amountWords(amount));
  const { valueFrom, valueTo, metricId, basis, confidence } = floor;
  const comparator = COMPARATORS[floor.comparator];
  return {
    zh: `${floor.zh} ${metricId}：本标准${own!.zh}${own2 ? `、可延长${own2.zh}` : ''}${local.clause === undefined ? '' : `（${local.clause}）`}，`
      + `国家标准${comparator.zh}${national!.zh}${extensionWords(own2, national2).zh}（${datesWords(valueFrom, valueTo).zh}依据：${basis}，可信度：${CONFIDENCES[confidence]}）：${VERDICTS[verdict].zh}`,
    en: `${floor.en} ${metricId}: the standard has ${own!.en}${own2 ? ` and ${own2.en} more` : ''}${local.clause === undefined ? '' : ` (${local.clause})`}, `
      + `the national one ${comparator.en} ${national!.en}${extensionWords(own2, national2).en} (${datesWords(valueFrom, valueTo).en}basis: ${basis}, confidence: ${confidence}): ${VERDICTS[verdict].en}`,
  };
}

function extensionWords(own: Worded | undefined, national: Worded | undefined): Worded {
  if (national !== undefined) return { zh: `、可延长${national.zh}`, en: ` and ${national.en} more` };
  return own === undefined ? { zh: '', en: '' } : { zh: '、不可延长', en: ' and no extension' };
}

function datesWords(from: string | null, to: string | null): Worded {
  if (from === null && to === null) return { zh: '', en: '' };
  if (from === null) return { zh: `至${to}，`, en: `until ${to}, ` };
  return to === null ? { zh: `自${from}起，`, en: `from ${from}, ` } : { zh: `${from}至${to}，`, en: `${from} to ${to}, ` };
}
