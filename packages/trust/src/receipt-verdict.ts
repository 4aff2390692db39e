import { ENVIRONMENTS, type EnvironmentCode, type ErrorCode, TongbanError, decode, owners, v1 } from '@tongban/contracts';
import { sha256Hex } from './digest';
import type { TrustDirectory } from './directory';
import { type ReceiptLevelName, readReceipt, receiptLevelName } from './receipts';
import { openMessage } from './signed-message';

/** What whoever kept a receipt says it is about; what is absent is not known to it. */
export interface ReceiptSubject {
  readonly caseNo?: string;
  readonly messageId?: string;
  /** Participants. */
  readonly sender?: string;
  readonly recipient?: string;
  /** SHA-256 of the exact SignedMessage bytes, hex. */
  readonly digest?: string;
}
/** A receipt as it is shown to be judged. */
export interface ShownReceipt {
  /** SignedReceipt bytes. */
  readonly signed: Uint8Array;
  /** The exact SignedMessage bytes, where they are at hand. */
  readonly message?: Uint8Array;
  readonly about?: ReceiptSubject;
}
export interface ReceiptVerdict {
  /** Empty for bytes that are no receipt, as are the words after it. */
  readonly level: ReceiptLevelName | '';
  readonly caseNo: string;
  readonly messageId: string;
  readonly issuer: string;
  readonly keyId: string;
  /** Business instant of the claim. */
  readonly at: string;
  /** REJECTED only. */
  readonly code?: string;
  /** What its digest was held against: the message itself, what its keeper says the message's is, or nothing. */
  readonly digest: 'message' | 'stated' | 'not-at-hand';
  /** The first thing that is wrong; absent when the receipt proves what it says. */
  readonly fault?: { readonly code: ErrorCode; readonly detail: string };
}
export interface VerdictContext {
  /** Keys as of any instant: with published records followed, those that counted then. */
  readonly directory: TrustDirectory;
  readonly environment: EnvironmentCode;
  /** Region of a participant; undefined for one that does not exist. */
  readonly regionOf: (participant: string) => string | undefined;
  /** Home of a case by its number; undefined for what is no case number. */
  readonly homeOf: (caseNo: string) => string | undefined;
}

/**
 * Whether a receipt proves what it says, by nothing but itself, the keys and the message: signed by who it names with a key that counted at the time of the claim, by one whose claim it is
 * (the border of the sender receives, the home of the case registers, the recipient says what reached it; each of them may reject), and about exactly these bytes. Never throws.
 */
export async function judgeReceipt(shown: ShownReceipt, context: VerdictContext): Promise<ReceiptVerdict> {
  let opened: { readonly signed: v1.SignedReceipt; readonly receipt: v1.Receipt; readonly level: ReceiptLevelName };
  try {
    const signed = v1.SignedReceipt.create(decode(v1.SignedReceipt, shown.signed));
    const receipt = readReceipt(signed);
    opened = { signed, receipt, level: receiptLevelName(receipt.level) };
  } catch (cause) {
    const { code, message } = TongbanError.from(cause);
    return { level: '', caseNo: '', messageId: '', issuer: '', keyId: '', at: '', digest: 'not-at-hand', fault: { code, detail: message } };
  }
  const { signed, receipt, level } = opened;
  const subject = subjectOf(shown);
  const fault = subject instanceof TongbanError ? { code: subject.code, detail: subject.message } : (await faultOfClaim(signed, receipt, level, subject, context)) ?? faultOfSubject(receipt, subject);
  return {
    level, caseNo: receipt.caseNo, messageId: receipt.messageId, issuer: receipt.issuer, keyId: signed.signature?.keyId ?? '', at: receipt.at, ...(level === 'REJECTED' && { code: receipt.code }),
    digest: shown.message ? 'message' : shown.about?.digest === undefined ? 'not-at-hand' : 'stated', ...(fault && { fault }),
  };
}

/** The message speaks for itself; what its keeper says beside it must fit it too. Bytes that are no message, and were rejected for it, have a digest all the same. */
function subjectOf({ message, about = {} }: ShownReceipt): ReceiptSubject | TongbanError {
  if (message === undefined) return about;
  const digest = sha256Hex(message);
  if (about.digest !== undefined && about.digest !== digest) return new TongbanError('receipt.other-message', 'the message that was kept is not the one that its keeper names');
  try {
    const { caseNo, messageId, sender, recipient } = openMessage(message).envelope;
    return { caseNo, messageId, sender: sender?.participant ?? '', recipient: recipient?.participant ?? '', digest };
  } catch {
    return { digest };
  }
}

async function faultOfClaim(
  signed: v1.SignedReceipt, receipt: v1.Receipt, level: ReceiptLevelName, about: ReceiptSubject, { directory, environment, regionOf, homeOf }: VerdictContext,
): Promise<ReceiptVerdict['fault']> {
  const code = await directory.check(receipt.issuer, signed.receipt, signed.signature, receipt.at);
  if (code) return { code, detail: `${level} of ${receipt.issuer || 'nobody'} by key ${signed.signature?.keyId || '(none)'} at ${receipt.at || '(no time)'}` };
  if (receipt.environment !== ENVIRONMENTS[environment]) return { code: 'message.wrong-environment', detail: `${level} is of another environment than ${environment}` };
  const [region, home] = [regionOf(receipt.sender), homeOf(receipt.caseNo)];
  const hubs = [...(region === undefined ? [] : [{ owner: owners.hub(region), levels: ['RECEIVED', 'REJECTED'] }]), ...(home === undefined ? [] : [{ owner: owners.hub(home), levels: ['REGISTERED', 'REJECTED'] }])];
  const isHubs = hubs.some(({ owner, levels }) => owner === receipt.issuer && levels.includes(level));
  const isRecipients = ['DELIVERED', 'TAKEN', 'REJECTED'].includes(level) && isRecipient(receipt, about);
  return isHubs || isRecipients ? undefined : { code: 'receipt.not-entitled', detail: `${level} by ${receipt.issuer}` };
}

/** Who else the message was for is not known without it; its sender is not its recipient. */
const isRecipient = ({ issuer, sender }: v1.Receipt, { recipient }: ReceiptSubject): boolean =>
  (recipient === undefined ? issuer.startsWith(owners.participant('')) && issuer !== owners.participant(sender) : issuer === owners.participant(recipient));

function faultOfSubject(receipt: v1.Receipt, about: ReceiptSubject): ReceiptVerdict['fault'] {
  const found: ReceiptSubject = { digest: Buffer.from(receipt.messageDigest).toString('hex'), messageId: receipt.messageId, caseNo: receipt.caseNo, sender: receipt.sender };
  // A border also refuses what somebody else's name stands in: then the receipt names who brought it.
  const names = receipt.level === v1.ReceiptLevel.RECEIPT_LEVEL_REJECTED ? (['digest', 'messageId', 'caseNo'] as const) : (['digest', 'messageId', 'caseNo', 'sender'] as const);
  const [other] = names.filter((name) => about[name] !== undefined && about[name] !== found[name]);
  return other === undefined ? undefined : { code: 'receipt.other-message', detail: `it names another ${other}: ${found[other] || '(none)'}` };
}
