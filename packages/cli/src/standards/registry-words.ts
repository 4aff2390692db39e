import type { ArtefactRow } from '@tongban/contracts';
import { STATUS_WORDS } from '@tongban/domain';
import type { View, Worded } from '../view';

const PHASES: Readonly<Record<string, Worded>> = {
  draft: { zh: '起草', en: 'draft' }, consultation: { zh: '征求意见', en: 'consultation' }, approved: { zh: '已批准', en: 'approved' },
  published: { zh: '已发布', en: 'published' }, abandoned: { zh: '已终止', en: 'abandoned' },
};
const ACTIONS: Readonly<Record<string, Worded>> = { suspend: { zh: '暂停实施', en: 'suspend' }, resume: { zh: '恢复实施', en: 'resume' }, withdraw: { zh: '废止', en: 'withdraw' } };
const SCOPES: Readonly<Record<string, Worded>> = { 'new-cases': { zh: '新办件', en: 'new cases' }, all: { zh: '全部办件', en: 'all cases' } };
const ADOPTION: Readonly<Record<string, Worded>> = { ready: { zh: '已就绪', en: 'ready' }, adopted: { zh: '已采用', en: 'adopted' }, deferred: { zh: '暂缓', en: 'deferred' } };

/** Words of a code of the registry; one this build does not know is shown as it is. A status here is that of a version, never that of a clock. */
const worded = (words: Readonly<Record<string, Worded>>) => (view: View, code: string | undefined): string => (code === undefined ? '' : view.words(words[code] ?? { zh: code, en: code }));
export const phaseWords = worded(PHASES);
export const actionWords = worded(ACTIONS);
export const scopeWords = worded(SCOPES);
export const adoptionWords = worded(ADOPTION);
export const statusWords: (view: View, status: ArtefactRow['status'] | undefined) => string = worded(STATUS_WORDS);
