import { type ErrorCode, type FieldFault, TongbanError, encode, isErrorCode, v1 } from '@tongban/contracts';
import { type ReceiptLevelName, type TrustDirectory, receiptLevelName, verifyReceipt } from '@tongban/trust';
import type { MessageReceipt } from '../options';

/** How far a message has come; REJECTED is no step further. */
const RANK: Readonly<Record<ReceiptLevelName, number>> = { RECEIVED: 1, REGISTERED: 2, DELIVERED: 3, TAKEN: 4, REJECTED: 0 };
export const rankOf = (level: ReceiptLevelName): number => RANK[level];

/** The receipt inside a signed one whose signature is good. @throws TongbanError with the code of what is wrong. */
export async function verified(trust: TrustDirectory, signed: v1.SignedReceipt): Promise<v1.Receipt> {
  const { receipt, fault } = await verifyReceipt(trust, signed);
  if (fault) throw new TongbanError(fault, `a receipt of ${receipt.issuer || 'nobody'} does not verify`);
  return receipt;
}

/** Codes of a newer hub that this build does not know become the general one; the detail keeps the original. */
function knownCode(code: string, fallback: ErrorCode): ErrorCode {
  return isErrorCode(code) ? code : fallback;
}

export function messageReceipt(signed: v1.SignedReceipt, receipt: v1.Receipt): MessageReceipt {
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
