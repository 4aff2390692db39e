import { z } from 'zod';
import { dataFile, date, label, sourced, worded } from './words';

/** A ground on which personal data may leave the mainland side: rules/legal-bases.json. Reference data, never advice of law: the notice goes with it. */
export const legalBasis = z.strictObject({
  ...worded, ...sourced, code: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/), sourceStandardIds: z.array(label).min(1), provision: label, within: z.string().regex(/^[a-z]+$/).nullable(),
});
export type LegalBasisRecord = Readonly<z.infer<typeof legalBasis>>;
export const legalBasesFile = dataFile(legalBasis).extend({ ...worded, noticeZh: label, noticeEn: label });

/** One year's holiday notice: of the General Office of the State Council, or of a participant that has a calendar of its own. */
export const holidayYear = z.looseObject({
  ...worded, ...sourced, year: z.int().min(2000).max(2100), participant: z.string().regex(/^\d{6}$/).optional(), noticeTitleZh: label, noticeNumber: label, noticeUrl: label,
  holidays: z.array(z.looseObject({ ...worded, from: date, to: date, days: z.int().positive(), makeupWorkingDays: z.array(date) })).min(1),
  nonWorkingDates: z.array(date).min(1), makeupWorkingDays: z.array(date), workingDaysInYear: z.int().positive(),
});
export type HolidayYear = Readonly<z.infer<typeof holidayYear>>;
export const holidaysFile = dataFile(holidayYear);

/** An identifier's algorithm, or a test vector of one. */
export const identifierRecord = z.discriminatedUnion('recordType', [
  z.looseObject({ ...worded, ...sourced, recordType: z.literal('algorithm'), id: label, standardId: label, pattern: label }),
  z.looseObject({ ...worded, ...sourced, recordType: z.literal('vector'), id: label, algorithm: label, value: z.string(), valid: z.boolean(), reason: label.nullable(), synthetic: z.boolean() }),
]);
export type IdentifierRecord = Readonly<z.infer<typeof identifierRecord>>;
export const identifiersFile = dataFile(identifierRecord);

/** One of the nine tasks or three guarantees, as capabilities that can be checked. */
export const task = z.looseObject({
  ...worded, ...sourced, id: label, kind: label, no: z.int().positive(), requirementZh: label, requirementEn: label,
  capabilities: z.array(z.looseObject({ ...worded, id: label, check: label, dataFiles: z.array(label) })).min(1),
});
export type Task = Readonly<z.infer<typeof task>>;
export const tasksFile = dataFile(task);

/** A record of the good-bad evaluation (好差评); the record type decides what else it has. */
export const evaluationRecord = z.looseObject({
  ...worded, ...sourced, id: label, recordType: z.enum(['level', 'dimension', 'channel', 'duty', 'metric', 'bad-reason', 'standard', 'state']),
});
export type EvaluationRecord = Readonly<z.infer<typeof evaluationRecord>>;
export const evaluationFile = dataFile(evaluationRecord);
