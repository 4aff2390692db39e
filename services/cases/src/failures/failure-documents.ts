import { type FailureActionDocument, type FailureDocument, type FailureEditDocument, type FailureGroup, type FailureRow, type RegionCode, type v1, errorTraits, headers, isErrorCode } from '@tongban/contracts';
import { type FailureCause, type ParticipantRecord, failureState, isInHand, waitingEdit } from '@tongban/domain';
import { sha256Hex } from '@tongban/trust';
import type { KnownFailure } from './failure-log';
import { stepOf } from './failure-log';

/** A code of a later release is shown as it is, and acted on by whoever runs the hub. */
const traitsOf = (code: string) => errorTraits(isErrorCode(code) ? code : 'hub.internal');
const wordingOf = (code: string) => {
  const { zh, en } = traitsOf(code);
  return isErrorCode(code) ? { zh, en } : { zh: code, en: code };
};
const instant = (ms: number): string => new Date(Number.isFinite(ms) ? ms : 0).toISOString();

export function failureRow(region: RegionCode, { steps, failedAtMs, kind, caseNo, messageId, sender, itemCode, messageType, undecodable, ...known }: KnownFailure, nowMs: number): FailureRow {
  return {
    region, ...known, failedAt: instant(failedAtMs), state: failureState(steps), inHand: isInHand(steps, nowMs), ...(waitingEdit(steps) !== undefined && { editWaits: true as const }), wording: wordingOf(known.code), retries: steps.filter(({ outcome }) => outcome === 'handled' || outcome === 'failed-again').length,
    kind, ...(caseNo && { caseNo }), ...(messageId && { messageId }), ...(sender && { sender }), ...(itemCode && { itemCode }), ...(messageType && { messageType }), ...(undecodable !== undefined && { undecodable }),
  };
}

export const failureGroup = (region: RegionCode, { code, consumer, count, firstMs, lastMs }: FailureCause): FailureGroup =>
  ({ code, wording: wordingOf(code), consumer, count, firstAt: instant(firstMs), lastAt: instant(lastMs), regions: [region] });

export function actionDocument(action: v1.FailureAction, signed: boolean): FailureActionDocument {
  const { by, reason, at, code, detail } = action;
  const { outcome } = stepOf(action);
  return { action: outcome === 'discarded' ? 'discard' : outcome.startsWith('edit') ? 'edit' : 'retry', by, reason, at, outcome, ...(code && { code }), ...(detail && { detail }), signed };
}

/** The newest correction among the steps; undefined when nobody proposed any. */
export function editDocument(actions: readonly v1.FailureAction[], causationId: string | undefined): FailureEditDocument | undefined {
  const at = actions.findLastIndex((action) => stepOf(action).outcome === 'edit-proposed');
  const proposed = actions[at];
  if (proposed === undefined) return undefined;
  const decided = actions.slice(at + 1).find((action) => ['edited', 'edit-refused'].includes(stepOf(action).outcome));
  return {
    state: decided === undefined ? 'waits' : stepOf(decided).outcome === 'edited' ? 'approved' : 'refused', proposedBy: proposed.by, proposedAt: proposed.at, reason: proposed.reason, ...(decided && { decidedBy: decided.by, decidedAt: decided.at }),
    correction: Buffer.from(proposed.correction).toString('utf8'), digest: sha256Hex(proposed.correction), messageId: proposed.messageId, ...(causationId !== undefined && { causationId }),
  };
}

export interface FailureSurroundings {
  readonly row: FailureRow;
  readonly failed: v1.FailedMessage;
  readonly here: boolean;
  readonly desk?: FailureDocument['desk'] | undefined;
  readonly actions: readonly FailureActionDocument[];
  readonly edit?: FailureEditDocument | undefined;
  readonly template?: FailureDocument['template'];
}

/** Everything known of one, its content and keys excepted. */
export function failureDocument({ row, failed, here, desk, actions, edit, template }: FailureSurroundings): FailureDocument {
  const { layer, side, retryable, nextZh, nextEn } = traitsOf(row.code);
  return {
    ...row, layer, side, retryable, next: { zh: nextZh, en: nextEn }, cause: failed.cause, digest: sha256Hex(failed.original), headers: shownHeaders(failed.headers),
    target: { stream: row.stream, consumer: row.consumer, subject: row.subject, here }, ...(desk && { desk }), actions, ...(edit && { edit }), ...(template && { template }),
  };
}

/** Keys are wrapped, and still nobody's to look at. */
const shownHeaders = (had: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(had).map(([name, value]) => [name, name === headers.wrappedKeys ? `(${value.length})` : value]));

/** The desk for an item, or the one for all others. */
export function deskOf(record: ParticipantRecord | undefined, itemCode: string | undefined): FailureDocument['desk'] | undefined {
  const desk = record?.desks.find(({ itemCodes }) => itemCode !== undefined && itemCodes?.includes(itemCode)) ?? record?.desks.find(({ itemCodes }) => itemCodes === undefined);
  return desk && { zh: desk.zh, en: desk.en, hours: desk.hours, contact: desk.contact, escalation: desk.escalation };
}
