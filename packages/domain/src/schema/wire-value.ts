import { type FieldFault, fieldFault } from '@tongban/contracts';
import type { FieldValue, Fields } from '../flow/model';
import type { FieldType, ScalarType } from './field-type';
import { type TypedField, typed } from './flow-vocabulary';

/** Members of the attachment claim, in the order of their field numbers. */
export const ATTACHMENT_FIELDS: readonly TypedField[] = [
  { id: 'digest', zh: '摘要', en: 'Digest', type: 'string' },
  { id: 'size', zh: '字节数', en: 'Size in bytes', type: 'int64' },
  { id: 'media_type', zh: '媒体类型', en: 'Media type', type: 'string' },
].map(typed);

/** Fields of a record type; undefined where there is none. */
export type RecordFields = (recordType: string) => readonly TypedField[] | undefined;
export type WireObject = Record<string, unknown>;
type Path = readonly (string | number)[];

const INT32_MAX = 2 ** 31;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Canonical base64 (RFC 4648 §4, padded, no stray bits), the text form of `bytes` fields. */
export const isBase64 = (text: string): boolean => BASE64.test(text) && Buffer.from(text, 'base64').toString('base64') === text;

/** A string that UTF-8 can carry: no half of a surrogate pair. */
export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

function scalarToWire(scalar: ScalarType, value: FieldValue): unknown {
  switch (scalar) {
    case 'bool': return typeof value === 'boolean' ? value : undefined;
    case 'int32': return typeof value === 'number' && Number.isInteger(value) && value >= -INT32_MAX && value < INT32_MAX ? value : undefined;
    case 'int64': return Number.isSafeInteger(value) ? value : undefined;
    case 'bytes': return typeof value === 'string' && isBase64(value) ? Buffer.from(value, 'base64') : undefined;
    default: return typeof value === 'string' && isWellFormed(value) ? value : undefined;
  }
}

const membersOf = (type: FieldType, records: RecordFields): readonly TypedField[] | undefined => {
  if (type.kind === 'record') return records(type.record) ?? [];
  return type.kind === 'scalar' && type.scalar === 'attachment' ? ATTACHMENT_FIELDS : undefined;
};

/**
 * Values as the protobuf object of the fields. What the wire cannot carry (an unknown field, a wrong type, a number
 * that would be cut) is reported, because protobuf would change it silently. An empty list is an absent one.
 */
export function toWire(fields: readonly TypedField[], values: Fields, records: RecordFields, faults: FieldFault[], path: Path = []): WireObject {
  const wire: WireObject = {};
  const known = new Map(fields.map((field) => [field.id, field]));
  const one = (type: FieldType, value: FieldValue, at: Path): unknown => {
    const members = membersOf(type, records);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    const encoded = members ? (isObject ? toWire(members, value as Fields, records, faults, at) : undefined)
      : type.kind === 'scalar' ? scalarToWire(type.scalar, value)
        : typeof value === 'string' && isWellFormed(value) ? value : undefined;
    if (encoded === undefined) faults.push(fieldFault(at.join('.'), 'field.type'));
    return encoded;
  };
  for (const [id, value] of Object.entries(values)) {
    const field = known.get(id);
    const at = [...path, id];
    if (value === undefined) continue;
    if (!field) faults.push(fieldFault(at.join('.'), 'field.unknown'));
    else if (!field.parsed.list) wire[field.wireName] = one(field.parsed, value, at);
    else if (Array.isArray(value)) wire[field.wireName] = value.map((item, index) => one(field.parsed, item, [...at, index]));
    else faults.push(fieldFault(at.join('.'), 'field.type'));
  }
  return wire;
}

/** A decoded 64-bit number is an object where a JS number may not hold it; beyond 2^53 it is inexact and fails its range. */
const toNumber = (value: unknown): number => (typeof value === 'number' ? value : Number(String(value)));

/** The reverse of `toWire`: only fields that were on the wire have a key. */
export function fromWire(fields: readonly TypedField[], wire: object, records: RecordFields): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  const one = (type: FieldType, value: unknown): FieldValue => {
    const members = membersOf(type, records);
    if (members) return fromWire(members, value as object, records);
    if (type.kind === 'scalar' && type.scalar === 'int64') return toNumber(value);
    if (type.kind === 'scalar' && type.scalar === 'bytes') return Buffer.from(value as Uint8Array).toString('base64');
    return value as FieldValue;
  };
  for (const { id, parsed, wireName } of fields) {
    if (!Object.hasOwn(wire, wireName)) continue;
    const value = (wire as WireObject)[wireName];
    if (!parsed.list) values[id] = one(parsed, value);
    else if (Array.isArray(value) && value.length > 0) values[id] = value.map((item) => one(parsed, item));
  }
  return values;
}
