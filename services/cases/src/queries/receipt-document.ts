import { type FieldFault, type ReceiptDocument, isErrorCode, type v1 } from '@tongban/contracts';
import { readReceipt, receiptLevelName } from '@tongban/trust';

export function receiptDocument(signed: v1.SignedReceipt.$Properties): ReceiptDocument {
  const receipt = readReceipt(signed);
  return {
    level: receiptLevelName(receipt.level), at: receipt.at, issuer: receipt.issuer, keyId: signed.signature?.keyId ?? '',
    ...(receipt.code && { code: receipt.code, detail: receipt.detail, faults: faultsOf(receipt) }),
  };
}

/** Faults of a REJECTED; codes of a newer system that this build does not know become the general one. */
export const faultsOf = (receipt: v1.Receipt): FieldFault[] => receipt.faults.map(({ path, code, zh, en }) => ({
  path: path ?? '', code: code && isErrorCode(code) ? code : ('hub.internal' as const), zh: zh ?? '', en: en ?? '',
}));
