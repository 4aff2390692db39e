import { z } from 'zod';
import { deadlineKind, itemCode, rule, sourced, worded } from './words';

const mediaType = z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/);
const count = z.int().positive();
const attachmentRule = z.strictObject({ mediaTypes: z.array(mediaType).min(1), fileBytesMax: count, messageFilesMax: count, messageBytesMax: count, retentionDays: count });

/** What may be attached to messages of an item: rules/attachments.json. */
export const attachmentsFile = z.strictObject({
  ...worded, ...sourced, kind: deadlineKind, default: attachmentRule, items: z.record(itemCode, attachmentRule.partial()), participantBytesMax: count, leaveHours: count,
  /** Media type by the ending of a file's name, for those who have nothing but a file. */
  endings: z.record(z.string().regex(/^[a-z0-9]+$/), mediaType),
}).refine(({ default: { mediaTypes }, items, endings }) => {
  const known = new Set([...mediaTypes, ...Object.values(items).flatMap((item) => item.mediaTypes ?? [])]);
  return Object.values(endings).every((type) => known.has(type));
}, { ...rule('后缀对应的类型须有事项接受', 'the type of an ending must be one that some item takes'), path: ['endings'] });
