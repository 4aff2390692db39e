import { type ErrorCode, TongbanError, encode, v1 } from '@tongban/contracts';
import type { TrustDirectory } from './directory';
import { isPersonOwner } from './registry-actor';
import { type RegistryPlace, openRegistryCommand, verifyRegistryCommand } from './registry-commands';

const PERSONS_NEEDED = 2;
type Command = v1.RegistryCommand;

/**
 * What holds for others needs two persons with two keys, and the entry brings their signed words along: every hub and subscriber sees
 * for itself that an owner's hub did not publish, suspend, resume, withdraw, migrate or erase on its own. That no approver drafted alone, and that the
 * digest is the draft's, the registry's own rules say.
 * @throws TongbanError `approval.missing`, `approval.same-person`, `approval.same-key`, `approval.digest-changed`, or what `verifyRegistryCommand` throws.
 */
export async function refuseUnlessTwoPersons(directory: TrustDirectory, command: Command, event: v1.RegistryEvent, place: RegistryPlace, at: string): Promise<void> {
  const { artefactsPublished: published } = event;
  if (published) return refuseUnlessApproved(directory, published, place);
  const action = event.artefactsSuspended ?? event.artefactsResumed ?? event.artefactsWithdrawn ?? event.switchSet ?? event.casesMigrationOrdered ?? event.caseErasureOrdered;
  if (action) await refuseUnlessConfirmed(directory, command, event, { actionId: action.actionId ?? '', proposal: action.proposal ?? new Uint8Array() }, { ...place, at });
}

async function refuseUnlessApproved(directory: TrustDirectory, published: v1.ArtefactsPublished.$Properties, place: RegistryPlace): Promise<void> {
  const approvals: Command[] = [];
  for (const bytes of published.approvals ?? []) {
    const { command } = await verifyRegistryCommand(directory, bytes, { ...place, takenAt: openRegistryCommand(bytes).command.at });
    const { approveDraft } = command;
    if (approveDraft?.draftId !== published.terms?.draftId) throw refusal('approval.missing', 'what stands as an approval is none of this draft');
    if (approveDraft?.draftDigest !== published.draftDigest) throw refusal('approval.digest-changed', 'an approval names another digest than was published');
    approvals.push(command);
  }
  refuseSameHand(directory, approvals);
}

async function refuseUnlessConfirmed(
  directory: TrustDirectory, confirmation: Command, event: v1.RegistryEvent, { actionId, proposal }: { actionId: string; proposal: Uint8Array }, { at, ...place }: RegistryPlace & { at: string },
): Promise<void> {
  if (proposal.length === 0 || confirmation.confirmAction?.actionId !== actionId) throw refusal('approval.missing', 'the action is not confirmed by the command of the entry');
  const { command } = await verifyRegistryCommand(directory, proposal, { ...place, takenAt: openRegistryCommand(proposal).command.at });
  if (command.commandId !== actionId || !isWhatWasAsked(command, event)) throw refusal('approval.digest-changed', `what holds from ${at} is not what was asked for`);
  refuseSameHand(directory, [command, confirmation]);
}

/** Two different persons, and two different keys whatever they are called, among them. */
function refuseSameHand(directory: TrustDirectory, commands: readonly Command[]): void {
  if (commands.length < PERSONS_NEEDED || !commands.every(({ actor }) => isPersonOwner(actor))) throw refusal('approval.missing', `${PERSONS_NEEDED} persons are needed`);
  if (new Set(commands.map(({ actor }) => actor)).size < PERSONS_NEEDED) throw refusal('approval.same-person', 'one person stands twice');
  const hasTwoKeys = commands.some(({ actor, keyId }) => commands.some((other) => other.actor !== actor && !directory.isSameKey(keyId, other.keyId)));
  if (!hasTwoKeys) throw refusal('approval.same-key', 'one key stands under two names');
}

/** The event does to the same versions what the first person asked for, in the same order. */
function isWhatWasAsked(command: Command, { artefactsSuspended, artefactsResumed, artefactsWithdrawn, switchSet, casesMigrationOrdered, caseErasureOrdered }: v1.RegistryEvent): boolean {
  if (caseErasureOrdered) return isSameErasure(command.eraseCase, caseErasureOrdered.erase);
  if (switchSet) return isSameSetting(command.setSwitch, switchSet.setting);
  const { suspendArtefacts, resumeArtefacts, withdrawArtefacts, migrateCases } = command;
  if (casesMigrationOrdered) return isSameMigration(migrateCases, casesMigrationOrdered);
  if (artefactsSuspended) return suspendArtefacts?.scope === artefactsSuspended.scope && isSameTargets(suspendArtefacts, artefactsSuspended);
  if (artefactsResumed) return isSameTargets(resumeArtefacts, artefactsResumed);
  return isSameTargets(withdrawArtefacts, artefactsWithdrawn);
}

function isSameErasure(asked: v1.EraseCase.$Properties | null | undefined, done: v1.EraseCase.$Properties | null | undefined): boolean {
  return !!asked && !!done && Buffer.from(encode(v1.EraseCase, asked)).equals(encode(v1.EraseCase, done));
}

function isSameMigration(asked: v1.MigrateCases.$Properties | null | undefined, { from, to, states }: v1.CasesMigrationOrdered.$Properties): boolean {
  const [before, after] = [asked, { from, to, states }].map((one) => Buffer.from(encode(v1.MigrateCases, { from: one?.from, to: one?.to, states: one?.states ?? [] })));
  return asked !== null && asked !== undefined && before!.equals(after!);
}

interface Targeting { readonly targets?: v1.ArtefactVersionRef.$Properties[] | null }
function isSameTargets(asked: Targeting | null | undefined, done: Targeting | null | undefined): boolean {
  const [before, after] = [asked, done].map((one) => Buffer.from(encode(v1.ResumeArtefacts, { targets: one?.targets ?? [] })));
  return asked !== null && asked !== undefined && before!.equals(after!);
}

function isSameSetting(asked: v1.SetSwitch.$Properties | null | undefined, done: v1.SetSwitch.$Properties | null | undefined): boolean {
  return !!asked && !!done && Buffer.from(encode(v1.SetSwitch, asked)).equals(encode(v1.SetSwitch, done));
}

const refusal = (code: ErrorCode, detail: string): TongbanError => new TongbanError(code, detail);
