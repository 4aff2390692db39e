import { parseFieldType } from '@tongban/domain';
import { z } from 'zod';
import { guard } from './guard';
import { date, label, regexSource, rule, sourced, worded } from './words';

/** Shapes of messages and what they are made of: flow.schema.json, `baseField`, `message`, `codeList`, `recordType`. */
export const upper = z.string().regex(/^[A-Z][A-Z0-9_]*$/);
export const names = z.array(upper).min(1).refine((list) => new Set(list).size === list.length, rule('各项不得重复', 'entries must differ'));
export const fieldId = z.string().regex(/^[a-z][a-z0-9_]*$/);
export const messageId = z.string().regex(/^[A-Z]+(-[A-Z]+)+$/);
export const fieldRef = z.looseObject({ message: messageId, field: fieldId });
const actorKind = z.enum(['agency', 'applicant', 'external', 'hub']);

const baseField = {
  ...worded, id: fieldId, type: z.string().refine((type) => parseFieldType(type) !== undefined, rule('不是字段类型', 'not a field type')), typedBy: fieldId.optional(),
  required: z.boolean(), requiredWhen: guard.optional(), contentPersonal: z.literal(true).optional(),
  pattern: regexSource.optional(), itemPattern: regexSource.optional(), minLength: z.int().nonnegative().optional(), maxLength: z.int().positive().optional(),
  min: z.int().optional(), max: z.int().optional(), maxItems: z.int().positive().optional(), note: z.string().optional(),
} as const;
const messageField = z.strictObject({ ...baseField, personalData: z.boolean() });
const recordField = z.strictObject({ ...baseField, personalData: z.boolean().optional() });

const kinds = z.enum([
  'application', 'request', 'information', 'forwarding', 'decision', 'result', 'dispatch', 'receipt', 'fund-transfer', 'publication', 'acceptance',
  'refusal', 'return', 'supplement-request', 'supplement-response', 'withdrawal', 'reminder', 'dispute', 'settlement', 'progress', 'completion', 'acknowledgement',
]);
const message = { ...worded, messageId, kind: kinds, fields: z.array(messageField).min(1) } as const;
export const flowMessage = z.strictObject({ ...message, from: names, to: names });
export const commonMessage = z.strictObject({ ...message, fromKinds: z.array(actorKind).min(1), toKinds: z.array(actorKind).min(1) });
export const codeList = z.looseObject({
  ...worded, ...sourced, id: z.string().regex(/^[A-Za-z]+$/), values: z.array(z.looseObject({ ...worded, code: label, numberType: label.optional(), effectiveFrom: date.optional(), retiredOn: date.optional() })).min(1),
});
export const recordType = z.looseObject({ ...worded, ...sourced, id: z.string().regex(/^[A-Za-z]+$/), fields: z.array(recordField).min(1) });
export { actorKind };
