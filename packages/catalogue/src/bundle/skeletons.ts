import type { Guard } from '@tongban/domain';
import { z } from 'zod';
import type { BundleKey } from './bundle';

/** As much shape as the checks after the shapes need so as not to stumble: a record with a fault in one corner is judged in all others. */
const text = z.string();
const texts = z.array(text);
const guard: z.ZodType<Guard> = z.lazy(() => z.union([
  z.looseObject({ field: text, in: z.array(z.unknown()) }), z.looseObject({ field: text, present: z.unknown() }), z.looseObject({ visited: texts }), z.looseObject({ notVisited: texts }),
  z.looseObject({ all: z.array(guard) }), z.looseObject({ any: z.array(guard) }), z.looseObject({ not: guard }),
])) as z.ZodType<Guard>;
const fields = z.array(z.looseObject({ id: text, type: text, requiredWhen: guard.optional(), pattern: text.optional(), itemPattern: text.optional(), maxLength: z.int().positive().optional() }));
const fieldRef = z.looseObject({ message: text, field: text });
const codeLists = z.array(z.looseObject({ id: text, values: z.array(z.looseObject({ code: text })) }));
const named = z.array(z.looseObject({ id: text }));
const limit = { sourceStandardIds: texts, start: z.looseObject({}).optional() } as const;

const flow = z.looseObject({
  flowId: text, itemCodes: texts, sourceStandardIds: texts, actors: named, tracks: named, states: z.array(z.looseObject({ id: text, track: text })),
  entries: z.array(z.looseObject({ id: text, message: text, when: guard.optional(), normalPath: texts })),
  transitions: z.array(z.looseObject({ id: text, message: text, from: texts, to: text, actors: texts, when: guard.optional(), also: z.record(text, text).optional() })),
  facts: z.array(z.looseObject({ id: text, producedBy: fieldRef })),
  deadlines: z.array(z.looseObject({ ...limit, id: text, metBy: texts, dueFrom: fieldRef.extend({ transitions: texts.optional() }).optional() })),
  totalDeadline: z.looseObject(limit).nullable(),
  hubRules: z.array(z.looseObject({ id: text, sum: z.array(fieldRef).optional(), equals: z.array(fieldRef).optional(), notBefore: fieldRef.optional() })),
  successors: z.array(z.looseObject({ from: texts, actors: texts })),
  messages: z.array(z.looseObject({ messageId: text, from: texts.optional(), to: texts.optional(), fields })),
  codeLists: codeLists.optional(), recordTypes: z.array(z.looseObject({ id: text, fields })).optional(),
});

/** Undefined where a record is judged as a whole or not at all. */
export const SKELETONS: { readonly [K in BundleKey]: z.ZodType | undefined } = {
  flows: flow,
  items: z.looseObject({ itemCode: text, standardIds: texts, flowId: text.nullable(), crossProvince: z.looseObject({ supported: z.boolean() }) }),
  standards: z.looseObject({
    id: text, replaces: texts, replacedBy: text.nullable(), references: texts, relatedItemCodes: texts, regionIds: texts, divisionCodes: texts, subDivisionCode: text.nullable(), status: text,
  }),
  codeLists: undefined, commonMessages: undefined, calendars: undefined, codeMappings: undefined, profiles: undefined, participants: undefined,
};
