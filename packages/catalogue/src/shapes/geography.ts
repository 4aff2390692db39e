import { z } from 'zod';
import { dataFile, divisionCode, label, participantCode, sourced, worded } from './words';

/** A province-level division of GB/T 2260, or the XPCC. */
export const division = z.looseObject({
  ...worded, ...sourced, code: participantCode, abbrZh: label, iso3166_2: label.nullable(),
  type: z.enum(['municipality', 'province', 'autonomous-region', 'sar', 'xpcc']), regionId: label.nullable(), hubParticipant: z.boolean(),
  participantClass: z.enum(['mainland', 'sar', 'none']), mainlandHrssRulesApply: z.boolean(), codeStandard: label,
  hrssDepartment: z.looseObject({ ...worded, ...sourced }).nullable(),
});
export const divisionsFile = dataFile(division);

/** A coordination region: its members and, where only a part of a province belongs, its sub-scope. */
export const region = z.looseObject({
  ...worded, ...sourced, id: z.string().regex(/^[a-z]+$/), fullZh: label, fullEn: label, memberCodes: z.array(participantCode).min(2),
  scope: z.enum(['whole-province', 'part-of-province']), subScope: z.array(z.looseObject({ code: divisionCode, zh: label, en: label, parent: participantCode })),
  instruments: z.array(z.looseObject({ ...worded, ...sourced, year: z.int().nullable() })),
  localStandardRule: z.looseObject({ ...worded, ...sourced }), notesZh: label, notesEn: label,
});
export type Region = Readonly<z.infer<typeof region>>;
export const regionsFile = dataFile(region);
