import { NOTICE_WORKING_DAYS_MAX } from '@tongban/domain';
import { z } from 'zod';
import { confidence, label, rule, worded } from './words';

const receivers = z.array(z.enum(['responsible', 'other', 'hub'])).min(1);
const days = z.int().min(0).max(NOTICE_WORKING_DAYS_MAX);
const before = z.strictObject({ workingDaysBefore: days, to: receivers });
const after = z.strictObject({ workingDaysAfter: days, to: receivers });
const byLevel = z.array(after).min(1).refine((levels) => levels.every(({ workingDaysAfter }, at) => at === 0 || workingDaysAfter > levels[at - 1]!.workingDaysAfter), rule('逐级推后', 'each level comes after the one before'));

/** When the clocks of a case raise alarms: rules/alarms.json. No law says these numbers, and the file cannot claim that one does. */
export const alarmRulesFile = z.strictObject({
  ...worded, basis: label, deadlineKind: z.literal('project-default'), confidence, sourceStandardIds: z.array(label).max(0),
  reminder: before, warning: before, escalation: after, calendarNotCovered: before, dispute: byLevel,
}).refine(({ reminder, warning }) => reminder.workingDaysBefore > warning.workingDaysBefore, rule('催办应早于预警', 'the reminder comes before the warning'));
