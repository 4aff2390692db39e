import type { Worded } from '../../flow/model';
import { csvOf } from '../csv';

interface Row {
  readonly itemCode: string; readonly element: string; readonly id: string; readonly title: Worded;
  readonly values: readonly (Worded & { readonly division: string; readonly region: string; readonly standardId?: string; readonly clause?: string })[];
  readonly strictest?: { readonly divisions: readonly string[] };
  readonly loosest?: { readonly divisions: readonly string[] };
}
const HEADERS = {
  zh: ['事项', '要素', '标识', '名称', '区域', '区划', '规定', '依据', '条款', '最严', '最宽'],
  en: ['item', 'element', 'id', 'title', 'region', 'division', 'value', 'standard', 'clause', 'strictest', 'loosest'],
} as const;

/** The difference report as CSV, one record for each division's value of a differing element. */
export const differenceCsv = (rows: readonly Row[], language: 'zh' | 'en'): string => csvOf(HEADERS[language], rows.flatMap(({ itemCode, element, id, title, values, strictest, loosest }) => values.map((value) => {
  const mark = (extreme: Row['strictest']): string => (extreme?.divisions.includes(value.division) ? '✓' : '');
  return [itemCode, element, id, title[language], value.region, value.division, value[language], value.standardId ?? '', value.clause ?? '', mark(strictest), mark(loosest)];
})));
