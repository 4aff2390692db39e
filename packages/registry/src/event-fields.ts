import type { v1 } from '@tongban/contracts';
import type { DraftedArtefact, RegistryEvent } from '@tongban/domain';
import type { RegistryEntryFields } from '@tongban/trust';
import { sentAdoption, sentTarget, sentTerms } from './command-body';
import { contentBytes } from './contents';
import { sentErasure } from './erasure-wire';
import { sentWindows } from './maintenance-wire';
import { sentMapping, sentMigration } from './migration-wire';
import { DERIVATIONS, DISPOSITIONS_SENT, KINDS, SCOPES, sentRef } from './kinds';
import { sentSwitch } from './switches/switch-fields';

/** What an event needs besides what it says. */
export interface EventParts {
  /** Publications with a flow: canonical JSON of the numbers its flows follow. */
  readonly fieldNumbers?: Uint8Array;
  /** Publications: exact SignedRegistryCommand bytes of those who approved. */
  readonly approvals?: readonly Uint8Array[];
  /** Suspensions, resumptions, withdrawals, switches, migrations, erasures: exact SignedRegistryCommand bytes of who asked. */
  readonly proposal?: Uint8Array;
}

/** An event as an entry carries it; who acted and why are added from the command when the entry is signed. */
export function eventFieldsOf(event: RegistryEvent, { fieldNumbers = new Uint8Array(), approvals = [], proposal = new Uint8Array() }: EventParts): RegistryEntryFields['event'] {
  switch (event.type) {
    case 'drafted': case 'draft-revised': return {
      artefactsDrafted: { terms: sentTerms(event), artefacts: event.artefacts.map((one) => sentDerived(one, one.derivation?.kind === 'revert')), draftDigest: event.digest, revised: event.type === 'draft-revised' },
    };
    case 'consultation-opened': return { consultationOpened: { draftId: event.draftId, until: event.until } };
    case 'commented': return { commentAdded: { draftId: event.draftId, commentNo: event.commentNo, clause: event.clause, text: event.text, draftDigest: event.draftDigest } };
    case 'comment-disposed': return { commentDisposed: { draftId: event.draftId, commentNo: event.commentNo, disposition: DISPOSITIONS_SENT.numberOf(event.disposition) } };
    case 'draft-approved': return { draftApproved: { draftId: event.draftId, draftDigest: event.digest } };
    case 'published': return {
      artefactsPublished: {
        terms: sentTerms(event), artefacts: event.artefacts.map((one) => sentDerived(one, true)), draftDigest: event.digest, transitionEndsAt: event.transitionEndsAt, fieldNumbers, approvals: [...approvals],
      },
    };
    case 'draft-abandoned': return { draftAbandoned: { draftId: event.draftId } };
    case 'action-proposed': {
      if (event.action.action === 'switch') return { actionProposed: { setSwitch: sentSwitch(event.action), actionDigest: event.digest } };
      if (event.action.action === 'erase') return { actionProposed: { erase: sentErasure(event.action), actionDigest: event.digest } };
      if (event.action.action === 'migrate') return { actionProposed: { migrate: sentMigration(event.action), actionDigest: event.digest } };
      const targets = event.action.targets.map(sentRef);
      const asked = event.action.action === 'suspend' ? { suspend: { targets, scope: SCOPES.numberOf(event.action.scope) } } : event.action.action === 'resume' ? { resume: { targets } } : { withdraw: { targets } };
      return { actionProposed: { ...asked, actionDigest: event.digest } };
    }
    case 'action-dropped': return { actionDropped: { actionId: event.actionId } };
    case 'suspended': return { artefactsSuspended: { actionId: event.actionId, proposal, targets: event.targets.map(sentRef), scope: SCOPES.numberOf(event.scope) } };
    case 'resumed': return { artefactsResumed: { actionId: event.actionId, proposal, targets: event.targets.map(sentRef) } };
    case 'withdrawn': return { artefactsWithdrawn: { actionId: event.actionId, proposal, targets: event.targets.map(sentRef) } };
    case 'switch-set': return { switchSet: { actionId: event.actionId, proposal, setting: sentSwitch(event) } };
    case 'migration-ordered': return { casesMigrationOrdered: { actionId: event.actionId, proposal, ...sentMapping(event) } };
    case 'erasure-ordered': return { caseErasureOrdered: { actionId: event.actionId, proposal, erase: sentErasure(event) } };
    case 'adoption-declared': return { adoptionDeclared: { artefact: sentRef(event.version), participant: event.participant, ...sentAdoption(event.adoption) } };
    case 'maintenance-declared': return { maintenanceDeclared: { participant: event.participant, windows: sentWindows(event.windows) } };
    case 'target-set': return { targetSet: sentTarget(event.target) };
  }
}

/** @param whole whether the content goes along; that of a new draft is in its command. */
export function sentDerived({ kind, id, version, digest, content, derivation }: DraftedArtefact, whole: boolean): v1.DerivedVersion.$Properties {
  return {
    artefact: { kind: KINDS.numberOf(kind), id, version, digest, content: whole ? contentBytes(content) : new Uint8Array() },
    ...(derivation !== undefined && { derivation: DERIVATIONS.numberOf(derivation.kind), derivedFrom: derivation.from }),
  };
}
