/** The type words of FLOW-FORMAT.md §7 that stand for one value. */
export const SCALAR_TYPES = [
  'string', 'text', 'bool', 'int32', 'int64', 'date', 'year-month', 'datetime', 'uuid', 'bytes', 'citizen-id',
  'identity-number', 'uscc', 'division-code', 'division-code-city', 'division-code-county', 'attachment', 'state-id',
] as const;
export type ScalarType = (typeof SCALAR_TYPES)[number];

/** A field's `type` taken apart: one value or a list, of a scalar, a code of a list, or a record. */
export type FieldType = { readonly list: boolean } & (
  | { readonly kind: 'scalar'; readonly scalar: ScalarType }
  | { readonly kind: 'enum'; readonly codeList: string }
  | { readonly kind: 'record'; readonly record: string }
);

const LIST = /^list<([^<>]+)>$/;

/** Undefined when the words are none of the format's; lists of lists do not exist in it. */
export function parseFieldType(type: string): FieldType | undefined {
  const inner = LIST.exec(type)?.[1];
  const list = inner !== undefined;
  const word = inner ?? type;
  if (word.startsWith('enum:')) return { list, kind: 'enum', codeList: word.slice('enum:'.length) };
  if (word.startsWith('record:')) return { list, kind: 'record', record: word.slice('record:'.length) };
  const scalar = SCALAR_TYPES.find((known) => known === word);
  return scalar && { list, kind: 'scalar', scalar };
}
