import { type SideName, v1 } from '@tongban/contracts';
import { type CaseState, type RejectionEffect, recordDelivery, rejectByRecipient } from '@tongban/domain';

const { RECEIPT_LEVEL_DELIVERED, RECEIPT_LEVEL_REJECTED, RECEIPT_LEVEL_TAKEN } = v1.ReceiptLevel;

/** One receipt of a recipient about a registered message of the other side. */
export interface RecipientReceipt {
  readonly receipt: v1.Receipt;
  /** Number of the message in the case. */
  readonly deliveryNo: number;
  /** Side of the recipient. */
  readonly side: SideName;
  /** Receipts of recipients about the message that were recorded before. */
  readonly before: readonly v1.Receipt[];
}

/**
 * What a receipt does to the case: DELIVERED starts the clocks that waited for it, REJECTED may send the case back. Who said
 * that its handler had finished cannot have the message rejected after that. `effect` is there for REJECTED only.
 */
export function takeReceipt(state: CaseState, { receipt, deliveryNo, side, before }: RecipientReceipt, recordedAt: string): { state: CaseState; effect?: RejectionEffect } {
  if (receipt.level === RECEIPT_LEVEL_DELIVERED) return { state: recordDelivery(state, { deliveryNo, side, deliveredAt: receipt.at }) };
  if (receipt.level !== RECEIPT_LEVEL_REJECTED) return { state };
  if (before.some(({ level }) => level === RECEIPT_LEVEL_TAKEN)) return { state, effect: 'too-late' };
  return rejectByRecipient(state, { deliveryNo, recordedAt });
}

const { REJECTION_EFFECT_RETURNED, REJECTION_EFFECT_TOO_LATE, REJECTION_EFFECT_NOTHING_MOVED } = v1.RejectionEffect;
export const EFFECTS: Readonly<Record<RejectionEffect, v1.RejectionEffect>> = {
  returned: REJECTION_EFFECT_RETURNED, 'too-late': REJECTION_EFFECT_TOO_LATE, 'nothing-moved': REJECTION_EFFECT_NOTHING_MOVED,
};
