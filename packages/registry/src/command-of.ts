import { TongbanError, fieldFault, type v1 } from '@tongban/contracts';
import { type AdoptionStatus, type ArtefactVersionRef, type HomeRegion, type RegistryAction, type RegistryCommand, requirePlainContents } from '@tongban/domain';
import { type OpenedRegistryCommand, actorOf } from '@tongban/trust';
import { contentOf, requireCanonical } from './contents';
import { erasureOf } from './erasure-wire';
import { windowsOf } from './maintenance-wire';
import { migrationOf } from './migration-wire';
import { ADOPTIONS, DISPOSITIONS_SENT, SCOPES, refOf } from './kinds';
import { switchActionOf } from './switches/switch-fields';

type Body<C = RegistryCommand> = C extends RegistryCommand ? Omit<C, 'commandId' | 'actor' | 'reason'> : never;
/** A command as somebody words it; who acts, its id and why are said when it is signed. */
export type CommandInput = Body;

/**
 * A verified command as the rules of the registry read it, with the actor its signature proved. Values the contract does not know become
 * empty words, which the rules refuse by path.
 * @throws TongbanError `registry.command-invalid` when a content is no plain canonical JSON, or when it has no body.
 */
export function registryCommandOf({ command }: Pick<OpenedRegistryCommand, 'command'>): RegistryCommand {
  const framed = { commandId: command.commandId, actor: actorOf(command), reason: command.reason, ...bodyOf(command) } as RegistryCommand;
  requirePlainContents(framed);
  contentsOf(command).forEach((bytes, at) => requireCanonical((framed as Extract<RegistryCommand, { type: 'draft' }>).artefacts[at]?.content, bytes, `artefacts.${at}.content`));
  return framed;
}

const contentsOf = ({ draftArtefacts, draftCorrigendum }: v1.RegistryCommand): (Uint8Array | null | undefined)[] => [
  ...(draftArtefacts?.artefacts ?? []).map(({ content }) => content), ...(draftCorrigendum?.artefacts ?? []).map(({ artefact }) => artefact?.content),
];

function bodyOf(command: v1.RegistryCommand): CommandInput {
  switch (command.body) {
    case 'draftArtefacts': return { type: 'draft', ...termsOf(command.draftArtefacts?.terms), artefacts: (command.draftArtefacts?.artefacts ?? []).map((one, at) => ({ ...refOf(one), content: contentOf(one.content, `artefacts.${at}.content`) })) };
    case 'draftCorrigendum': return { type: 'draft-corrigendum', ...termsOf(command.draftCorrigendum?.terms), artefacts: (command.draftCorrigendum?.artefacts ?? []).map(({ artefact, patches }, at) =>
      ({ ...refOf(artefact), patches: patches ?? '', content: contentOf(artefact?.content, `artefacts.${at}.content`) })) };
    case 'revertArtefacts': return { type: 'draft-revert', ...termsOf(command.revertArtefacts?.terms), artefacts: (command.revertArtefacts?.artefacts ?? []).map(({ artefact, restores }) => ({ ...refOf(artefact), restores: restores ?? '' })) };
    case 'openConsultation': return { type: 'open-consultation', draftId: command.openConsultation?.draftId ?? '', until: command.openConsultation?.until ?? '' };
    case 'addComment': return { type: 'comment', draftId: command.addComment?.draftId ?? '', clause: command.addComment?.clause ?? '', text: command.addComment?.text ?? '' };
    case 'disposeComment': return {
      type: 'dispose-comment', draftId: command.disposeComment?.draftId ?? '', commentNo: command.disposeComment?.commentNo ?? 0, disposition: DISPOSITIONS_SENT.wordOf(command.disposeComment?.disposition),
    };
    case 'approveDraft': return { type: 'approve', draftId: command.approveDraft?.draftId ?? '', digest: command.approveDraft?.draftDigest ?? '' };
    case 'publishDraft': return { type: 'publish', draftId: command.publishDraft?.draftId ?? '' };
    case 'abandonDraft': return { type: 'abandon', draftId: command.abandonDraft?.draftId ?? '' };
    case 'suspendArtefacts': case 'resumeArtefacts': case 'withdrawArtefacts': case 'migrateCases': case 'eraseCase': return { type: 'propose-action', action: actionOf(command)! };
    case 'setSwitch': return { type: 'propose-action', action: switchActionOf(command.setSwitch) };
    case 'confirmAction': return { type: 'confirm-action', actionId: command.confirmAction?.actionId ?? '', digest: command.confirmAction?.actionDigest ?? '' };
    case 'dropAction': return { type: 'drop-action', actionId: command.dropAction?.actionId ?? '' };
    case 'declareAdoption': return {
      type: 'declare-adoption', participant: command.declareAdoption?.participant ?? '', version: refOf(command.declareAdoption?.artefact), adoption: adoptionOf(command.declareAdoption ?? {}),
    };
    case 'declareMaintenance': return { type: 'declare-maintenance', participant: command.declareMaintenance?.participant ?? '', windows: windowsOf(command.declareMaintenance?.windows) };
    case 'setTarget': return { type: 'set-target', target: targetOf(command.setTarget ?? {}) };
    default: throw new TongbanError('registry.command-invalid', 'the command has no body', [fieldFault('body', 'field.required')]);
  }
}

/** Of a command, an event, or a draft in it. */
export function termsOf(terms: v1.DraftTerms.$Properties | null | undefined) {
  return {
    draftId: terms?.draftId ?? '', title: { zh: terms?.titleZh ?? '', en: terms?.titleEn ?? '' }, effectiveFrom: terms?.effectiveFrom ?? '', transitionDays: terms?.transitionDays ?? 0,
    ...(terms?.reviewDueOn ? { reviewDue: terms.reviewDueOn } : {}),
  };
}

interface Targeting { readonly targets?: v1.ArtefactVersionRef.$Properties[] | null }
interface ActionSent {
  readonly suspendArtefacts?: (Targeting & { readonly scope?: v1.SuspensionScope | null }) | null;
  readonly resumeArtefacts?: Targeting | null;
  readonly withdrawArtefacts?: Targeting | null;
  readonly migrateCases?: v1.MigrateCases.$Properties | null;
  readonly eraseCase?: v1.EraseCase.$Properties | null;
}
/** Undefined when nothing is asked for. */
export function actionOf({ suspendArtefacts, resumeArtefacts, withdrawArtefacts, migrateCases, eraseCase }: ActionSent): RegistryAction | undefined {
  if (eraseCase) return { action: 'erase', ...erasureOf(eraseCase) };
  if (migrateCases) return migrationOf(migrateCases);
  if (suspendArtefacts) return { action: 'suspend', targets: targetsOf(suspendArtefacts), scope: SCOPES.wordOf(suspendArtefacts.scope) };
  if (resumeArtefacts) return { action: 'resume', targets: targetsOf(resumeArtefacts) };
  return withdrawArtefacts ? { action: 'withdraw', targets: targetsOf(withdrawArtefacts) } : undefined;
}
export const targetsOf = ({ targets }: Targeting): ArtefactVersionRef[] => (targets ?? []).map(refOf);

export function adoptionOf({ state, adoptedOn, deferredUntil }: Pick<v1.DeclareAdoption.$Properties, 'state' | 'adoptedOn' | 'deferredUntil'>): AdoptionStatus {
  const status = ADOPTIONS.wordOf(state);
  if (status === 'adopted') return { status, on: adoptedOn ?? '' };
  return status === 'deferred' ? { status, until: deferredUntil ?? '' } : { status };
}

/** @throws TongbanError `registry.command-invalid` when participants are listed and a share is asked for as well: which was meant would be a guess. */
export function targetOf({ artefact, region, participants, sharePercent, by }: v1.SetTarget.$Properties) {
  const isShare = (sharePercent ?? 0) > 0;
  if (isShare && participants?.length) throw new TongbanError('registry.command-invalid', 'a target lists participants or asks for a share', [fieldFault('target.goal', 'field.too-many', '参与方名单与比例只能选一', 'give participants or a share, not both')]);
  return { version: refOf(artefact), region: (region ?? '') as HomeRegion, goal: isShare ? { percent: sharePercent! } : { participants: participants ?? [] }, by: by ?? '' };
}
