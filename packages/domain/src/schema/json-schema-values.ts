import type { CodeList } from '../flow/model';
import type { ScalarType } from './field-type';
import type { TypedField } from './flow-vocabulary';
import type { JsonSchema } from './json-schema-guard';
import { LIST_ITEMS_MAX, LIST_ITEM_LENGTH_MAX, TEXT_LENGTH_MAX } from './value-checks';

/** A real date of the years 0001 to 9999, as `isDate` takes it. */
const DATE = '(?:(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))'
  + '|(?!0000)(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)';
const CITIZEN_ID = '^[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]$';
const DOCUMENT_NUMBER = '^[A-Z0-9()]{5,20}$';

/** The form of a scalar type; checksums, the existence of divisions and what an environment allows are beyond a schema. */
const FORMS: Partial<Readonly<Record<ScalarType, string>>> = {
  date: `^${DATE}$`,
  'year-month': '^(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])$',
  datetime: `^${DATE}[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$`,
  uuid: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  'citizen-id': CITIZEN_ID,
  uscc: '^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$',
  'division-code': '^[0-9]{6}$',
  'division-code-county': '^[0-9]{6}$',
  'division-code-city': '^(?:[0-9]{4}00|[0-9]{2}90[0-9]{2})$',
};
const INSTANT_LENGTH_MAX = 40;
const INTEGERS = { int32: { min: -(2 ** 31), max: 2 ** 31 - 1 }, int64: { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER } } as const;

/** Claim of an attachment. */
export const ATTACHMENT_SCHEMA: JsonSchema = {
  title: '附件声明 / Claim of an attachment', type: 'object', required: ['digest', 'size', 'media_type'],
  properties: {
    digest: { type: 'string', pattern: '^(?:sm3|sha256):[0-9a-f]{64}$' },
    size: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    media_type: { type: 'string', pattern: '^[a-z]{1,64}/[a-z0-9.+-]{1,127}$' },
  },
};

/** Codes of a list, with what they mean. */
export const codesSchema = ({ zh, en, values }: CodeList): JsonSchema => ({
  title: `${zh} / ${en}`, description: values.map((value) => `${value.code}: ${value.zh} / ${value.en}`).join('\n'), type: 'string', enum: values.map(({ code }) => code),
});

/** Names of what value schemas refer to; each is defined once per message. */
export const DEFINITION = { attachment: 'attachment', states: 'states', codes: (listId: string): string => `codes-${listId}`, record: (recordId: string): string => `record-${recordId}` } as const;
/** Refers to a definition and sees to it that it is there. */
export type Refer = (name: string) => JsonSchema;

/** What the field's own rules and its type say of one value; of each entry where the field is a list. */
export function valueSchema(field: TypedField, refer: Refer): JsonSchema {
  if (!field.parsed.list) return itemSchema(field, refer);
  const item: TypedField = { ...field, required: false, pattern: field.itemPattern, maxLength: field.maxLength ?? LIST_ITEM_LENGTH_MAX };
  return { type: 'array', items: itemSchema(item, refer), maxItems: field.maxItems ?? LIST_ITEMS_MAX, ...(field.required && { minItems: 1 }) };
}

function itemSchema(field: TypedField, refer: Refer): JsonSchema {
  const { parsed } = field;
  if (parsed.kind === 'record') return refer(DEFINITION.record(parsed.record));
  if (parsed.kind === 'enum') return refer(DEFINITION.codes(parsed.codeList));
  switch (parsed.scalar) {
    case 'bool': return { type: 'boolean' };
    case 'int32': case 'int64': return integerSchema(field, INTEGERS[parsed.scalar]);
    case 'bytes': return bytesSchema(field);
    case 'state-id': return refer(DEFINITION.states);
    case 'attachment': return refer(DEFINITION.attachment);
    default: return textSchema(field, FORMS[parsed.scalar]);
  }
}

const integerSchema = ({ min, max }: TypedField, bounds: { readonly min: number; readonly max: number }): JsonSchema =>
  ({ type: 'integer', minimum: Math.max(min ?? bounds.min, bounds.min), maximum: Math.min(max ?? bounds.max, bounds.max) });

function textSchema({ parsed, required, minLength = 0, maxLength = TEXT_LENGTH_MAX, pattern }: TypedField, form: string | undefined): JsonSchema {
  const isInstant = parsed.kind === 'scalar' && parsed.scalar === 'datetime';
  const patterns = [...(form === undefined ? [] : [form]), ...(pattern === undefined ? [] : [`^(?:${pattern})$`])];
  return {
    type: 'string', minLength: required ? Math.max(minLength, 1) : minLength, maxLength: isInstant ? Math.min(maxLength, INSTANT_LENGTH_MAX) : maxLength,
    ...(patterns.length === 1 && { pattern: patterns[0] }), ...(patterns.length > 1 && { allOf: patterns.map((one) => ({ pattern: one })) }),
  };
}

/** Canonical base64 of a number of bytes within bounds: whole groups of three, and what is left. */
function bytesSchema({ required, minLength, maxLength = TEXT_LENGTH_MAX }: TypedField): JsonSchema {
  const min = minLength ?? (required ? 1 : 0);
  const groups = (left: number): string | undefined => {
    const [from, to] = [Math.max(0, Math.ceil((min - left) / 3)), Math.floor((maxLength - left) / 3)];
    return to < from ? undefined : `(?:[A-Za-z0-9+/]{4}){${from},${to}}`;
  };
  const ends = ['', '[A-Za-z0-9+/][AQgw]==', '[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]='];
  const forms = ends.flatMap((end, left) => { const whole = groups(left); return whole === undefined ? [] : [whole + end]; });
  return { type: 'string', contentEncoding: 'base64', pattern: forms.length === 0 ? '^(?!)' : `^(?:${forms.join('|')})$` };
}

/** The form of an identity number: of a citizen id, or of another document. */
export const identityForm = (isCitizenId: boolean): JsonSchema => ({ pattern: isCitizenId ? CITIZEN_ID : DOCUMENT_NUMBER });
