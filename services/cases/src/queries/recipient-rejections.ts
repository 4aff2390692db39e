import { type CaseEntryDocument, type RecipientRejectionDocument, type SideName, v1 } from '@tongban/contracts';
import { openMessage, readReceipt } from '@tongban/trust';
import type { CaseRecord, MessageRecord } from '../record/case-record';
import { faultsOf } from './receipt-document';
import { statesOf } from './track-documents';

interface Shown { readonly recipientRejections?: readonly RecipientRejectionDocument[] }
const shown = (rejections: readonly RecipientRejectionDocument[]): Shown => (rejections.length > 0 ? { recipientRejections: rejections } : {});

/** Every message of the case that its recipient rejected, oldest first. */
export const rejectionsOfCase = (record: CaseRecord): Shown => shown(record.registeredMessages.flatMap((message) => rejectionOf(record, message)));

export const rejectionsOfMessage = (record: CaseRecord, message: MessageRecord): Shown => shown(rejectionOf(record, message));

/** Those that an entry of the log brought, and where the case was afterwards if it went back. */
export function rejectionsAmong(record: CaseRecord, { rejections, tracks }: v1.ReceiptsRecorded.$Properties): Shown & Pick<CaseEntryDocument, 'states'> {
  const numbers = new Set((rejections ?? []).map(({ deliveryNo }) => deliveryNo));
  const messages = record.registeredMessages.filter(({ deliveryNo }) => numbers.has(deliveryNo));
  const returned = messages.some(({ rejection }) => rejection === 'returned');
  return { ...shown(messages.flatMap((message) => rejectionOf(record, message))), ...(returned && { states: statesOf(tracks) }) };
}

function rejectionOf(record: CaseRecord, { rejection: effect, later, messageId, sender, deliveryNo, logIndex }: MessageRecord): RecipientRejectionDocument[] {
  const receipt = effect && later.map(readReceipt).find(({ level }) => level === v1.ReceiptLevel.RECEIPT_LEVEL_REJECTED);
  if (!receipt) return [];
  const { messageType } = openMessage(record.entries[logIndex - 1]?.entry.registered?.message ?? new Uint8Array()).envelope;
  const side: SideName = record.sideOf(sender) ?? 'opener';
  return [{ messageId, messageType, side, deliveryNo, effect, at: receipt.at, code: receipt.code, faults: faultsOf(receipt) }];
}
