import { type FieldFault, decode, fieldFault, v1 } from '@tongban/contracts';
import { type AttachmentRules, attachmentFaults, attachmentRuleOf } from '@tongban/domain';
import type { CaseFacts } from '../case-facts';
import type { Attached } from '../options';

/** What a border or home would say about the files of a message before it is made. */
export function draftFileFaults(rules: AttachmentRules, { caseNo, itemCode }: CaseFacts, attachments: readonly Attached[]): FieldFault[] {
  const foreign = attachments.flatMap((file, index) => (file.caseNo === caseNo ? [] : [fieldFault(`attachments.${index}`, 'attachment.claim-invalid', file.digest, file.digest)]));
  return [...foreign, ...attachmentFaults(attachmentRuleOf(rules, itemCode), attachments)];
}

/** @throws TongbanError `message.malformed`. */
export const claimsOf = (attachments: readonly Attached[]): v1.SignedAttachmentReceipt[] => attachments.map(({ receipt }) => decode(v1.SignedAttachmentReceipt, Buffer.from(receipt, 'base64')));
