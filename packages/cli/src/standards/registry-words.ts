import type { ArtefactRow } from '@tongban/contracts';
import { type Derivation, type RegistryEvent, STATUS_WORDS } from '@tongban/domain';
import type { View, Worded } from '../view';

const PHASES: Readonly<Record<string, Worded>> = {
  draft: { zh: '起草', en: 'draft' }, consultation: { zh: '征求意见', en: 'consultation' }, approved: { zh: '已批准', en: 'approved' },
  published: { zh: '已发布', en: 'published' }, abandoned: { zh: '已终止', en: 'abandoned' },
};
const ACTIONS: Readonly<Record<string, Worded>> = {
  suspend: { zh: '暂停实施', en: 'suspend' }, resume: { zh: '恢复实施', en: 'resume' }, withdraw: { zh: '废止', en: 'withdraw' }, switch: { zh: '开关', en: 'switch' }, migrate: { zh: '迁移在办件', en: 'migrate running cases' }, erase: { zh: '依法删除', en: 'lawful erasure' },
};
const SCOPES: Readonly<Record<string, Worded>> = { 'new-cases': { zh: '新办件', en: 'new cases' }, all: { zh: '全部办件', en: 'all cases' } };
const EVENTS: Readonly<Record<RegistryEvent['type'], Worded>> = {
  drafted: { zh: '已起草', en: 'drafted' }, 'draft-revised': { zh: '已修订草案', en: 'draft revised' }, 'consultation-opened': { zh: '已公开征求意见', en: 'consultation opened' },
  commented: { zh: '已提出意见', en: 'commented' }, 'comment-disposed': { zh: '已处理意见', en: 'comment disposed of' }, 'draft-approved': { zh: '已审批草案', en: 'draft approved' },
  published: { zh: '已发布', en: 'published' }, 'draft-abandoned': { zh: '已终止草案', en: 'draft abandoned' }, 'action-proposed': { zh: '已提请', en: 'action proposed' },
  'action-dropped': { zh: '已撤回提请', en: 'action dropped' }, suspended: { zh: '已暂停实施', en: 'suspended' }, resumed: { zh: '已恢复实施', en: 'resumed' },
  withdrawn: { zh: '已废止', en: 'withdrawn' }, 'adoption-declared': { zh: '已申明采用情况', en: 'adoption declared' }, 'target-set': { zh: '已设定采用目标', en: 'target set' },
  'maintenance-declared': { zh: '已申明维护时段', en: 'maintenance declared' },
  'switch-set': { zh: '已设定开关', en: 'switch set' }, 'erasure-ordered': { zh: '已决定依法删除', en: 'lawful erasure ordered' }, 'migration-ordered': { zh: '已决定迁移在办件', en: 'migration of running cases ordered' },
};
const DERIVATIONS: Readonly<Record<Derivation['kind'], Worded>> = { corrigendum: { zh: '勘误', en: 'corrigendum to' }, revert: { zh: '恢复', en: 'reverts to' } };
const ADOPTION: Readonly<Record<string, Worded>> = { ready: { zh: '已就绪', en: 'ready' }, adopted: { zh: '已采用', en: 'adopted' }, deferred: { zh: '暂缓', en: 'deferred' } };

/** Words of a code of the registry; one this build does not know is shown as it is. A status here is that of a version, never that of a clock. */
const worded = (words: Readonly<Record<string, Worded>>) => (view: View, code: string | undefined): string => (code === undefined ? '' : view.words(words[code] ?? { zh: code, en: code }));
export const phaseWords = worded(PHASES);
export const actionWords = worded(ACTIONS);
export const scopeWords = worded(SCOPES);
export const adoptionWords = worded(ADOPTION);
export const eventWords = worded(EVENTS);
export const derivationWords = worded(DERIVATIONS);
export const statusWords: (view: View, status: ArtefactRow['status'] | undefined) => string = worded(STATUS_WORDS);
