import type { Catalogue } from '@tongban/catalogue';
import { type EnvironmentCode, type ErrorCode, TongbanError, headers, owners, v1 } from '@tongban/contracts';
import { parseCaseNumber } from '@tongban/domain';
import { type OpenedMessage, type TrustDirectory, checkMessage, openMessage, receiptFromHeader } from '@tongban/trust';
import { ENVIRONMENTS } from '@tongban/contracts';
import { type VerifiedReceipt, verified } from '../receipts/verified-receipt';
import type { ProfileOf } from '../waived-materials';

export interface CheckContext {
  readonly environment: EnvironmentCode;
  readonly participant: string;
  readonly catalogue: Catalogue;
  readonly trust: TrustDirectory;
  readonly profileOf?: ProfileOf;
}
/** A message that its home registered, for this participant, about exactly these bytes. */
export interface CheckedDelivery {
  readonly opened: OpenedMessage;
  readonly own: boolean;
  readonly registration: VerifiedReceipt;
  /** RECEIVED by the border of the sender's region, as it came along; verified where it is entered. */
  readonly received?: v1.SignedReceipt;
  /** Base64 WrappedKeys, as they came along; judged where the sealed part is opened. */
  readonly wrappedKeys?: string;
  /** The sender's signature is not good although its home took it. */
  readonly fault?: ErrorCode;
}

/** Whether these are the very bytes that this store signed and sent. */
export type IsOwnMessage = (messageId: string, digest: Buffer) => Promise<boolean>;

/**
 * Trusts nobody: home's REGISTERED must be about these bytes and signed by the home of the case, and the sender must have
 * signed the message, which needs no proof of bytes that were signed here. @throws TongbanError when home's claim is not good; then it is no delivery at all.
 */
export async function checkDelivery(bytes: Uint8Array, header: Readonly<Record<string, string>>, context: CheckContext, isOwnMessage: IsOwnMessage): Promise<CheckedDelivery> {
  const opened = openMessage(bytes);
  const { envelope } = opened;
  const value = header[headers.registered];
  if (!value) throw new TongbanError('signature.missing', 'a delivery without REGISTERED');
  const registration = await verified(context.trust, receiptFromHeader(value));
  const registered = registration.receipt;
  const number = parseCaseNumber(envelope.caseNo);
  if (!number) throw new TongbanError('case.number-invalid', 'the case number does not parse');
  const home = owners.hub(context.catalogue.divisions.regionOf(number.division));
  if (registered.level !== v1.ReceiptLevel.RECEIPT_LEVEL_REGISTERED || registered.issuer !== home) throw new TongbanError('signature.unknown-key', `not registered by ${home}`);
  if (!Buffer.from(registered.messageDigest).equals(opened.digest)) throw new TongbanError('digest.mismatch', 'REGISTERED is about other bytes');
  if (registered.caseNo !== envelope.caseNo || registered.messageId !== envelope.messageId || registered.deliveryNo < 1)
    throw new TongbanError('envelope.invalid', 'REGISTERED is about another message');
  if (registered.environment !== ENVIRONMENTS[context.environment] || envelope.environment !== registered.environment)
    throw new TongbanError('message.wrong-environment', 'a delivery of another environment');
  const [sender, recipient] = [envelope.sender?.participant ?? '', envelope.recipient?.participant ?? ''];
  if (sender !== context.participant && recipient !== context.participant) throw new TongbanError('sender.not-party', `a message from ${sender} to ${recipient}`);
  const own = sender === context.participant;
  const fault = own && (await isOwnMessage(envelope.messageId, opened.digest)) ? undefined : await checkMessage(context.trust, opened, registered.at);
  return {
    opened, own, registration,
    ...(header[headers.received] && { received: receiptFromHeader(header[headers.received]!) }), ...(header[headers.wrappedKeys] && { wrappedKeys: header[headers.wrappedKeys]! }), ...(fault && { fault }),
  };
}
