import { encode, v1 } from '@tongban/contracts';
import { openMessage } from '@tongban/trust';
import { type CaseRecord, type EntryRecord, type MessageRecord, receiptsOf } from '../record/case-record';

/** A page with messages stays well below what a broker takes; one message alone always fits. */
const PAGE_BYTES_MAX = 2 * 1024 * 1024;

/** Receipts of a case from a position of its log on: to an operator with digests alone, to a party with the messages it was given or sent. */
export function caseReceiptsPage(record: CaseRecord, participant: string, afterLogIndex: number): v1.CaseReceiptsPage {
  const messages: v1.MessageReceipts.$Properties[] = [];
  let bytes = 0;
  for (const shown of record.entries) {
    if (shown.message === undefined || shown.entry.logIndex <= afterLogIndex || isNobodyElses(shown.message, participant)) continue;
    const one = messageReceipts(shown, shown.message, participant);
    bytes += encode(v1.MessageReceipts, one).length;
    if (messages.length > 0 && bytes > PAGE_BYTES_MAX) return v1.CaseReceiptsPage.create({ messages, next: messages.at(-1)!.logIndex ?? 0 });
    messages.push(one);
  }
  return v1.CaseReceiptsPage.create({ messages });
}

/** What was rejected is between the hub and its sender. */
const isNobodyElses = ({ kind, sender }: MessageRecord, participant: string): boolean => kind === 'rejected' && participant !== '' && sender !== participant;

function messageReceipts({ entry }: EntryRecord, message: MessageRecord, participant: string): v1.MessageReceipts.$Properties {
  const { sender, messageId, digestHex, logIndex } = message;
  const data = (entry.registered ?? entry.rejected)?.message ?? new Uint8Array();
  return {
    logIndex, messageDigest: Buffer.from(digestHex, 'hex'), sender, recipient: recipientIn(data), messageId, receipts: receiptsOf(message),
    ...(participant !== '' && { message: data }),
  };
}

function recipientIn(message: Uint8Array): string {
  try {
    return openMessage(message).envelope.recipient?.participant ?? '';
  } catch {
    return '';
  }
}
