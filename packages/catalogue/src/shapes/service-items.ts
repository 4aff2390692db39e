import { z } from 'zod';
import { amount, condition, confidence, dataFile, date, deadlineKind, disclosureUrl, itemCode, label, mode, sourced, worded } from './words';

const schedule = z.looseObject({ start: date, stepMonthsPerYear: z.int().positive(), fromYears: z.number(), toYears: z.number() });
/** A national floor, cap or time limit: see `Floor` of the domain. */
const floor = z.looseObject({
  ...worded, ...sourced, ...amount, metricId: label, comparator: z.enum(['>=', '<=', '==']),
  valueFrom: date.nullable(), valueTo: date.nullable(), scope: label, kind: z.enum(['service', 'benefit', 'time-limit']), step: label.optional(),
  condition: condition.optional(), extension: z.looseObject(amount).optional(), schedule: schedule.optional(),
});
const material = z.looseObject({ ...worded, code: label, required: z.boolean(), shareable: z.boolean() });

/** One of the HRSS basic public service items (人社基本公共服务事项). */
export const serviceItem = z.looseObject({
  ...worded, ...sourced, itemCode, category: label,
  nbpss: z.looseObject({ area: label, areaEn: label, category: label, item: label, number2021: z.int().nullable(), number2023: z.int().nullable() }).nullable(),
  serviceTargetZh: label, serviceTargetEn: label, serviceContentZh: label, serviceContentEn: label,
  standardTextZh: label, standardTextEn: label, standardTextConfidence: confidence, standardTextBasis: label,
  floors: z.array(floor),
  processingLimit: z.looseObject({
    ...sourced, value: z.int().nonnegative(), unit: z.enum(['working-day', 'calendar-day', 'immediate']), kind: deadlineKind, workingDays: z.int().nullable(),
  }),
  materials: z.array(material),
  crossProvince: z.looseObject({ ...sourced, supported: z.boolean(), modes: z.array(mode), platformZh: label, platformEn: label }),
  expenditure: z.looseObject({ ...worded, ...sourced }),
  leadUnit: z.looseObject(worded),
  standardIds: z.array(label), flowId: label.nullable(), disclosedOn: date.optional(), disclosureUrl: disclosureUrl.optional(),
});
export type ServiceItem = Readonly<z.infer<typeof serviceItem>>;
export const serviceItemsFile = dataFile(serviceItem);
