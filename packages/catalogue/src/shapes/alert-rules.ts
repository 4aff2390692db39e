import { ALERT_SEVERITIES } from '@tongban/domain';
import { z } from 'zod';
import { confidence, label, rule, worded } from './words';

const alertRule = z.strictObject({
  id: label, signal: label, raiseAt: z.number(), clearAt: z.number(), raiseAfterSeconds: z.number().min(0).max(86_400), clearAfterSeconds: z.number().min(0).max(86_400),
  severity: z.enum(ALERT_SEVERITIES), suppressedBy: z.array(label).default([]), ...worded, nextZh: label, nextEn: label,
}).refine(({ raiseAt, clearAt }) => clearAt < raiseAt, rule('恢复值低于告警值', 'an alert recovers below where it is raised'));

/** When the standing of a hub raises alerts: rules/alerts.json. No law says these numbers, and the file cannot claim that one does. */
export const alertRulesFile = z.strictObject({
  ...worded, basis: label, deadlineKind: z.literal('project-default'), confidence, sourceStandardIds: z.array(label).max(0),
  /** An open alert that nobody acknowledged is told of again after so long. */
  repeatAfterMinutes: z.number().positive().max(10_080),
  rules: z.array(alertRule).min(1)
    .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, rule('规则编号不重复', 'each rule has an id of its own'))
    .refine((rules) => rules.every(({ id, suppressedBy }) => suppressedBy.every((one) => one !== id && rules.some((other) => other.id === one))), rule('上级原因必须是其他规则', 'what suppresses a rule is another rule')),
});
