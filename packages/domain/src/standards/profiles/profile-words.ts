import type { Worded } from '../../flow/model';
import { amountWords } from '../floors/floor-words';
import type { MaterialDemand, Profile } from './profile';

export const DEMAND_WORDS: Readonly<Record<MaterialDemand, Worded>> = { waived: { zh: '免提交', en: 'not asked for' }, optional: { zh: '选交', en: 'optional' }, required: { zh: '必交', en: 'required' } };

/** What a profile says of one element: `total` of the limit, a material code, a mode or a metric. Undefined where it says nothing. */
export function harmonisedWords({ limit, materials = [], modes = [], values = [] }: Profile, element: 'limit' | 'material' | 'mode' | 'value', id: string): Worded | undefined {
  switch (element) {
    case 'limit': return limit && amountWords(limit);
    case 'material': return materials.filter(({ code }) => code === id).map(({ demand }) => DEMAND_WORDS[demand])[0];
    case 'mode': return modes.includes(id) ? { zh: '提供', en: 'offered' } : undefined;
    case 'value': return values.filter(({ metricId }) => metricId === id).map((value) => ({ zh: `${value.comparator} ${amountWords(value).zh}`, en: `${value.comparator} ${amountWords(value).en}` }))[0];
  }
}
