import { z } from 'zod';
import { localGuide } from './harmonisation';
import { amount, condition, dataFile, date, dateOrMonth, disclosureUrl, divisionCode, itemCode, label, participantCode, sourced, worded } from './words';

/**
 * What a local, internal or joint standard sets for a metric of an item, e.g. `{"metricId": "residentPension.basicCnyPerMonth", "itemCode": "HRSS-SSI-0302",
 * "value": 180, "unit": "CNY/month", "validFrom": "2026-07-01", "clause": "4.2"}`: see `DeclaredValue` of the domain.
 */
const declaredValue = z.looseObject({
  ...amount, metricId: label, itemCode, validFrom: date.optional(), validTo: date.optional(), scope: label.optional(), condition: condition.optional(),
  extension: z.looseObject(amount).optional(), clause: label.optional(),
});

/** A standard, normative document or law: metadata, the values it declares, and how it has items handled. */
export const standard = z.looseObject({
  ...worded, ...sourced, id: label, number: label, year: z.int().nullable(),
  kind: z.enum(['standard', 'normative-document', 'law-regulation']), tier: z.enum(['national', 'industry', 'local', 'internal']),
  status: z.enum(['active', 'superseded', 'under-revision']), issuerZh: label, issuerEn: label,
  publishDate: dateOrMonth.nullable(), implementDate: dateOrMonth.nullable(), replaces: z.array(label), replacedBy: label.nullable(), references: z.array(label),
  regionIds: z.array(label), divisionCodes: z.array(participantCode), subDivisionCode: divisionCode.nullable(), jointFamilyId: label.nullable(),
  relatedItemCodes: z.array(itemCode), synthetic: z.boolean(), noteEn: label.nullable(),
  declares: z.array(declaredValue).optional(), disclosedOn: date.optional(), disclosureUrl: disclosureUrl.optional(), localGuides: z.array(localGuide).optional(),
});
export type Standard = Readonly<z.infer<typeof standard>>;
export const standardsFile = dataFile(standard);
