import { type FieldFault, fieldFault } from '@tongban/contracts';
import { erasureFaults } from '../erasure/order';
import type { HomeRegion } from '../identifiers/divisions';
import { canonicalJson, sha256Hex } from '../schema/canonical-json';
import { versionKey, versionRef } from './artefact';
import type { ConfirmAction, DeclareAdoption, DeclareMaintenance, DropAction, ProposeAction, RegistryAction, SetTarget } from './commands';
import type { DecisionContext } from './decide';
import { requireOther } from './decide-approval';
import type { RegistryEventBody } from './events';
import { DRY_RUN_HOURS_MAX, regionsNotAsked } from './migration/order';
import { refusal, refuseFaults } from './refusal';
import { type PendingAction, type RegistryState, acceptedForNewCases, releaseOf } from './registry';
import { isWithdrawnAt, suspensionAt } from './release';
import { plainSetting } from './switches/switch';
import { switchFaults } from './switches/switch-faults';

export const PENDING_ACTIONS_MAX = 100;
export const TARGETS_PER_VERSION_MAX = 200;

/** What the second person confirms; the owner and the proposal's own id are in it, so that it serves nothing else. */
export const actionDigest = (owner: HomeRegion, actionId: string, action: RegistryAction): string => sha256Hex(canonicalJson({ owner, actionId, action }));

export function decideProposal(state: RegistryState, { action: asked, commandId }: ProposeAction, context: DecisionContext): RegistryEventBody {
  const action = plainAction(asked);
  if (state.actions.size >= PENDING_ACTIONS_MAX) {
    refuseFaults([fieldFault('action', 'field.too-many', `待确认的操作已达${PENDING_ACTIONS_MAX}个`, `${PENDING_ACTIONS_MAX} actions wait for confirmation; confirm or drop some`)]);
  }
  refuseFaults(actionFaults(state, action, context));
  return { type: 'action-proposed', action, digest: actionDigest(state.owner, commandId, action) };
}

/** Without what no rule reads. */
function plainAction(asked: RegistryAction): RegistryAction {
  if (asked.action === 'switch') return { action: 'switch', ...plainSetting(asked) };
  if (asked.action === 'erase') return { action: 'erase', caseNo: asked.caseNo, messageIds: [...asked.messageIds], basis: { code: asked.basis.code, document: asked.basis.document } };
  return { ...asked, targets: asked.targets.map(versionRef) };
}

export function decideConfirmation(state: RegistryState, { actionId, digest, actor }: ConfirmAction, context: DecisionContext): RegistryEventBody {
  const { action, digest: proposed, proposer } = requireAction(state, actionId);
  if (digest !== proposed) throw refusal('approval.digest-changed', 'digest', `the digest of the action is ${proposed}`, `现为${proposed}`);
  requireOther(proposer, actor);
  // Something else may have been confirmed since it was proposed.
  refuseFaults(actionFaults(state, action, context));
  const confirmed = { actionId, proposer };
  switch (action.action) {
    case 'suspend': return { type: 'suspended', ...confirmed, ...action };
    case 'resume': return { type: 'resumed', ...confirmed, ...action };
    case 'withdraw': return { type: 'withdrawn', ...confirmed, ...action };
    case 'switch': return { type: 'switch-set', ...confirmed, ...action };
    case 'migrate': return { type: 'migration-ordered', ...confirmed, targets: action.targets, states: action.states };
    case 'erase': return { type: 'erasure-ordered', ...confirmed, caseNo: action.caseNo, messageIds: action.messageIds, basis: action.basis };
  }
}

export function decideDrop(state: RegistryState, { actionId }: DropAction): RegistryEventBody {
  requireAction(state, actionId);
  return { type: 'action-dropped', actionId };
}

function requireAction(state: RegistryState, actionId: string): PendingAction {
  const pending = state.actions.get(actionId);
  if (pending === undefined) throw refusal('action.unknown', 'actionId', `no action ${actionId} waits for confirmation`);
  return pending;
}

const actionFaults = (state: RegistryState, action: RegistryAction, context: DecisionContext): FieldFault[] =>
  (action.action === 'migrate' ? migrationFaults(state, action, context) : targetFaults(state, action, context));

/** Cases may leave a version that is suspended or withdrawn; they are brought to one that new cases begin with. Whether the mapping fits both flows is judged where they are at hand. */
function migrationFaults(state: RegistryState, action: Extract<RegistryAction, { action: 'migrate' }>, { now }: DecisionContext): FieldFault[] {
  const [from, to] = action.targets.map((target) => releaseOf(state, target));
  const faults = [from, to].flatMap((release, at) => (release === undefined ? [fieldFault(`action.targets.${at}`, 'standard.version-unknown')] : []));
  if (from === undefined || to === undefined) return faults;
  if (!acceptedForNewCases(state, to, now).includes(to)) faults.push(fieldFault('action.targets.1', 'standard.wrong-step', '新办件此时不能采用该版本', 'no new case begins with this version now'));
  if (from.digest === to.digest) faults.push(fieldFault('action.targets.1', 'migration.mapping-invalid', '两个版本内容相同', 'both versions say the same'));
  // An order that is malformed otherwise is told so first.
  const missing = faults.length > 0 ? [] : regionsNotAsked(action, action.dryRuns, now);
  return [...faults, ...missing.map((region) => fieldFault('action.dryRuns', 'migration.dry-run-missing', `${region}：没有${DRY_RUN_HOURS_MAX}小时内就此映射所作的演练`, `${region}: no dry run of this mapping within ${DRY_RUN_HOURS_MAX} hours`))];
}

function targetFaults(state: RegistryState, action: Exclude<RegistryAction, { action: 'migrate' }>, { now, regionOfDivision }: DecisionContext): FieldFault[] {
  if (action.action === 'erase') return erasureFaults(action, { owner: state.owner, regionOfDivision, ordered: state.erasures });
  if (action.action === 'switch') return switchFaults(action, { owner: state.owner, now, regionOfDivision, count: state.switches.length });
  return action.targets.flatMap((target, at) => {
    const path = `action.targets.${at}`;
    const wrongStep = (zh: string, en: string): FieldFault[] => [fieldFault(path, 'standard.wrong-step', zh, en)];
    const release = releaseOf(state, target);
    if (release === undefined) return [fieldFault(path, 'standard.version-unknown')];
    if (isWithdrawnAt(release, now)) return wrongStep('该版本已废止', 'the version is withdrawn');
    const suspended = suspensionAt(release, now);
    if (action.action === 'suspend' && suspended?.scope === action.scope) return wrongStep('该版本已按此范围暂停', 'the version is suspended in this scope already');
    if (action.action === 'resume' && suspended === undefined) return wrongStep('该版本未暂停', 'the version is not suspended');
    return [];
  });
}

/** A participant speaks for itself only. */
export function decideDeclaration(state: RegistryState, { participant, version, adoption, actor }: DeclareAdoption): RegistryEventBody {
  if (participant !== actor.unit) throw refusal('sender.not-itself', 'participant', `${actor.unit} cannot declare for ${participant}`, '只能为本参与方申明');
  if (releaseOf(state, version) === undefined) throw refusal('standard.version-unknown', 'version', 'only a published version can be declared');
  return { type: 'adoption-declared', participant, version: versionRef(version), adoption };
}

/** Kept by the hub that serves the participant. */
export function decideMaintenance({ owner }: RegistryState, { participant, windows, actor }: DeclareMaintenance, { regionOfDivision }: DecisionContext): RegistryEventBody {
  if (participant !== actor.unit) throw refusal('sender.not-itself', 'participant', `${actor.unit} cannot declare for ${participant}`, '只能为本参与方申明');
  if (regionOfDivision(participant) !== owner) throw refusal('standard.wrong-owner', 'participant', `${participant} is not served by the hub of ${owner}`, '须向本参与方所属枢纽申明');
  return { type: 'maintenance-declared', participant, windows };
}

export function decideTarget(state: RegistryState, { target }: SetTarget): RegistryEventBody {
  const version = versionRef(target.version);
  if (releaseOf(state, version) === undefined) throw refusal('standard.version-unknown', 'target.version', 'only a published version has a target');
  if ((state.targets.get(versionKey(version))?.length ?? 0) >= TARGETS_PER_VERSION_MAX) {
    refuseFaults([fieldFault('target', 'field.too-many', `每个版本最多${TARGETS_PER_VERSION_MAX}个目标`, `at most ${TARGETS_PER_VERSION_MAX} targets per version`)]);
  }
  return { type: 'target-set', target: { ...target, version } };
}
