import { randomUUID } from 'node:crypto';
import { AUDIT_OK, TongbanError, v1 } from '@tongban/contracts';
import { failureState, readCorrection, waitingEdit } from '@tongban/domain';
import { SequenceConflict } from '@tongban/messaging';
import { sha256 } from '@tongban/trust';
import type { FailureActionFields } from '@tongban/trust';
import { type FailureLog, type KnownFailure, stepOf } from './failure-log';

const OUTCOME = v1.FailureOutcome;
const KIND = v1.FailureActionKind;
/** What participants send: of anything else nobody could send a new one. */
const SENT: ReadonlySet<string> = new Set(['message', 'entry']);

export interface ProposedEdit { readonly failureSequence: number; readonly by: string; readonly reason: string; readonly correction: Uint8Array; readonly known: KnownFailure | undefined }

/**
 * A correction of a failed message: a new message with an id of its own and the original as its cause. One person proposes it, another approves what they saw; the approval closes the original in the same step, under the append
 * check, so that it can neither be retried nor corrected twice. Its sender sends it: a hub signs for nobody.
 */
export class FailureEdits {
  constructor(private readonly log: FailureLog, private readonly personalNames: readonly string[]) {}

  /** @param after sequence of the last step. @throws TongbanError `query.invalid`, `failure.edit-personal`, `failure.edit-unsuited`, `failure.in-hand`. */
  async propose(after: number, { failureSequence, by, reason, correction, known }: ProposedEdit): Promise<string> {
    if (known === undefined || known.sender === undefined || !SENT.has(known.kind)) throw new TongbanError('failure.edit-unsuited', `failed message ${failureSequence} is no message of a participant`);
    readCorrection(correction, this.personalNames);
    await this.record(after, { failureSequence, action: KIND.FAILURE_ACTION_KIND_EDIT_PROPOSE, by, reason, at: now(), outcome: OUTCOME.FAILURE_OUTCOME_EDIT_PROPOSED, correction, messageId: randomUUID() });
    return AUDIT_OK;
  }

  /** @param digest of the correction that was seen. @throws TongbanError `failure.closed`, `failure.edit-none`, `failure.edit-same-person`, `failure.edit-other`, `failure.in-hand`. */
  async approve(failureSequence: number, { by, reason, digest }: { readonly by: string; readonly reason: string; readonly digest: Uint8Array }): Promise<string> {
    const { after, proposal } = await this.waiting(failureSequence);
    if (proposal.by === by) throw new TongbanError('failure.edit-same-person', `${by} proposed it`);
    const correctionDigest = sha256(proposal.correction);
    if (!Buffer.from(digest).equals(correctionDigest)) throw new TongbanError('failure.edit-other', `the correction on record is ${Buffer.from(correctionDigest).toString('hex')}`);
    await this.record(after, { failureSequence, action: KIND.FAILURE_ACTION_KIND_EDIT_APPROVE, by, reason, at: now(), outcome: OUTCOME.FAILURE_OUTCOME_EDITED, correctionDigest });
    return AUDIT_OK;
  }

  /** By anybody, whoever proposed it included. @throws TongbanError `failure.closed`, `failure.edit-none`, `failure.in-hand`. */
  async refuse(failureSequence: number, { by, reason }: { readonly by: string; readonly reason: string }): Promise<string> {
    const { after } = await this.waiting(failureSequence);
    await this.record(after, { failureSequence, action: KIND.FAILURE_ACTION_KIND_EDIT_REFUSE, by, reason, at: now(), outcome: OUTCOME.FAILURE_OUTCOME_EDIT_REFUSED });
    return AUDIT_OK;
  }

  private async waiting(failureSequence: number): Promise<{ readonly after: number; readonly proposal: v1.FailureAction }> {
    const steps = await this.log.steps(failureSequence);
    const known = steps.map(({ action }) => stepOf(action));
    const state = failureState(known);
    if (state !== 'open') throw new TongbanError('failure.closed', `failed message ${failureSequence} is ${state}`);
    const at = waitingEdit(known);
    if (at === undefined) throw new TongbanError('failure.edit-none', `no correction of failed message ${failureSequence} waits`);
    return { after: steps.at(-1)!.sequence, proposal: steps[at]!.action };
  }

  private record(after: number, fields: FailureActionFields & { readonly failureSequence: number }): Promise<number> {
    return this.log.append(after, fields).catch((error: unknown) => {
      if (error instanceof SequenceConflict) throw new TongbanError('failure.in-hand', `somebody else acted on failed message ${fields.failureSequence} first`, [], { cause: error });
      throw error;
    });
  }
}

const now = (): string => new Date().toISOString();
