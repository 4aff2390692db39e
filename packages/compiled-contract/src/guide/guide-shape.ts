import { z } from 'zod';

/** The machine-readable service guide 办事指南 of one version of an item; the same shape is its JSON Schema. */
const text = z.string().min(1);
const worded = { zh: text, en: text } as const;
const confidence = z.enum(['verified', 'high', 'medium', 'low']);
const sourced = { confidence, basis: text } as const;
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const version = z.string().regex(/^[1-9]\d{0,5}\.(0|[1-9]\d{0,5})$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/).nullable();

const limit = z.strictObject({
  value: z.number().nonnegative(), unit: z.enum(['working-day', 'calendar-day', 'immediate']), ...worded,
  kind: z.enum(['statutory', 'ministerial-rule', 'local-rule', 'common-practice', 'project-default']), ...sourced,
  /** Whether it may be called a limit of law, and what is said beside it. */
  legal: z.boolean(), mark: z.strictObject(worded), sourceStandardIds: z.array(text),
});
const material = z.strictObject({
  code: text, ...worded, required: z.boolean(),
  /** Fetched by data sharing: the applicant does not submit it. */
  shareable: z.boolean(), submit: z.boolean(),
});
/** A dated national floor, cap or fixed value. */
const floor = z.strictObject({
  metricId: text, ...worded, comparator: z.enum(['>=', '<=', '==']), value: z.number(), unit: text, kind: text, scope: text, step: text.nullable(), condition: text.nullable(),
  validFrom: day, validTo: day, ...sourced,
});
const source = z.strictObject({ id: text, number: text, ...worded, kind: text, tier: text, status: text });

export const guideShape = z.strictObject({
  format: z.literal('tongban-guide/1'), itemCode: text, version, digest, ...worded, category: text,
  target: z.strictObject(worded), content: z.strictObject(worded), standard: z.strictObject({ ...worded, ...sourced }),
  limit, materials: z.array(material), fees: z.array(floor), floors: z.array(floor),
  channels: z.strictObject({ crossProvince: z.boolean(), modes: z.array(z.strictObject({ id: text, ...worded })), platform: z.strictObject(worded), ...sourced }),
  sources: z.array(source), leadUnit: z.strictObject(worded), expenditure: z.strictObject({ ...worded, ...sourced }),
  /** The flow that handles it across provinces; null where none is published. */
  flow: z.strictObject({ flowId: text, version, ...worded }).nullable(), ...sourced,
});
export type Guide = Readonly<z.infer<typeof guideShape>>;
export type GuideFloor = Guide['floors'][number];

export const GUIDE_SCHEMA_ID = 'urn:tongban:schema:guide:1';
/** JSON Schema 2020-12 of every guide. */
export const guideJsonSchema = (): object => ({ ...z.toJSONSchema(guideShape), $id: GUIDE_SCHEMA_ID, title: '办事指南 / Service guide' });
