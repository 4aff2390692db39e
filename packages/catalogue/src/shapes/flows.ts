import { z } from 'zod';
import { guard } from './guard';
import { actorKind, codeList, commonMessage, fieldRef, flowMessage, messageId, names, recordType, upper } from './messages';
import { confidence, dataFile, deadlineKind, itemCode, label, mode, rule, sourced, worded } from './words';

/** The shape of flows, formatVersion 2: flow.schema.json. What a shape cannot say is checked by the domain's `checkFlow`. */
const trackId = z.string().regex(/^[a-z][a-z-]*$/);
const transitionId = z.string().regex(/^[A-Z][A-Z0-9-]*(\.[A-Z0-9]+)?$/);

const actor = z.strictObject({ ...worded, id: upper, kind: actorKind, via: label.optional() })
  .refine(({ kind, via }) => (kind === 'applicant' || kind === 'external') === (via !== undefined), { ...rule('申请人和外部角色需要via，其他角色没有', 'applicants and external actors need via, others have none'), path: ['via'] });
const entry = z.strictObject({
  ...worded, id: transitionId, message: messageId, actor: upper, when: guard.optional(), to: upper, opener: upper, counterpart: upper, normalPath: z.array(transitionId),
});
const state = z.strictObject({
  ...worded, id: upper, track: trackId, terminal: z.boolean(), holder: upper.optional(),
  outcome: z.enum(['completed', 'refused', 'withdrawn', 'cancelled', 'expired']).optional(),
}).refine(({ terminal, outcome }) => terminal === (outcome !== undefined), { ...rule('终态须有结果，其他状态没有', 'terminal states have an outcome, others none'), path: ['outcome'] })
  .refine(({ terminal, holder }) => terminal === (holder === undefined), { ...rule('非终态须有当值角色，终态没有', 'states that are not terminal have a holder, others none'), path: ['holder'] });
const transition = z.strictObject({
  ...worded, id: transitionId, path: z.enum(['normal', 'alternative', 'exception', 'note']), from: z.union([names, z.tuple([z.literal('*')])]),
  message: messageId, actors: names, when: guard.optional(), to: z.union([upper, z.enum(['same-state', 'previous-state'])]),
  clock: z.enum(['continue', 'suspend', 'resume', 'restart', 'stop']), also: z.record(trackId, upper).optional(),
  sourceStandardIds: z.array(label).optional(), confidence: confidence.optional(), basis: label.optional(),
}).refine(({ from, to }) => from[0] !== '*' || to === 'same-state', rule('从任意状态只能记备注', 'from any state only notes lead'));

const start = z.union([z.strictObject({ state: upper }), z.strictObject({ fact: upper })]);
const limit = { ...sourced, responsible: upper, deadlineKind, sourceStandardIds: z.array(label) } as const;
const amount = { value: z.int().nonnegative(), unit: z.enum(['working-day', 'calendar-day', 'month']), start } as const;
/** The bound is that of notices: a longer wait is a slip of the pen. */
const onOverdue = z.strictObject({ to: upper, afterWorkingDays: z.int().min(1).max(60), also: z.record(trackId, upper).optional() });
const deadlineBase = { ...worded, ...limit, id: transitionId, track: trackId, metBy: z.array(transitionId).min(1), onOverdue: onOverdue.optional() } as const;
const deadline = z.union([
  z.looseObject({ ...deadlineBase, ...amount, dueFrom: z.undefined().optional() }),
  z.looseObject({
    ...deadlineBase, dueFrom: z.looseObject({ ...fieldRef.shape, transitions: z.array(transitionId).optional() }),
    value: z.undefined().optional(), unit: z.undefined().optional(), start: z.undefined().optional(),
  }),
]);
const hubRule = z.looseObject({
  ...worded, id: label, rule: z.enum(['amountMismatch', 'duplicateTransfer', 'divisionOfActor', 'notAfterReceipt', 'notBefore']), severity: z.enum(['alert', 'reject']),
  message: messageId.optional(), field: label.optional(), actor: upper.optional(), scope: label.optional(),
  sum: z.array(fieldRef).optional(), equals: z.array(fieldRef).optional(), notBefore: fieldRef.optional(),
}).refine((rule) => (rule.rule === 'amountMismatch' ? rule.sum && rule.equals : rule.message && rule.field), rule('amountMismatch需要sum和equals，其他规则需要message和field', 'amountMismatch needs sum and equals, other rules message and field'));

export const flow = z.strictObject({
  ...worded, ...sourced, flowId: z.string().regex(/^F-[A-Z0-9-]+$/), formatVersion: z.literal(2), itemCodes: z.array(itemCode).min(1), modes: z.array(mode),
  actors: z.array(actor), tracks: z.array(z.strictObject({ ...worded, id: trackId })).refine((tracks) => tracks.some(({ id }) => id === 'main'), rule('必须有主线main', 'there must be a main track')),
  entries: z.array(entry).min(1), states: z.array(state), transitions: z.array(transition),
  facts: z.array(z.looseObject({ ...worded, id: upper, producedBy: fieldRef })), deadlines: z.array(deadline),
  totalDeadline: z.looseObject({ ...limit, ...amount, metBy: z.literal('terminal').optional() }).nullable(), hubRules: z.array(hubRule),
  successors: z.array(z.strictObject({ kind: z.enum(['reopening', 'correction']), from: names, actors: names })), messages: z.array(flowMessage),
  codeLists: z.array(codeList).optional(), recordTypes: z.array(recordType).optional(), roleMap: z.record(z.string(), upper).optional(),
  sourceStandardIds: z.array(label), notesZh: z.string().optional(), notesEn: z.string().optional(),
});
export const flowsFile = dataFile(flow).extend({
  formatVersion: z.literal(2), enums: z.record(z.string(), z.unknown()), codeLists: z.array(codeList), recordTypes: z.array(recordType), commonMessages: z.array(commonMessage),
});

/** Names of fields that are always personal: rules/personal-names.json. */
export const personalNamesFile = z.strictObject({ ...worded, basis: label, names: z.array(z.string().regex(/^[a-z][a-z0-9_]*$/)).min(1) });

/** The lock of protobuf field numbers: locks/field-numbers.json. */
export const lockFile = z.strictObject({
  version: z.literal(1), digest: z.string().regex(/^[0-9a-f]{64}$/),
  owners: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.int().positive()))),
  reserved: z.record(z.string(), z.record(z.string(), z.array(z.int().positive()))),
});
