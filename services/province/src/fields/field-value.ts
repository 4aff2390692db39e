import { createHash } from 'node:crypto';
import type { FieldDocument } from '@tongban/contracts';
import { type FieldType, type FieldValue, type Fields, type ScalarType, beijingDateOf, countsOn, parseCaseNumber, parseFieldType, provinceCodeOf } from '@tongban/domain';
import { textMatching } from './pattern-text';
import { Seed } from './seed';
import { syntheticCitizenId, syntheticUscc } from './synthetic-identity';

/** What a message is filled from. */
export interface FillContext {
  readonly caseNo: string;
  /** Business instant, RFC 3339. */
  readonly now: string;
  /** Division code of the side that sends, any level. */
  readonly ownDivision: string;
  /** Newest message of the other side: what a sign-for or a return speaks of. */
  readonly answeredMessageId?: string;
}

const TEXT_LENGTH_MAX = 200;
const MONEY_SPAN = 5_000_000;
const COUNT_SPAN = 60;
/** Bounds between these are taken for calendar years. */
const YEAR_BOUNDS = { min: 1900, max: 2200 } as const;
const DOCUMENT_NUMBER = '[A-Z]{2}[0-9]{8}';

/**
 * One synthetic value for a field by its type and rules alone. Values depend on the case and the field, not on the message:
 * person, letter number and amounts stay the same through a case, whoever writes them. `siblings` are the values already chosen.
 * @throws Error for a type word the format does not have.
 */
export function fieldValue(field: FieldDocument, siblings: Fields, context: FillContext, fields: readonly FieldDocument[], path = field.id): FieldValue {
  const type = parseFieldType(field.type);
  if (type === undefined) throw new Error(`field ${field.id} has the unknown type ${field.type}`);
  if (!type.list) return oneValue(type, field, siblings, context, fields, path);
  const item: FieldDocument = { ...field, pattern: field.itemPattern, required: true };
  return [oneValue(type, item, siblings, context, fields, `${path}.0`)];
}

/** The first code that the case may use, by the day on which its number was made: that is when it was opened, give or take a moment at midnight. */
function codeOfCase({ values = [] }: FieldDocument, { caseNo, now }: FillContext): string {
  const openedOn = parseCaseNumber(caseNo)?.date ?? beijingDateOf(now);
  return (values.find((value) => countsOn(value, openedOn)) ?? values[0])?.code ?? '';
}

function oneValue(type: FieldType, field: FieldDocument, siblings: Fields, context: FillContext, fields: readonly FieldDocument[], path: string): FieldValue {
  if (type.kind === 'enum') return codeOfCase(field, context);
  if (type.kind === 'record') return recordValue(field.fields ?? [], context, path);
  const seed = new Seed(context.caseNo);
  const today = beijingDateOf(context.now);
  const person = provinceCodeOf(context.caseNo);
  switch (type.scalar) {
    case 'bool': return true;
    case 'int32': case 'int64': return numberValue(type.scalar, field, seed, path, today);
    case 'date': return boundedDate(field, today);
    case 'year-month': return today.slice(0, 7);
    case 'datetime': return context.now;
    case 'uuid': return context.answeredMessageId ?? seed.uuid(path);
    case 'bytes': return Buffer.from(seed.hex(path), 'hex').subarray(0, Math.max(field.minLength ?? 1, Math.min(field.maxLength ?? 16, 16))).toString('base64');
    case 'citizen-id': return syntheticCitizenId(person, seed, path);
    case 'identity-number': return identityNumber(field, siblings, fields, seed, path, person);
    case 'uscc': return syntheticUscc(provinceCodeOf(context.ownDivision), new Seed(provinceCodeOf(context.ownDivision)), 'agency');
    case 'division-code': case 'division-code-county': return division(field, context);
    case 'division-code-city': return `${division(field, context).slice(0, 4)}00`;
    case 'attachment': return attachment(context.caseNo, path);
    case 'state-id': return field.values?.[0]?.code ?? '';
    case 'string': case 'text': return textValue(type.scalar, field, context, seed, path);
  }
}

export function recordValue(fields: readonly FieldDocument[], context: FillContext, path: string): Fields {
  const values: Record<string, FieldValue> = {};
  for (const field of fields) if (field.required) values[field.id] = fieldValue(field, values, context, fields, `${path}.${field.id}`);
  return values;
}

function numberValue(scalar: Extract<ScalarType, 'int32' | 'int64'>, field: FieldDocument, seed: Seed, path: string, today: string): number {
  const min = field.min ?? 0;
  const max = field.max ?? min + MONEY_SPAN;
  const balanced = field.constraints?.find(({ sum }) => sum !== undefined)?.sum;
  if (balanced !== undefined) return Math.min(Math.max(balanced, min), max);
  if (min >= YEAR_BOUNDS.min && max <= YEAR_BOUNDS.max) return Math.min(Math.max(Number(today.slice(0, 4)), min), max);
  const span = Math.min(max - min, scalar === 'int64' ? MONEY_SPAN : COUNT_SPAN);
  return min + seed.number(path, span + 1);
}

function boundedDate(field: FieldDocument, today: string): string {
  let date = today;
  for (const { notBefore } of field.constraints ?? []) if (notBefore !== undefined && date < notBefore) date = notBefore;
  for (const { notAfter } of field.constraints ?? []) if (notAfter !== undefined && date > notAfter) date = notAfter;
  return date;
}

/** FLOW-FORMAT §7: a citizen id where the code in the typing field says so, else a document number. */
function identityNumber(field: FieldDocument, siblings: Fields, fields: readonly FieldDocument[], seed: Seed, path: string, province: string): string {
  const typing = fields.find(({ id }) => id === field.typedBy);
  const code = field.typedBy === undefined ? undefined : siblings[field.typedBy];
  const numberType = typing?.values?.find((value) => value.code === code)?.numberType;
  return numberType === 'citizen-id' ? syntheticCitizenId(province, seed, path) : textMatching(DOCUMENT_NUMBER, seed, path, { min: 5, max: 20 });
}

/** A division a rule asks for is answered with the own one where that lies inside it, because it is more exact. */
function division(field: FieldDocument, { ownDivision }: FillContext): string {
  const asked = field.constraints?.find((constraint) => constraint.division !== undefined)?.division;
  return asked === undefined || asked === provinceCodeOf(ownDivision) ? ownDivision : asked;
}

/** The claim of an attachment whose bytes are one synthetic line of text, so that it is a true one. */
function attachment(caseNo: string, path: string): Fields {
  const bytes = Buffer.from(`合成附件 synthetic attachment ${caseNo} ${path}\n`, 'utf8');
  return { digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, size: bytes.length, media_type: 'text/plain' };
}

function textValue(scalar: 'string' | 'text', field: FieldDocument, { caseNo }: FillContext, seed: Seed, path: string): string {
  const bounds = { min: Math.max(field.minLength ?? 0, 1), max: field.maxLength ?? TEXT_LENGTH_MAX };
  if (field.pattern !== undefined) {
    // A business number that names its case is unique for its sender and can be read back on the telephone.
    const number = `${caseNo}.${seed.hex(path).slice(0, 4).toUpperCase()}`;
    const fits = field.part === 'open' && number.length >= bounds.min && number.length <= bounds.max && new RegExp(`^(?:${field.pattern})$`, 'u').test(number);
    return fits ? number : textMatching(field.pattern, seed, path, bounds);
  }
  const words = scalar === 'text' ? `${field.zh}：合成数据，仅用于联调测试。` : `合成${field.zh}${seed.number(path, 10_000)}`;
  return [...words.padEnd(bounds.min, '。')].slice(0, bounds.max).join('');
}
