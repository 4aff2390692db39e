import { createHash } from 'node:crypto';
import { type EnvironmentCode, type ErrorCode, type FieldFault, TongbanError, decode, encode, fieldFault, owners, v1 } from '@tongban/contracts';
import type { TrustDirectory } from './directory';
import type { Signer } from './keys';
import { STATEMENTS, refuseOtherStatement } from './registry-statements';

/** The same file of the same case is the same one, so that an upload that broke off goes on where it was. */
export const attachmentFileId = (environment: EnvironmentCode, { participant, caseNo, digest }: { readonly participant: string; readonly caseNo: string; readonly digest: Uint8Array }): string =>
  createHash('sha256').update([environment, participant, caseNo, Buffer.from(digest).toString('hex')].join('|')).digest('hex').slice(0, 32);

export type AttachmentReceiptFields = Omit<v1.AttachmentReceipt.$Properties, 'statement' | 'issuer'> & { readonly region: string };

/** A decoded 64-bit number is an object; sizes are well below 2^53, and what is not would fail every limit. */
const withPlainSize = (file: v1.AttachmentFile.$Properties | null | undefined): v1.AttachmentFile | undefined => (file ? v1.AttachmentFile.create({ ...file, size: Number(file.size ?? 0) }) : undefined);

/** Leave to store a file, by the hub of `region`. */
export async function signAttachmentLeave(signer: Signer, { region, ...fields }: Omit<v1.AttachmentLeave.$Properties, 'statement' | 'issuer'> & { readonly region: string }): Promise<v1.SignedAttachmentLeave> {
  const leave = encode(v1.AttachmentLeave, { ...fields, statement: STATEMENTS.attachmentLeave, issuer: owners.hub(region) });
  return v1.SignedAttachmentLeave.create({ leave, signature: await signer.sign(leave) });
}

/**
 * The leave, when the hub of `region` gave it to `participant` and it holds at `at` (a business instant). @throws TongbanError `attachment.leave-invalid`,
 * `message.malformed`.
 */
export async function verifyAttachmentLeave(
  directory: TrustDirectory, signed: v1.SignedAttachmentLeave.$Properties | null | undefined,
  { environment, region, participant, at }: { readonly environment: EnvironmentCode; readonly region: string; readonly participant: string; readonly at: string },
): Promise<v1.AttachmentLeave & { readonly file: v1.AttachmentFile }> {
  const bytes = signed?.leave ?? new Uint8Array();
  const leave = decode(v1.AttachmentLeave, bytes);
  const { issuer, expiresAt } = leave;
  const file = withPlainSize(leave.file);
  if (bytes.length > 0) refuseOtherStatement(leave, STATEMENTS.attachmentLeave);
  const fault = file && issuer === owners.hub(region) && leave.environment === environment ? await directory.check(issuer, bytes, signed?.signature, leave.issuedAt) : 'signature.other-owner';
  if (!file || fault) throw new TongbanError('attachment.leave-invalid', `it is not signed by the hub of ${region}`);
  if (file.participant !== participant) throw new TongbanError('attachment.leave-invalid', `it was given to ${file.participant ?? ''}`);
  if (!(Date.parse(expiresAt) >= Date.parse(at))) throw new TongbanError('attachment.leave-invalid', `it held until ${expiresAt}`);
  return Object.assign(leave, { file });
}

/** That the region has a whole file on disk. */
export async function signAttachmentReceipt(signer: Signer, { region, ...fields }: AttachmentReceiptFields): Promise<v1.SignedAttachmentReceipt> {
  const receipt = encode(v1.AttachmentReceipt, { ...fields, statement: STATEMENTS.attachmentReceipt, issuer: owners.hub(region) });
  return v1.SignedAttachmentReceipt.create({ receipt, signature: await signer.sign(receipt) });
}

/** Decodes without trusting. @throws TongbanError `message.malformed`. */
export function readAttachmentReceipt(signed: v1.SignedAttachmentReceipt.$Properties): v1.AttachmentReceipt & { readonly file: v1.AttachmentFile } {
  const receipt = decode(v1.AttachmentReceipt, signed.receipt ?? new Uint8Array());
  refuseOtherStatement(receipt, STATEMENTS.attachmentReceipt);
  const file = withPlainSize(receipt.file);
  if (!file || file.digest.length !== 32 || !(file.size > 0) || file.chunkBytes === 0) throw new TongbanError('message.malformed', 'a receipt of a file names its digest, size and chunks');
  return Object.assign(receipt, { file });
}

/** Undefined when the hub of `region` signed it in this environment; else what is wrong. */
export async function attachmentReceiptFault(
  directory: TrustDirectory, signed: v1.SignedAttachmentReceipt.$Properties, { environment, region }: { readonly environment: EnvironmentCode; readonly region: string },
): Promise<ErrorCode | undefined> {
  const receipt = readAttachmentReceipt(signed);
  if (receipt.issuer !== owners.hub(region) || receipt.environment !== environment) return 'signature.other-owner';
  return directory.check(receipt.issuer, signed.receipt ?? new Uint8Array(), signed.signature, receipt.storedAt);
}

/**
 * The files that a message carries, each as its receipt has it, and what is wrong with the claims, by their place: `attachments.0`. Every one must have been stored by the hub of
 * `region`, where the sender is, for this case and between these two. Whether it is still there is for whoever keeps it.
 */
export async function checkAttachmentClaims(
  directory: TrustDirectory, { attachments, caseNo, itemCode, sender, recipient }: v1.Envelope, place: { readonly environment: EnvironmentCode; readonly region: string },
): Promise<{ readonly files: readonly v1.AttachmentFile[]; readonly faults: readonly FieldFault[] }> {
  const files: v1.AttachmentFile[] = [];
  const faults: FieldFault[] = [];
  for (const [index, signed] of attachments.entries()) {
    const wrong = (why: string): void => void faults.push(fieldFault(`attachments.${index}`, 'attachment.claim-invalid', why, why));
    try {
      const { file } = readAttachmentReceipt(signed);
      const fault = await attachmentReceiptFault(directory, signed, place);
      const isOfMessage = file.caseNo === caseNo && file.itemCode === itemCode && file.participant === sender?.participant && file.recipient === recipient?.participant;
      if (fault) wrong(fault);
      else if (!isOfMessage) wrong(`${digestName(file.digest)}: ${file.caseNo}, ${file.participant} → ${file.recipient}`);
      else files.push(file);
    } catch (cause) {
      wrong(TongbanError.from(cause).code);
    }
  }
  return { files, faults };
}

/** Of what the file says when it is unsealed. */
export const plainDigest = ({ seal, digest }: v1.AttachmentFile): Uint8Array => (seal?.digest?.length === 32 ? seal.digest : digest);

/** As people and fields of messages name a file. */
export const digestName = (digest: Uint8Array): string => `sha256:${Buffer.from(digest).toString('hex')}`;

export type AttachmentPullFields = Omit<v1.AttachmentPull.$Properties, 'statement'> & { readonly region: string };

/** The hub of `region` fetches a file. */
export async function signAttachmentPull(signer: Signer, fields: AttachmentPullFields): Promise<v1.SignedAttachmentPull> {
  const pull = encode(v1.AttachmentPull, { ...fields, statement: STATEMENTS.attachmentPull });
  return v1.SignedAttachmentPull.create({ pull, signature: await signer.sign(pull) });
}

/** @throws TongbanError `query.forbidden` for what the hub of the region it names did not sign, or long ago. @param withinMs how far its time may be from `at`. */
export async function verifyAttachmentPull(
  directory: TrustDirectory, signed: v1.SignedAttachmentPull.$Properties | null | undefined, { environment, at, withinMs }: { readonly environment: EnvironmentCode; readonly at: string; readonly withinMs: number },
): Promise<v1.AttachmentPull> {
  const bytes = signed?.pull ?? new Uint8Array();
  const pull = decode(v1.AttachmentPull, bytes);
  const fault = pull.statement === STATEMENTS.attachmentPull && pull.environment === environment ? await directory.check(owners.hub(pull.region), bytes, signed?.signature, pull.issuedAt) : 'signature.missing';
  if (fault || !(Math.abs(Date.parse(at) - Date.parse(pull.issuedAt)) <= withinMs)) throw new TongbanError('query.forbidden', 'files are given to the hub whose participant they are for');
  return pull;
}

/** What is left of a file that was deleted. */
export async function signAttachmentDeletion(signer: Signer, { region, ...fields }: Omit<v1.AttachmentDeletion.$Properties, 'statement' | 'issuer'> & { readonly region: string }): Promise<Uint8Array> {
  const deletion = encode(v1.AttachmentDeletion, { ...fields, statement: STATEMENTS.attachmentDeletion, issuer: owners.hub(region) });
  return encode(v1.SignedAttachmentDeletion, { deletion, signature: await signer.sign(deletion) });
}
export function readAttachmentDeletion(bytes: Uint8Array): v1.AttachmentDeletion {
  const deletion = decode(v1.AttachmentDeletion, decode(v1.SignedAttachmentDeletion, bytes).deletion);
  return Object.assign(deletion, { file: withPlainSize(deletion.file) });
}
