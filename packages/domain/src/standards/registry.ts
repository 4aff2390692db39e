import { TongbanError } from '@tongban/contracts';
import type { ErasureOrder } from '../erasure/order';
import type { HomeRegion } from '../identifiers/divisions';
import type { MaintenanceWindow } from '../maintenance/window';
import { type ArtefactRef, type ArtefactVersion, type ArtefactVersionRef, artefactKey, versionKey } from './artefact';
import type { Actor, AdoptionStatus, AdoptionTarget, RegistryAction } from './commands';
import { type DraftRecord, phaseOf } from './draft-record';
import type { RegistryEvent } from './events';
import type { MigrationOrder } from './migration/order';
import { type Release, type ReleaseStatus, releaseStatus, releasesForNewCases, withRelease } from './release';
import { changedRelease, changedTargets, publishedReleases } from './release-changes';
import { SharedMap } from './shared-map';
import { type SwitchRecord, switchRecord } from './switches/switch';

export interface PendingAction { readonly actionId: string; readonly action: RegistryAction; readonly digest: string; readonly proposer: Actor; readonly reason: string; readonly at: string }
export interface Declaration { readonly participant: string; readonly adoption: AdoptionStatus; readonly reason: string; readonly by: Actor; readonly at: string }
export interface TargetRecord extends AdoptionTarget { readonly reason: string; readonly setBy: Actor; readonly at: string }
/** What a participant said last of when its system does not answer. */
export interface MaintenanceRecord { readonly participant: string; readonly windows: readonly MaintenanceWindow[]; readonly reason: string; readonly by: Actor; readonly at: string }
/** What a command was answered with, so that its repetition is. */
export interface Answer { readonly commandDigest: string; readonly events: readonly RegistryEvent[] }

/** A registry as the fold of its owner's log; immutable, without a clock. */
export interface RegistryState {
  readonly owner: HomeRegion;
  /** Number of the last event; 0 before the first. */
  readonly lastNumber: number;
  readonly lastAt?: string;
  /** By `artefactKey`, ascending by version. */
  readonly releases: SharedMap<readonly Release[]>;
  readonly drafts: SharedMap<DraftRecord>;
  /** Ids of the drafts that are neither published nor abandoned. */
  readonly openDrafts: ReadonlySet<string>;
  readonly actions: ReadonlyMap<string, PendingAction>;
  /** By `versionKey`, then by participant: the latest counts. */
  readonly declarations: SharedMap<ReadonlyMap<string, Declaration>>;
  /** By `versionKey`; one per region and date. */
  readonly targets: SharedMap<readonly TargetRecord[]>;
  /** Every setting of a switch there ever was, oldest first. */
  readonly switches: readonly SwitchRecord[];
  readonly answers: SharedMap<Answer>;
  /** Orders to migrate running cases, oldest first. They stand for ever. */
  readonly migrations: readonly MigrationOrder[];
  /** Orders to erase the content of cases, oldest first. They stand for ever: what is restored from an older copy is erased again. */
  readonly erasures: readonly ErasureOrder[];
  /** By participant: the latest counts. */
  readonly maintenance: ReadonlyMap<string, MaintenanceRecord>;
}

/** A registry before its first event: it has what is shipped with the package, always in effect. */
export function initialRegistry(owner: HomeRegion, baseline: readonly ArtefactVersion[]): RegistryState {
  const releases = baseline.map((version) => [artefactKey(version), [{ ...version, publishedNo: 0, approvers: [], suspensions: [] }]] as const);
  return {
    owner, lastNumber: 0, releases: SharedMap.from<readonly Release[]>(releases), drafts: SharedMap.from(), openDrafts: new Set(), actions: new Map(), declarations: SharedMap.from(),
    targets: SharedMap.from(), switches: [], answers: SharedMap.from(), migrations: [], erasures: [], maintenance: new Map(),
  };
}

/**
 * The state after one event. Events are facts and are not judged again: what may happen is said by `decide`.
 * @throws TongbanError `registry.gap` when the event is not the next one, or speaks of what the state does not know.
 */
export function evolve(state: RegistryState, event: RegistryEvent): RegistryState {
  if (event.number !== state.lastNumber + 1) throw gap(`event ${event.number} does not follow event ${state.lastNumber}`);
  const before = state.answers.get(event.commandId);
  const answer = { commandDigest: event.commandDigest, events: [...(before?.events ?? []), event] };
  return { ...applied(state, event), lastNumber: event.number, lastAt: event.at, answers: state.answers.with(event.commandId, answer) };
}

const gap = (detail: string): TongbanError => new TongbanError('registry.gap', detail);

function applied(state: RegistryState, event: RegistryEvent): RegistryState {
  switch (event.type) {
    case 'drafted': case 'draft-revised': return withDraft(state, drafted(state, event));
    case 'consultation-opened': return changedDraft(state, event.draftId, () => ({ consultation: { since: event.at, until: event.until } }));
    case 'commented': return changedDraft(state, event.draftId, ({ comments }) => ({
      comments: [...comments, { number: event.commentNo, clause: event.clause, text: event.text, commenter: event.actor, at: event.at, draftDigest: event.draftDigest }],
    }));
    case 'comment-disposed': return changedDraft(state, event.draftId, ({ comments }) => ({
      comments: comments.map((one) => (one.number === event.commentNo ? { ...one, disposed: { disposition: event.disposition, reason: event.reason, by: event.actor, at: event.at } } : one)),
    }));
    case 'draft-approved': return changedDraft(state, event.draftId, ({ approvals }) => ({ approvals: [...approvals, { by: event.actor, at: event.at }] }));
    case 'draft-abandoned': return changedDraft(state, event.draftId, () => ({ abandonedNo: event.number }));
    case 'published': return published(changedDraft(state, event.draftId, () => ({ publishedNo: event.number, publishedAt: event.at })), event);
    case 'action-proposed': return { ...state, actions: new Map(state.actions).set(event.commandId, {
      actionId: event.commandId, action: event.action, digest: event.digest, proposer: event.actor, reason: event.reason, at: event.at,
    }) };
    case 'action-dropped': return withoutAction(state, event.actionId);
    case 'suspended': case 'resumed': case 'withdrawn': return changedReleases(withoutAction(state, event.actionId), event);
    case 'switch-set': return { ...withoutAction(state, event.actionId), switches: [...state.switches, switchRecord(state.owner, event, state.actions.get(event.actionId)?.reason ?? '')] };
    case 'migration-ordered': {
      const { actionId, targets, states, reason, at } = event;
      return { ...withoutAction(state, actionId), migrations: [...state.migrations, { actionId, targets, states, reason, at }] };
    }
    case 'erasure-ordered': {
      const { actionId, caseNo, messageIds, basis, at, proposer, actor: confirmer } = event;
      const reason = state.actions.get(actionId)?.reason ?? '';
      return { ...withoutAction(state, actionId), erasures: [...state.erasures, { actionId, caseNo, messageIds, basis, reason, at, proposer, confirmer }] };
    }
    case 'adoption-declared': {
      const key = versionKey(event.version);
      const declaration = { participant: event.participant, adoption: event.adoption, reason: event.reason, by: event.actor, at: event.at };
      return { ...state, declarations: state.declarations.with(key, new Map(state.declarations.get(key)).set(event.participant, declaration)) };
    }
    case 'maintenance-declared': {
      const { participant, windows, reason, actor: by, at } = event;
      return { ...state, maintenance: new Map(state.maintenance).set(participant, { participant, windows, reason, by, at }) };
    }
    case 'target-set': {
      const key = versionKey(event.target.version);
      const others = (state.targets.get(key) ?? []).filter(({ region, by }) => region !== event.target.region || by !== event.target.by);
      return { ...state, targets: state.targets.with(key, [...others, { ...event.target, reason: event.reason, setBy: event.actor, at: event.at }]) };
    }
  }
}

type Drafted = Extract<RegistryEvent, { type: 'drafted' | 'draft-revised' }>;
function drafted(state: RegistryState, { draftId, title, artefacts, effectiveFrom, transitionDays, reviewDue, digest, actor, reason, at }: Drafted): DraftRecord {
  const before = state.drafts.get(draftId);
  return {
    text: { draftId, title, artefacts, effectiveFrom, transitionDays, ...(reviewDue !== undefined && { reviewDue }) }, digest, drafter: actor, reason, draftedAt: at,
    ...(before?.consultation !== undefined && { consultation: before.consultation }), comments: before?.comments ?? [], approvals: [],
  };
}

function withDraft(state: RegistryState, draft: DraftRecord): RegistryState {
  const { draftId } = draft.text;
  const openDrafts = new Set(state.openDrafts);
  if (['published', 'abandoned'].includes(phaseOf(draft))) openDrafts.delete(draftId);
  else openDrafts.add(draftId);
  return { ...state, drafts: state.drafts.with(draftId, draft), openDrafts };
}

function changedDraft(state: RegistryState, draftId: string, change: (draft: DraftRecord) => Partial<DraftRecord>): RegistryState {
  const draft = state.drafts.get(draftId);
  if (draft === undefined) throw gap('the log speaks of a draft that was never drafted');
  return withDraft(state, { ...draft, ...change(draft) });
}

function published(state: RegistryState, event: Extract<RegistryEvent, { type: 'published' }>): RegistryState {
  const releases = publishedReleases(event).reduce((all, release) => {
    const key = artefactKey(release);
    return all.with(key, withRelease(all.get(key) ?? [], release));
  }, state.releases);
  return { ...state, releases };
}

function changedReleases(state: RegistryState, event: RegistryEvent): RegistryState {
  const releases = changedTargets(event).reduce((all, target) => {
    const key = artefactKey(target);
    const list = all.get(key);
    if (list?.some(({ version }) => version === target.version) !== true) throw gap('the log speaks of a version that was never published');
    return all.with(key, list.map((release) => (release.version === target.version ? changedRelease(release, event) : release)));
  }, state.releases);
  return { ...state, releases };
}

function withoutAction(state: RegistryState, actionId: string): RegistryState {
  const actions = new Map(state.actions);
  if (!actions.delete(actionId)) throw gap('the log speaks of an action that was never proposed');
  return { ...state, actions };
}

/** Of one artefact, ascending by version; none when it was never published. */
export const releasesOf = (state: RegistryState, ref: ArtefactRef): readonly Release[] => state.releases.get(artefactKey(ref)) ?? [];
export const releaseOf = (state: RegistryState, ref: ArtefactVersionRef): Release | undefined => releasesOf(state, ref).find(({ version }) => version === ref.version);

/** What may be used at a business instant, newest first: see `releasesForNewCases`. */
export const acceptedForNewCases = (state: RegistryState, ref: ArtefactRef, at: string): readonly Release[] => releasesForNewCases(releasesOf(state, ref), at);
/** The version new cases begin with unless their opener still uses the one before; undefined when none is in force. */
export const versionInForce = (state: RegistryState, ref: ArtefactRef, at: string): Release | undefined => acceptedForNewCases(state, ref, at)[0];

export type VersionStatus = ReleaseStatus | 'draft' | 'consultation' | 'approved';

/**
 * Status of a version at a business instant; undefined when it is in no draft and no publication. A draft has the status of the last event,
 * whatever the instant; where several drafts mean to publish the version, the one that got furthest counts.
 */
export function statusOf(state: RegistryState, ref: ArtefactRef, version: string, at: string): VersionStatus | undefined {
  const release = releaseOf(state, { ...ref, version });
  if (release !== undefined) return releaseStatus(releasesOf(state, ref), release, at);
  const phases = new Set([...state.openDrafts].map((id) => state.drafts.get(id)!)
    .filter(({ text }) => text.artefacts.some((one) => one.kind === ref.kind && one.id === ref.id && one.version === version)).map(phaseOf));
  return (['approved', 'consultation', 'draft'] as const).find((phase) => phases.has(phase));
}
