import { type FieldFault, fieldFault } from '@tongban/contracts';
import { z } from 'zod';
import type { FieldType, ScalarType } from './field-type';
import { type FlowVocabulary, type TypedField, typed } from './flow-vocabulary';
import {
  ATTACHMENT_CHECKS, LIST_ITEMS_MAX, LIST_ITEM_LENGTH_MAX, type ValueCheck, type ValueFault, bytesCheck, formCheck, integerCheck, memberCheck, textCheck,
} from './value-checks';

/** What to do with fields the message does not have: FLOW-FORMAT §7 keeps them at the hub, an SDK refuses them. */
export type UnknownFields = 'refuse' | 'keep';
export interface PartSchemas { readonly refuse: z.ZodType; readonly keep: z.ZodType }

const TYPE_WORDS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  string: ['须为文本', 'it must be text'],
  number: ['须为数字', 'it must be a number'],
  boolean: ['须为true或false', 'it must be true or false'],
  array: ['须为列表', 'it must be a list'],
  object: ['须为对象', 'it must be an object'],
};

/** Carries a fault through zod, which knows messages but no codes. */
function checked<T>(schema: z.ZodType<T>, ...checks: readonly ValueCheck<T>[]): z.ZodType<T> {
  return schema.superRefine((value, context) => {
    for (const check of checks) {
      const fault = check(value);
      if (!fault) continue;
      context.addIssue({ code: 'custom', params: { fault } });
      return;
    }
  });
}

/**
 * The zod validators of one part of a message: everything that the value alone decides (types, lengths, patterns,
 * ranges, code lists, records, lists). What needs other fields or the surroundings is in context-rules.ts.
 */
export function partSchemas(vocabulary: FlowVocabulary, fields: readonly TypedField[]): PartSchemas {
  return { refuse: objectSchema(vocabulary, fields, 'refuse'), keep: objectSchema(vocabulary, fields, 'keep') };
}

function objectSchema(vocabulary: FlowVocabulary, fields: readonly TypedField[], unknown: UnknownFields): z.ZodType {
  const shape = Object.fromEntries(fields.map((field) => {
    const schema = fieldSchema(vocabulary, field, unknown);
    return [field.id, field.required ? schema : schema.optional()];
  }));
  return unknown === 'refuse' ? z.strictObject(shape) : z.object(shape);
}

function fieldSchema(vocabulary: FlowVocabulary, field: TypedField, unknown: UnknownFields): z.ZodType {
  if (!field.parsed.list) return valueSchema(vocabulary, field, unknown);
  const item: TypedField = { ...field, required: false, pattern: field.itemPattern, maxLength: field.maxLength ?? LIST_ITEM_LENGTH_MAX };
  const max = field.maxItems ?? LIST_ITEMS_MAX;
  return checked(z.array(valueSchema(vocabulary, item, unknown)), (list) =>
    (list.length <= max ? undefined : { code: 'field.too-many', zh: `最多${max}项`, en: `at most ${max} entries` }));
}

function valueSchema(vocabulary: FlowVocabulary, field: TypedField, unknown: UnknownFields): z.ZodType {
  const type: FieldType = field.parsed;
  if (type.kind === 'record') {
    // Lazy, so that a record may hold a list of itself.
    return z.lazy(() => objectSchema(vocabulary, (vocabulary.records.get(type.record)?.spec.fields ?? []).map(typed), unknown));
  }
  if (type.kind === 'enum') {
    const codes = (vocabulary.codeLists.get(type.codeList)?.values ?? []).map(({ code }) => code);
    return checked(z.string(), memberCheck(new Set(codes), type.codeList));
  }
  return scalarSchema(type.scalar, field, vocabulary.states, unknown);
}

function scalarSchema(scalar: ScalarType, field: TypedField, states: ReadonlySet<string>, unknown: UnknownFields): z.ZodType {
  switch (scalar) {
    case 'bool': return z.boolean();
    case 'int32': case 'int64': return checked(z.number(), integerCheck(field, scalar));
    case 'bytes': return checked(z.string(), bytesCheck(field));
    case 'state-id': return checked(z.string(), memberCheck(states, 'states'));
    case 'attachment': {
      const shape = {
        digest: checked(z.string(), ATTACHMENT_CHECKS.digest),
        size: checked(z.number(), ATTACHMENT_CHECKS.size),
        media_type: checked(z.string(), ATTACHMENT_CHECKS.mediaType),
      };
      return unknown === 'refuse' ? z.strictObject(shape) : z.object(shape);
    }
    default: {
      const own = formCheck(scalar);
      return checked(z.string(), ...(own ? [own] : []), textCheck(field));
    }
  }
}

const at = (values: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<PropertyKey, unknown>)[key] : undefined), values);

/** Runs a schema; zod's issues come back as faults of the catalogue. */
export function schemaFaults(schema: z.ZodType, values: unknown): FieldFault[] {
  const result = schema.safeParse(values);
  if (result.success) return [];
  return result.error.issues.flatMap((issue): FieldFault[] => {
    const path = issue.path.map(String).join('.');
    const planted = issue.code === 'custom' ? (issue.params as { fault?: ValueFault } | undefined)?.fault : undefined;
    if (planted) return [fieldFault(path, planted.code, planted.zh, planted.en)];
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => fieldFault([path, key].filter(Boolean).join('.'), 'field.unknown'));
    if (at(values, issue.path) === undefined) return [fieldFault(path, 'field.required')];
    const words = issue.code === 'invalid_type' ? TYPE_WORDS[issue.expected] : undefined;
    return [fieldFault(path, 'field.type', words?.[0], words?.[1])];
  });
}
