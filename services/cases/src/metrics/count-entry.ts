import { isErrorCode, type v1 } from '@tongban/contracts';
import { count } from '@tongban/telemetry';
import { openMessage, readReceipt, receiptLevelName } from '@tongban/trust';

/** What an entry of a case log says, once it was sent on: each entry is dispatched by one process, seldom twice. */
export function countEntry({ registered, rejected, receipts }: v1.CaseEntry): void {
  if (registered) {
    const { sender, recipient } = openMessage(registered.message ?? new Uint8Array()).envelope;
    count('tongban_receipts_total', { level: 'REGISTERED', by: 'home' });
    count('tongban_deliveries_total', { sender: sender?.participant ?? '', recipient: recipient?.participant ?? '' });
  }
  if (rejected) count('tongban_receipts_total', { level: 'REJECTED', by: 'home' });
  for (const receipt of (receipts?.receipts ?? []).map(readReceipt)) {
    count('tongban_receipts_total', { level: receiptLevelName(receipt.level), by: 'recipient' });
    // Of another system: what is no code of the catalogue is counted as one.
    if (receipt.code) count('tongban_rejections_total', { by: 'recipient', code: isErrorCode(receipt.code) ? receipt.code : 'other' });
  }
}
