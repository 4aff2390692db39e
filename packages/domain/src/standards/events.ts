import type { Worded } from '../flow/model';
import type { ErasureScope } from '../erasure/order';
import type { MaintenanceWindow } from '../maintenance/window';
import type { ArtefactVersion, ArtefactVersionRef } from './artefact';
import type { MigrationMapping } from './migration/order';
import type { Actor, AdoptionStatus, AdoptionTarget, Disposition, RegistryAction } from './commands';

/** What every event of a registry says. One owner's events have one order: numbers from 1 without a gap. */
export interface EventFrame {
  readonly number: number;
  /** Business instant of the decision, RFC 3339; never before the event before. */
  readonly at: string;
  readonly actor: Actor;
  readonly reason: string;
  readonly commandId: string;
  /** What tells a repetition from another command of the same id, see `DecisionContext`. */
  readonly commandDigest: string;
}

/** Where a version came from when it is no new text: the version it patches (勘误) or whose content it restores. */
export interface Derivation { readonly kind: 'corrigendum' | 'revert'; readonly from: string }
export interface DraftedArtefact extends ArtefactVersion { readonly derivation?: Derivation }

/** A draft as people read and approve it. */
export interface DraftText {
  readonly draftId: string;
  readonly title: Worded;
  readonly artefacts: readonly DraftedArtefact[];
  readonly effectiveFrom: string;
  readonly transitionDays: number;
  readonly reviewDue?: string;
}
/** The atomic bundle: a hub installs the whole or none. */
export interface Publication extends DraftText {
  /** Digest that was approved, see `draftDigest`. */
  readonly digest: string;
  /** Business instant, exclusive, see `transitionEnd`. */
  readonly transitionEndsAt: string;
  readonly approvers: readonly Actor[];
}
/** An action takes effect when the second person confirms it. */
interface Confirmed { readonly actionId: string; readonly proposer: Actor }

export type RegistryEventBody =
  | (DraftText & { readonly type: 'drafted' | 'draft-revised'; readonly digest: string })
  | { readonly type: 'consultation-opened'; readonly draftId: string; readonly until: string }
  | { readonly type: 'commented'; readonly draftId: string; readonly commentNo: number; readonly clause: string; readonly text: string; readonly draftDigest: string }
  | { readonly type: 'comment-disposed'; readonly draftId: string; readonly commentNo: number; readonly disposition: Disposition }
  | { readonly type: 'draft-approved'; readonly draftId: string; readonly digest: string }
  | (Publication & { readonly type: 'published' })
  | { readonly type: 'draft-abandoned'; readonly draftId: string }
  | { readonly type: 'action-proposed'; readonly action: RegistryAction; readonly digest: string }
  | { readonly type: 'action-dropped'; readonly actionId: string }
  | (Confirmed & Extract<RegistryAction, { action: 'suspend' }> & { readonly type: 'suspended' })
  | (Confirmed & Extract<RegistryAction, { action: 'resume' }> & { readonly type: 'resumed' })
  | (Confirmed & Extract<RegistryAction, { action: 'withdraw' }> & { readonly type: 'withdrawn' })
  | (Confirmed & Extract<RegistryAction, { action: 'switch' }> & { readonly type: 'switch-set' })
  | (Confirmed & MigrationMapping & { readonly type: 'migration-ordered' })
  | (Confirmed & ErasureScope & { readonly type: 'erasure-ordered' })
  | { readonly type: 'adoption-declared'; readonly participant: string; readonly version: ArtefactVersionRef; readonly adoption: AdoptionStatus }
  | { readonly type: 'maintenance-declared'; readonly participant: string; readonly windows: readonly MaintenanceWindow[] }
  | { readonly type: 'target-set'; readonly target: AdoptionTarget };
export type RegistryEvent = EventFrame & RegistryEventBody;
