import { fieldFault } from '@tongban/contracts';
import type { Actor, ApproveDraft, Comment, DisposeComment, OpenConsultation, PublishDraft, AbandonDraft } from './commands';
import { isBefore, transitionEnd } from './business-order';
import type { DecisionContext } from './decide';
import { versionFaults } from './decide-draft';
import { type DraftPhase, type DraftRecord, phaseOf } from './draft-record';
import type { RegistryEventBody } from './events';
import { refusal, refuseFaults } from './refusal';
import type { RegistryState } from './registry';

export const COMMENTS_MAX = 10_000;
/** Not-disposed comments and the like that one refusal names. */
const NAMED_MAX = 100;

/** @throws TongbanError `draft.unknown`, or `standard.wrong-step` where its phase does not allow the step. */
function requireDraft(state: RegistryState, draftId: string, allowed: readonly DraftPhase[]): DraftRecord {
  const draft = state.drafts.get(draftId);
  if (draft === undefined) throw refusal('draft.unknown', 'draftId', `no draft ${draftId}`);
  const phase = phaseOf(draft);
  if (!allowed.includes(phase)) throw refusal('standard.wrong-step', 'draftId', `draft ${draftId} is in the phase ${phase}`, `草案处于${PHASES_ZH[phase]}阶段`);
  return draft;
}
const PHASES_ZH: Readonly<Record<DraftPhase, string>> = { draft: '起草', consultation: '征求意见', approved: '已批准', published: '已发布', abandoned: '已终止' };

const isConsulting = ({ consultation }: DraftRecord, now: string): boolean => consultation !== undefined && isBefore(now, consultation.until);
/** What an approver relied on stays as it was. */
function requireUnapproved({ approvals }: DraftRecord): void {
  if (approvals.length > 0) throw refusal('standard.wrong-step', 'draftId', 'somebody has approved the draft; revise it first', '已有审批，请先修订草案');
}

export function decideConsultation(state: RegistryState, { draftId, until }: OpenConsultation, { now }: DecisionContext): RegistryEventBody {
  const draft = requireDraft(state, draftId, ['draft', 'consultation']);
  if (isConsulting(draft, now)) throw refusal('consultation.open', 'draftId', `open until ${draft.consultation?.until}`, `截止${draft.consultation?.until}`);
  requireUnapproved(draft);
  if (!isBefore(now, until)) refuseFaults([fieldFault('until', 'field.date', '截止时间须晚于现在', 'it must be later than now')]);
  return { type: 'consultation-opened', draftId, until };
}

export function decideComment(state: RegistryState, { draftId, clause, text }: Comment, { now }: DecisionContext): RegistryEventBody {
  const draft = requireDraft(state, draftId, ['draft', 'consultation']);
  if (!isConsulting(draft, now)) throw refusal('consultation.closed', 'draftId', `draft ${draftId} takes no comments now`);
  if (draft.comments.length >= COMMENTS_MAX) refuseFaults([fieldFault('draftId', 'field.too-many', `最多${COMMENTS_MAX}条意见`, `at most ${COMMENTS_MAX} comments`)]);
  return { type: 'commented', draftId, commentNo: draft.comments.length + 1, clause, text, draftDigest: draft.digest };
}

export function decideDisposition(state: RegistryState, { draftId, commentNo, disposition }: DisposeComment): RegistryEventBody {
  const draft = requireDraft(state, draftId, ['consultation']);
  if (!draft.comments.some(({ number }) => number === commentNo)) throw refusal('comment.unknown', 'commentNo', `draft ${draftId} has no comment ${commentNo}`);
  requireUnapproved(draft);
  return { type: 'comment-disposed', draftId, commentNo, disposition };
}

export function decideApproval(state: RegistryState, { draftId, digest, actor }: ApproveDraft, { now }: DecisionContext): RegistryEventBody {
  const draft = requireDraft(state, draftId, ['draft', 'consultation']);
  if (isConsulting(draft, now)) throw refusal('consultation.open', 'draftId', `open until ${draft.consultation?.until}`, `截止${draft.consultation?.until}`);
  const open = draft.comments.filter(({ disposed }) => disposed === undefined);
  refuseFaults(open.slice(0, NAMED_MAX).map(({ number }) => fieldFault(`comments.${number}`, 'comment.not-disposed', `第${number}条`, `comment ${number}`)));
  if (digest !== draft.digest) throw refusal('approval.digest-changed', 'digest', `the digest of the draft is ${draft.digest}`, `现为${draft.digest}`);
  for (const { by } of draft.approvals) requireOther(by, actor);
  // A key belongs to one person: whoever approves with the drafter's is the drafter, or stole it.
  if (actor.keyId === draft.drafter.keyId && actor.personId !== draft.drafter.personId) throw refusal('approval.same-key', 'actor.keyId', 'it is the key of the drafter');
  return { type: 'draft-approved', draftId, digest };
}

/** @throws TongbanError `approval.same-person` or `approval.same-key`. */
export function requireOther(first: Actor, second: Actor): void {
  if (first.personId === second.personId) throw refusal('approval.same-person', 'actor.personId', 'this person has approved it already');
  if (first.keyId === second.keyId) throw refusal('approval.same-key', 'actor.keyId', 'this key has approved it already');
}

export function decidePublication(state: RegistryState, { draftId }: PublishDraft, context: DecisionContext): RegistryEventBody {
  const draft = requireDraft(state, draftId, ['draft', 'consultation', 'approved']);
  const { text, digest, approvals, drafter } = draft;
  if (phaseOf(draft) !== 'approved') {
    const own = approvals.length > 0 && approvals.every(({ by }) => by.personId === drafter.personId);
    throw refusal(own ? 'approval.own-draft' : 'approval.missing', 'draftId', `draft ${draftId} has ${approvals.length} approval(s)`, `现有${approvals.length}人审批`);
  }
  const faults = versionFaults(state, text, context);
  if (isBefore(text.effectiveFrom, context.now)) {
    faults.push(fieldFault('effectiveFrom', 'standard.effective-too-early', `实施${text.effectiveFrom}，发布${context.now}`, `effective ${text.effectiveFrom}, published ${context.now}`));
  }
  refuseFaults(faults);
  return { type: 'published', ...text, digest, transitionEndsAt: transitionEnd(text.effectiveFrom, text.transitionDays), approvers: approvals.map(({ by }) => by) };
}

export function decideAbandonment(state: RegistryState, { draftId }: AbandonDraft): RegistryEventBody {
  requireDraft(state, draftId, ['draft', 'consultation', 'approved']);
  return { type: 'draft-abandoned', draftId };
}
