import type { LimitSource, LimitUnit } from '../../flow/model';

/** Within how long what was formed or changed is to be disclosed to the public 公开; the day it was formed is not counted. */
export interface DisclosureLimit extends LimitSource { readonly value: number; readonly unit: Extract<LimitUnit, 'working-day'> }

/** 20 working days from the day on which what is to be disclosed was formed or changed (T8-C2). */
export const DISCLOSURE_LIMIT: DisclosureLimit = {
  value: 20, unit: 'working-day', deadlineKind: 'ministerial-rule', sourceStandardIds: ['RSTH-2019-113'], confidence: 'medium',
  basis: 'nine-tasks.json, T8-C2: the limit of 人社厅函〔2019〕113号; the text itself was not seen',
};
