import type { Worded } from '../flow/model';
import type { ErasureScope } from '../erasure/order';
import type { HomeRegion } from '../identifiers/divisions';
import type { MaintenanceWindow } from '../maintenance/window';
import type { ArtefactVersionRef } from './artefact';
import type { SwitchSetting } from './switches/switch';
import type { MigrationDryRun, MigrationMapping } from './migration/order';

/** Who acts, as the signature of the command proved it. */
export interface Actor {
  readonly personId: string;
  readonly keyId: string;
  /** Whom the person acts for: a participant (six digits) or a hub (`nat`, `jjj`, …). */
  readonly unit: string;
}

interface CommandFrame {
  /** Chosen by the sender; the same command again is answered with the same events. */
  readonly commandId: string;
  readonly actor: Actor;
  /** Why, in the actor's words; may be empty where the command says it all. */
  readonly reason: string;
}

/** What a draft says besides its artefacts. */
interface DraftTerms {
  readonly draftId: string;
  readonly title: Worded;
  /** Business instant, RFC 3339 with offset: 实施. */
  readonly effectiveFrom: string;
  /** Whole days from `effectiveFrom` in which the version before is still accepted for new cases. */
  readonly transitionDays: number;
  /** Date by which the standard is to be reviewed (复审), `YYYY-MM-DD`. */
  readonly reviewDue?: string;
}

/** A new draft, or the next text of one that is not published: what was approved before no longer counts. */
export interface Draft extends CommandFrame, DraftTerms {
  readonly type: 'draft';
  readonly artefacts: readonly (ArtefactVersionRef & { readonly content: unknown })[];
}
/** 勘误: a draft whose every artefact is marked as the patch of a published version, in its next minor version. */
export interface DraftCorrigendum extends CommandFrame, DraftTerms {
  readonly type: 'draft-corrigendum';
  readonly artefacts: readonly (ArtefactVersionRef & { readonly patches: string; readonly content: unknown })[];
}
/** A draft with the content of published versions as new versions: nothing is unpublished. */
export interface DraftRevert extends CommandFrame, DraftTerms {
  readonly type: 'draft-revert';
  readonly artefacts: readonly (ArtefactVersionRef & { readonly restores: string })[];
}
/** 征求意见. */
export interface OpenConsultation extends CommandFrame {
  readonly type: 'open-consultation';
  readonly draftId: string;
  /** Business instant, RFC 3339: comments are taken before it, approvals from it on. */
  readonly until: string;
}
export interface Comment extends CommandFrame {
  readonly type: 'comment';
  readonly draftId: string;
  /** Number of the clause, or what else the comment is about. */
  readonly clause: string;
  readonly text: string;
}
/** 采纳, 部分采纳, 不采纳. */
export const DISPOSITIONS = ['accepted', 'partly-accepted', 'not-accepted'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];
export interface DisposeComment extends CommandFrame {
  readonly type: 'dispose-comment';
  readonly draftId: string;
  /** Number of the comment in the draft, from 1. */
  readonly commentNo: number;
  readonly disposition: Disposition;
}
export interface ApproveDraft extends CommandFrame {
  readonly type: 'approve';
  readonly draftId: string;
  /** Digest of the draft the approver has read, see `draftDigest`. */
  readonly digest: string;
}
export interface PublishDraft extends CommandFrame { readonly type: 'publish'; readonly draftId: string }
export interface AbandonDraft extends CommandFrame { readonly type: 'abandon'; readonly draftId: string }

/** `new-cases`: running cases go on. `all`: they stop as well. */
export const SUSPENSION_SCOPES = ['new-cases', 'all'] as const;
export type SuspensionScope = (typeof SUSPENSION_SCOPES)[number];
/** Suspension, resumption, withdrawal and switches change what is in force, a migration what running cases follow, an erasure destroys what nobody can bring back: the first person proposes, another one confirms. */
export type RegistryAction =
  | { readonly action: 'suspend'; readonly targets: readonly ArtefactVersionRef[]; readonly scope: SuspensionScope }
  | { readonly action: 'resume'; readonly targets: readonly ArtefactVersionRef[] }
  | { readonly action: 'withdraw'; readonly targets: readonly ArtefactVersionRef[] }
  | SwitchAction
  | MigrateAction
  | EraseAction;
export interface SwitchAction extends SwitchSetting { readonly action: 'switch' }
export interface MigrateAction extends MigrationMapping { readonly action: 'migrate'; readonly dryRuns: readonly MigrationDryRun[] }
/** Destroys the personal content of a case, see `ErasureOrder`. */
export interface EraseAction extends ErasureScope { readonly action: 'erase' }
/** Versions that an action is about; none for a switch or an erasure. */
export const targetsOfAction = (action: RegistryAction): readonly ArtefactVersionRef[] => ('targets' in action ? action.targets : []);
export interface ProposeAction extends CommandFrame { readonly type: 'propose-action'; readonly action: RegistryAction }
export interface ConfirmAction extends CommandFrame {
  readonly type: 'confirm-action';
  /** Id of the command that proposed it. */
  readonly actionId: string;
  /** Digest of the action the second person has read, see `actionDigest`. */
  readonly digest: string;
}
export interface DropAction extends CommandFrame { readonly type: 'drop-action'; readonly actionId: string }

/** What a participant says about its own adoption; business dates. */
export type AdoptionStatus =
  | { readonly status: 'ready' }
  | { readonly status: 'adopted'; readonly on: string }
  | { readonly status: 'deferred'; readonly until: string };
export interface DeclareAdoption extends CommandFrame {
  readonly type: 'declare-adoption';
  readonly participant: string;
  readonly version: ArtefactVersionRef;
  readonly adoption: AdoptionStatus;
}
/** A participant's own word on when its system does not answer, in place of what it said before; none: always. One signature is enough, since it binds nobody else. */
export interface DeclareMaintenance extends CommandFrame {
  readonly type: 'declare-maintenance';
  readonly participant: string;
  readonly windows: readonly MaintenanceWindow[];
}
/** How much of a region is to have adopted a version by a date: the named participants, or a share of all. */
export interface AdoptionTarget {
  readonly version: ArtefactVersionRef;
  readonly region: HomeRegion;
  readonly goal: { readonly participants: readonly string[] } | { readonly percent: number };
  readonly by: string;
}
export interface SetTarget extends CommandFrame { readonly type: 'set-target'; readonly target: AdoptionTarget }

export type DraftingCommand = Draft | DraftCorrigendum | DraftRevert;
export type RegistryCommand =
  | DraftingCommand | OpenConsultation | Comment | DisposeComment | ApproveDraft | PublishDraft | AbandonDraft
  | ProposeAction | ConfirmAction | DropAction | DeclareAdoption | DeclareMaintenance | SetTarget;
