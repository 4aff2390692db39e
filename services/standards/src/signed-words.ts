import { decode, v1 } from '@tongban/contracts';

/**
 * The exact signed commands that a publication or a confirmed action brings along: approvals of the present text of each open draft, and
 * proposals that wait. Read from the own log; bounded as open drafts and pending actions are.
 */
export class SignedWords {
  private readonly byDraft = new Map<string, Uint8Array[]>();
  private readonly byAction = new Map<string, Uint8Array>();

  /** The next entry of the own log. */
  take(bytes: Uint8Array): void {
    const signed = decode(v1.SignedRegistryEntry, bytes);
    const event = decode(v1.RegistryEvent, signed.event);
    switch (event.body) {
      // A new text has no approvals.
      case 'artefactsDrafted': this.byDraft.delete(event.artefactsDrafted?.terms?.draftId ?? ''); return;
      case 'draftApproved': {
        const draftId = event.draftApproved?.draftId ?? '';
        this.byDraft.set(draftId, [...(this.byDraft.get(draftId) ?? []), signed.command]);
        return;
      }
      case 'artefactsPublished': this.byDraft.delete(event.artefactsPublished?.terms?.draftId ?? ''); return;
      case 'draftAbandoned': this.byDraft.delete(event.draftAbandoned?.draftId ?? ''); return;
      case 'actionProposed': this.byAction.set(event.commandId, signed.command); return;
      case 'actionDropped': this.byAction.delete(event.actionDropped?.actionId ?? ''); return;
      case 'artefactsSuspended': case 'artefactsResumed': case 'artefactsWithdrawn': case 'switchSet': case 'casesMigrationOrdered': case 'caseErasureOrdered':
        this.byAction.delete((event.artefactsSuspended ?? event.artefactsResumed ?? event.artefactsWithdrawn ?? event.switchSet ?? event.casesMigrationOrdered ?? event.caseErasureOrdered)?.actionId ?? '');
    }
  }

  approvalsOf(draftId: string): readonly Uint8Array[] {
    return this.byDraft.get(draftId) ?? [];
  }
  proposalOf(actionId: string): Uint8Array | undefined {
    return this.byAction.get(actionId);
  }
}
