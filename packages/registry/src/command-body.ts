import { v1 } from '@tongban/contracts';
import { type AdoptionStatus, type AdoptionTarget, artefactVersion } from '@tongban/domain';
import type { CommandInput } from './command-of';
import { contentBytes } from './contents';
import { sentErasure } from './erasure-wire';
import { sentWindows } from './maintenance-wire';
import { sentMigration } from './migration-wire';
import { ADOPTIONS, DISPOSITIONS_SENT, KINDS, SCOPES, sentRef } from './kinds';
import { sentSwitch } from './switches/switch-fields';

/** The keys of a command's body; exactly one is set. */
export type CommandBody = Pick<v1.RegistryCommand.$Properties,
  | 'draftArtefacts' | 'draftCorrigendum' | 'revertArtefacts' | 'openConsultation' | 'addComment' | 'disposeComment' | 'approveDraft' | 'publishDraft' | 'abandonDraft'
  | 'suspendArtefacts' | 'resumeArtefacts' | 'withdrawArtefacts' | 'confirmAction' | 'dropAction' | 'declareAdoption' | 'declareMaintenance' | 'setTarget' | 'setSwitch' | 'migrateCases' | 'eraseCase'>;

/** What is signed for a command: contents in canonical form, each with its digest. */
export function commandBodyOf(command: CommandInput): CommandBody {
  switch (command.type) {
    case 'draft': return { draftArtefacts: { terms: sentTerms(command), artefacts: command.artefacts.map((one) => sentVersion(one, one.content)) } };
    case 'draft-corrigendum': return { draftCorrigendum: { terms: sentTerms(command), artefacts: command.artefacts.map((one) => ({ artefact: sentVersion(one, one.content), patches: one.patches })) } };
    case 'draft-revert': return { revertArtefacts: { terms: sentTerms(command), artefacts: command.artefacts.map((one) => ({ artefact: sentRef(one), restores: one.restores })) } };
    case 'open-consultation': return { openConsultation: { draftId: command.draftId, until: command.until } };
    case 'comment': return { addComment: { draftId: command.draftId, clause: command.clause, text: command.text } };
    case 'dispose-comment': return { disposeComment: { draftId: command.draftId, commentNo: command.commentNo, disposition: DISPOSITIONS_SENT.numberOf(command.disposition) } };
    case 'approve': return { approveDraft: { draftId: command.draftId, draftDigest: command.digest } };
    case 'publish': return { publishDraft: { draftId: command.draftId } };
    case 'abandon': return { abandonDraft: { draftId: command.draftId } };
    case 'propose-action': {
      if (command.action.action === 'switch') return { setSwitch: sentSwitch(command.action) };
      if (command.action.action === 'erase') return { eraseCase: sentErasure(command.action) };
      if (command.action.action === 'migrate') return { migrateCases: sentMigration(command.action) };
      const targets = command.action.targets.map(sentRef);
      if (command.action.action === 'suspend') return { suspendArtefacts: { targets, scope: SCOPES.numberOf(command.action.scope) } };
      return command.action.action === 'resume' ? { resumeArtefacts: { targets } } : { withdrawArtefacts: { targets } };
    }
    case 'confirm-action': return { confirmAction: { actionId: command.actionId, actionDigest: command.digest } };
    case 'drop-action': return { dropAction: { actionId: command.actionId } };
    case 'declare-adoption': return { declareAdoption: { artefact: sentRef(command.version), participant: command.participant, ...sentAdoption(command.adoption) } };
    case 'declare-maintenance': return { declareMaintenance: { participant: command.participant, windows: sentWindows(command.windows) } };
    case 'set-target': return { setTarget: sentTarget(command.target) };
  }
}

interface Terms { readonly draftId: string; readonly title: { readonly zh: string; readonly en: string }; readonly effectiveFrom: string; readonly transitionDays: number; readonly reviewDue?: string }
export const sentTerms = ({ draftId, title, effectiveFrom, transitionDays, reviewDue }: Terms): v1.DraftTerms.$Properties =>
  ({ draftId, titleZh: title.zh, titleEn: title.en, effectiveFrom, transitionDays, reviewDueOn: reviewDue ?? '' });

type Ref = Parameters<typeof sentRef>[0];
const sentVersion = (ref: Ref, content: unknown): v1.ArtefactVersion.$Properties => ({
  kind: KINDS.numberOf(ref.kind), id: ref.id, version: ref.version, digest: artefactVersion(ref, ref.version, content).digest, content: contentBytes(content),
});

export const sentAdoption = (adoption: AdoptionStatus): Pick<v1.DeclareAdoption.$Properties, 'state' | 'adoptedOn' | 'deferredUntil'> => ({
  state: ADOPTIONS.numberOf(adoption.status), adoptedOn: adoption.status === 'adopted' ? adoption.on : '', deferredUntil: adoption.status === 'deferred' ? adoption.until : '',
});
export const sentTarget = ({ version, region, goal, by }: AdoptionTarget): v1.SetTarget.$Properties => ({
  artefact: sentRef(version), region, participants: 'percent' in goal ? [] : [...goal.participants], sharePercent: 'percent' in goal ? goal.percent : 0, by,
});
