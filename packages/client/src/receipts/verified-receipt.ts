import { type ErrorCode, type FieldFault, TongbanError, encode, isErrorCode, v1 } from '@tongban/contracts';
import { type ReceiptLevelName, type TrustDirectory, readReceipt, receiptLevelName } from '@tongban/trust';
import type { MessageReceipt } from '../options';

/** How far a message has come; REJECTED is no step further. */
const RANK: Readonly<Record<ReceiptLevelName, number>> = { RECEIVED: 1, REGISTERED: 2, DELIVERED: 3, TAKEN: 4, REJECTED: 0 };
export const rankOf = (level: ReceiptLevelName): number => RANK[level];

/** A receipt whose signature is good. */
export interface VerifiedReceipt { readonly signed: v1.SignedReceipt; readonly receipt: v1.Receipt }

/** @param receipt what is inside, when it was decoded already. @throws TongbanError with the code of what is wrong. */
export async function verified(trust: TrustDirectory, signed: v1.SignedReceipt, receipt = readReceipt(signed)): Promise<VerifiedReceipt> {
  const fault = await trust.check(receipt.issuer, signed.receipt, signed.signature, receipt.at);
  if (fault) throw new TongbanError(fault, `a receipt of ${receipt.issuer || 'nobody'} does not verify`);
  return { signed, receipt };
}

/** Codes of a newer hub that this build does not know become the general one; the detail keeps the original. */
function knownCode(code: string, fallback: ErrorCode): ErrorCode {
  return isErrorCode(code) ? code : fallback;
}

export function messageReceipt({ signed, receipt }: VerifiedReceipt): MessageReceipt {
  const level = receiptLevelName(receipt.level);
  const rejected = level === 'REJECTED';
  return {
    level, at: receipt.at, issuer: receipt.issuer, keyId: signed.signature?.keyId ?? '', messageId: receipt.messageId, caseNo: receipt.caseNo,
    logIndex: receipt.logIndex, deliveryNo: receipt.deliveryNo,
    ...(rejected && { code: knownCode(receipt.code, 'recipient.rejected'), detail: isErrorCode(receipt.code) ? receipt.detail : `${receipt.code}: ${receipt.detail}` }),
    faults: receipt.faults.map(({ path, code, zh, en }): FieldFault => ({ path: path ?? '', code: knownCode(code ?? '', 'message.invalid-fields'), zh: zh ?? '', en: en ?? '' })),
    signed: encode(v1.SignedReceipt, signed),
  };
}
