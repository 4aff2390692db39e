import { MAPPING_DIRECTIONS, MATERIAL_DEMANDS } from '@tongban/domain';
import { z } from 'zod';
import { fieldRef } from './messages';
import { amount, condition, date, itemCode, label, mode, participantCode, sourced, worded } from './words';

const clause = label.optional();

/** A province's table of local and standard codes of one list: see `CodeMapping` of the domain. */
export const codeMapping = z.looseObject({
  ...worded, ...sourced, mappingId: label, listId: label, participant: participantCode, validFrom: date,
  rows: z.array(z.strictObject({
    local: z.string().min(1).max(100), localZh: label, localEn: label.optional(), standard: label.nullable(), direction: z.enum(MAPPING_DIRECTIONS), note: z.string().optional(),
  })).min(1),
});

/** What a region has harmonised for one item: see `Profile` of the domain. */
export const profile = z.looseObject({
  ...worded, ...sourced, profileId: label, region: z.string().regex(/^[a-z]+$/), itemCode, validFrom: date, validTo: date.optional(), basisStandardIds: z.array(label),
  limit: z.strictObject({ value: z.int().nonnegative(), unit: z.enum(['working-day', 'calendar-day', 'month']), clause, promisedIn: z.array(fieldRef).optional() }).optional(),
  materials: z.array(z.strictObject({ ...worded, code: label, demand: z.enum(MATERIAL_DEMANDS), clause })).optional(),
  materialsAskedIn: z.array(fieldRef.extend({ member: label })).optional(), modes: z.array(mode).optional(),
  values: z.array(z.strictObject({ ...worded, ...amount, metricId: label, comparator: z.enum(['>=', '<=', '==']), condition: condition.optional(), clause })).optional(),
});

/** How a local standard has an item handled otherwise than the national item: see `LocalGuide` of the domain. */
export const localGuide = z.strictObject({
  itemCode, validFrom: date.optional(), limit: z.strictObject({ value: z.int().nonnegative(), unit: z.enum(['working-day', 'calendar-day', 'immediate']), clause }).optional(),
  materials: z.array(z.strictObject({ ...worded, code: label, required: z.boolean(), clause })).optional(), modes: z.array(mode).optional(),
});
