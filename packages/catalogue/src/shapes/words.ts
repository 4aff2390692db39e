import { isDate } from '@tongban/domain';
import { z } from 'zod';

/** Words of a rule of our own; zod words the rest itself. */
export const rule = (zh: string, en: string) => ({ error: en, params: { zh } });

/** Words that every data file shares (data/README.md, confidence rules and field dictionary). */
export const label = z.string().min(1);
export const worded = { zh: label, en: label } as const;
export const confidence = z.enum(['verified', 'high', 'medium', 'low']);
export const sourced = { confidence, basis: label } as const;
export const date = z.string().refine(isDate, rule('须为真实日期，格式YYYY-MM-DD', 'must be a real date, YYYY-MM-DD'));
/** Where the public can read it. */
export const disclosureUrl = z.string().max(500).regex(/^https?:\/\/\S+$/, rule('须为http或https网址', 'must be an http or https address'));
/** Old or reprinted documents are known to the month only. */
export const dateOrMonth = z.union([date, z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)]);
export const participantCode = z.string().regex(/^[1-9]\d0000$/);
export const divisionCode = z.string().regex(/^[1-9]\d{5}$/);
export const itemCode = z.string().regex(/^HRSS-(EMP|TAL|SKL|SSI|CRD|LAB|CON)-\d{4}$/);
/** A number with its unit, and the bounds on facts of a person under which it counts. */
export const amount = { value: z.number(), unit: label } as const;
export const condition = z.record(label, z.union([z.number(), z.string(), z.boolean(), z.null()]));
export const mode = z.enum(['fully-online', 'receive-on-behalf', 'joint-handling']);
export const deadlineKind = z.enum(['statutory', 'ministerial-rule', 'local-rule', 'common-practice', 'project-default']);

/** The frame of every data file; keys a shape does not name are kept as they are. */
export const dataFile = <R extends z.ZodType>(record: R) =>
  z.looseObject({ source: label, retrieved: z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/), records: z.array(record).min(1) });

/** ECMA-262 source that compiles in unicode mode. */
export const regexSource = z.string().refine((source) => {
  try {
    return Boolean(new RegExp(source, 'u'));
  } catch {
    return false;
  }
}, rule('不是正则表达式', 'not a regular expression'));
