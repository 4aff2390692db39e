import { z } from 'zod';
import { dataFile, dateOrMonth, divisionCode, itemCode, label, participantCode, sourced, worded } from './words';

/** A standard, normative document or law: metadata only. */
export const standard = z.looseObject({
  ...worded, ...sourced, id: label, number: label, year: z.int().nullable(),
  kind: z.enum(['standard', 'normative-document', 'law-regulation']), tier: z.enum(['national', 'industry', 'local', 'internal']),
  status: z.enum(['active', 'superseded', 'under-revision']), issuerZh: label, issuerEn: label,
  publishDate: dateOrMonth.nullable(), implementDate: dateOrMonth.nullable(), replaces: z.array(label), replacedBy: label.nullable(), references: z.array(label),
  regionIds: z.array(label), divisionCodes: z.array(participantCode), subDivisionCode: divisionCode.nullable(), jointFamilyId: label.nullable(),
  relatedItemCodes: z.array(itemCode), synthetic: z.boolean(), noteEn: label.nullable(),
});
export type Standard = Readonly<z.infer<typeof standard>>;
export const standardsFile = dataFile(standard);
