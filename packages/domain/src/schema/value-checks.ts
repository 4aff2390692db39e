import type { ErrorCode } from '@tongban/contracts';
import { isDate, isInstant } from '../calendar/days';
import type { FieldSpec } from '../flow/model';
import type { ScalarType } from './field-type';
import { isBase64, isWellFormed } from './wire-value';

/** What is wrong with one value: a code and words that give the limit and never the value. */
export interface ValueFault { readonly code: ErrorCode; readonly zh: string; readonly en: string; readonly at?: readonly string[] }
export type ValueCheck<T> = (value: T) => ValueFault | undefined;

/** Bounds where the field gives none (code points; entries). The format bounds every string itself. */
export const TEXT_LENGTH_MAX = 4000;
export const LIST_ITEM_LENGTH_MAX = 200;
export const LIST_ITEMS_MAX = 500;
/** A list of this many codes or fewer is spelt out in the fault. */
const CODES_SPELT_MAX = 12;
const INT32 = { min: -(2 ** 31), max: 2 ** 31 - 1 } as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const YEAR_MONTH = /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/;
const DIGEST = /^(sm3|sha256):[0-9a-f]{64}$/;
/** RFC 6838 §4.2: names of at most 127 characters, lower case as the format writes them. */
const MEDIA_TYPE = /^[a-z]{1,64}\/[a-z0-9.+-]{1,127}$/;
const INSTANT_LENGTH_MAX = 40;

const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/** A pattern of the format matches the whole value; written anchored or not. */
export const anchored = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u');

export const form = (matches: (text: string) => boolean, code: ErrorCode, zh: string, en: string): ValueCheck<string> =>
  (text) => (matches(text) ? undefined : { code, zh, en });

/** Length in code points and pattern of `string` and `text`; an empty value of a required field counts as missing. */
export function textCheck(spec: Pick<FieldSpec, 'required' | 'minLength' | 'maxLength' | 'pattern'>): ValueCheck<string> {
  const min = spec.minLength ?? 0;
  const max = spec.maxLength ?? TEXT_LENGTH_MAX;
  const pattern = spec.pattern === undefined ? undefined : anchored(spec.pattern);
  return (text) => {
    if (spec.required && text === '') return { code: 'field.required', zh: '不能为空', en: 'it must not be empty' };
    if (!isWellFormed(text)) return { code: 'field.type', zh: '须为有效的Unicode文本', en: 'it must be valid Unicode text' };
    const length = codePoints(text);
    if (length < min || length > max) return { code: 'field.length', zh: `须为${min}至${max}个字符`, en: `it must have ${min} to ${max} characters` };
    if (pattern && !pattern.test(text)) return { code: 'field.pattern', zh: `须匹配 ${spec.pattern}`, en: `it must match ${spec.pattern}` };
    return undefined;
  };
}

export function integerCheck(spec: Pick<FieldSpec, 'min' | 'max'>, scalar: 'int32' | 'int64'): ValueCheck<number> {
  const bounds = scalar === 'int32' ? INT32 : { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };
  const min = Math.max(spec.min ?? bounds.min, bounds.min);
  const max = Math.min(spec.max ?? bounds.max, bounds.max);
  return (number) => {
    if (!Number.isInteger(number)) return { code: 'field.type', zh: '须为整数', en: 'it must be an integer' };
    return number >= min && number <= max ? undefined : { code: 'field.range', zh: `须在${min}至${max}之间`, en: `it must be from ${min} to ${max}` };
  };
}

export function bytesCheck(spec: Pick<FieldSpec, 'required' | 'minLength' | 'maxLength'>): ValueCheck<string> {
  const min = spec.minLength ?? (spec.required ? 1 : 0);
  const max = spec.maxLength ?? TEXT_LENGTH_MAX;
  return (text) => {
    if (!isBase64(text)) return { code: 'field.type', zh: '须为base64文本', en: 'it must be base64 text' };
    const length = Buffer.byteLength(text, 'base64');
    return length >= min && length <= max ? undefined : { code: 'field.length', zh: `须为${min}至${max}字节`, en: `it must have ${min} to ${max} bytes` };
  };
}

/** A code of a finite list: code list values, or the states of the flow. */
export function memberCheck(codes: ReadonlySet<string>, listId: string): ValueCheck<string> {
  const spelt = codes.size <= CODES_SPELT_MAX ? [...codes].join(', ') : '';
  return form((text) => codes.has(text), 'field.not-in-list', `代码表${listId}${spelt && `（${spelt}）`}`, `code list ${listId}${spelt && ` (${spelt})`}`);
}

const date = form(isDate, 'field.date', '须为真实日期，格式YYYY-MM-DD', 'it must be a real date, YYYY-MM-DD');
const uuid = form((text) => UUID.test(text), 'field.pattern', '须为小写UUID', 'it must be a lower-case UUID');
const yearMonth = form((text) => YEAR_MONTH.test(text), 'field.date', '须为YYYY-MM', 'it must be YYYY-MM');
const datetime = form((text) => text.length <= INSTANT_LENGTH_MAX && isInstant(text), 'field.date', '须为带时区偏移的RFC 3339时间', 'it must be an RFC 3339 time with offset');

/** Checks of string-valued scalar types that need nothing but the value; undefined where the type has none of its own. */
export function formCheck(scalar: ScalarType): ValueCheck<string> | undefined {
  switch (scalar) {
    case 'date': return date;
    case 'year-month': return yearMonth;
    case 'datetime': return datetime;
    case 'uuid': return uuid;
    default: return undefined;
  }
}

export const ATTACHMENT_CHECKS = {
  digest: form((text) => DIGEST.test(text), 'field.pattern', '须为sha256:或sm3:加64位小写十六进制', 'it must be sha256: or sm3: and 64 lower-case hex digits'),
  size: integerCheck({ min: 1 }, 'int64'),
  mediaType: form((text) => MEDIA_TYPE.test(text), 'field.pattern', '须为小写媒体类型，如application/pdf', 'it must be a lower-case media type such as application/pdf'),
} as const;
