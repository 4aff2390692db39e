import { type ErrorCode, TongbanError, decode, encode, v1 } from '@tongban/contracts';
import type { TrustDirectory } from './directory';
import type { Signer } from './keys';

export type ReceiptLevelName = 'RECEIVED' | 'REGISTERED' | 'DELIVERED' | 'TAKEN' | 'REJECTED';
const LEVELS: Record<ReceiptLevelName, v1.ReceiptLevel> = {
  RECEIVED: v1.ReceiptLevel.RECEIPT_LEVEL_RECEIVED,
  REGISTERED: v1.ReceiptLevel.RECEIPT_LEVEL_REGISTERED,
  DELIVERED: v1.ReceiptLevel.RECEIPT_LEVEL_DELIVERED,
  TAKEN: v1.ReceiptLevel.RECEIPT_LEVEL_TAKEN,
  REJECTED: v1.ReceiptLevel.RECEIPT_LEVEL_REJECTED,
};
export const receiptLevel = (name: ReceiptLevelName): v1.ReceiptLevel => LEVELS[name];
export function receiptLevelName(level: v1.ReceiptLevel): ReceiptLevelName {
  const found = (Object.keys(LEVELS) as ReceiptLevelName[]).find((name) => LEVELS[name] === level);
  if (!found) throw new TongbanError('message.malformed', `unknown receipt level ${level}`);
  return found;
}

export type ReceiptFields = Omit<v1.Receipt.$Properties, 'level'> & { level: ReceiptLevelName };

/** A receipt signed by whoever makes the claim. */
export async function issueReceipt(signer: Pick<Signer, 'sign'>, fields: ReceiptFields): Promise<v1.SignedReceipt> {
  const receipt = encode(v1.Receipt, { ...fields, level: LEVELS[fields.level] });
  return v1.SignedReceipt.create({ receipt, signature: await signer.sign(receipt) });
}

export const readReceipt = (signed: v1.SignedReceipt.$Properties): v1.Receipt => decode(v1.Receipt, signed.receipt ?? new Uint8Array());

/** The receipt, or the code of what is wrong with its signature. */
export async function verifyReceipt(
  directory: TrustDirectory, signed: v1.SignedReceipt,
): Promise<{ receipt: v1.Receipt; fault?: ErrorCode }> {
  const receipt = readReceipt(signed);
  const fault = await directory.check(receipt.issuer, signed.receipt, signed.signature, receipt.at);
  return fault ? { receipt, fault } : { receipt };
}

/** Receipts travel beside a message as a header. */
export const receiptToHeader = (signed: v1.SignedReceipt.$Properties): string =>
  Buffer.from(encode(v1.SignedReceipt, signed)).toString('base64');
export function receiptFromHeader(value: string): v1.SignedReceipt {
  return decode(v1.SignedReceipt, Buffer.from(value, 'base64'));
}
