import { type FieldFault, TongbanError, fieldFault } from '@tongban/contracts';

/** What may be attached to messages of an item. Data, not code: `rules/attachments.json` of the catalogue. */
export interface AttachmentRule {
  readonly mediaTypes: readonly string[];
  /** Bytes of one file as it is stored. */
  readonly fileBytesMax: number;
  /** Files of one message, and their bytes together. */
  readonly messageFilesMax: number;
  readonly messageBytesMax: number;
  /** Calendar days from its storage until a file is deleted. */
  readonly retentionDays: number;
}
export interface AttachmentRules {
  readonly default: AttachmentRule;
  /** By item code: only what differs. */
  readonly items: Readonly<Record<string, Partial<AttachmentRule>>>;
  /** Bytes that one participant's files may take in its region. */
  readonly participantBytesMax: number;
  /** How long a leave to store a file holds. */
  readonly leaveHours: number;
}

/** What is asked of a file before it is stored. */
export interface AttachmentFacts { readonly size: number; readonly mediaType: string }

export const attachmentRuleOf = ({ default: usual, items }: AttachmentRules, itemCode: string): AttachmentRule => ({ ...usual, ...items[itemCode] });

/** @throws TongbanError `attachment.too-large`, `attachment.type-not-allowed`. */
export function requireAttachable(rule: AttachmentRule, { size, mediaType }: AttachmentFacts): void {
  if (!Number.isSafeInteger(size) || size < 1 || size > rule.fileBytesMax) throw new TongbanError('attachment.too-large', `${size} bytes; 1 to ${rule.fileBytesMax} are taken`);
  if (!rule.mediaTypes.includes(mediaType)) throw new TongbanError('attachment.type-not-allowed', `${mediaType || '(none)'} is none of ${rule.mediaTypes.join(', ')}`);
}

/** What is wrong with the files of one message by the rule of its item, each named by its place: `attachments.0`. */
export function attachmentFaults(rule: AttachmentRule, files: readonly AttachmentFacts[]): FieldFault[] {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return [
    ...(files.length > rule.messageFilesMax || bytes > rule.messageBytesMax
      ? [fieldFault('attachments', 'attachment.too-many', `${files.length}个附件，共${bytes}字节；上限${rule.messageFilesMax}个、${rule.messageBytesMax}字节`, `${files.length} with ${bytes} bytes; at most ${rule.messageFilesMax} with ${rule.messageBytesMax}`)]
      : []),
    ...files.flatMap(({ size, mediaType }, index) => [
      ...(size > rule.fileBytesMax ? [fieldFault(`attachments.${index}`, 'attachment.too-large', `${size}字节，上限${rule.fileBytesMax}`, `${size} bytes, at most ${rule.fileBytesMax}`)] : []),
      ...(rule.mediaTypes.includes(mediaType) ? [] : [fieldFault(`attachments.${index}`, 'attachment.type-not-allowed', mediaType, mediaType)]),
    ]),
  ];
}
