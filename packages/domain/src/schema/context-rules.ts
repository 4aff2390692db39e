import { type FieldFault, fieldFault } from '@tongban/contracts';
import { holds } from '../flow/guard';
import type { CodeList, FieldValue, Fields } from '../flow/model';
import { checkCitizenId } from '../identifiers/citizen-id';
import { IDENTIFIER_REASONS, type IdentifierCheck } from '../identifiers/reasons';
import { isSyntheticIdentity } from '../identifiers/synthetic';
import { checkUscc } from '../identifiers/uscc';
import { type FlowVocabulary, type TypedField, typed } from './flow-vocabulary';
import { wordGuard } from './guard-wording';
import { type OpeningDays, countsFor, datedCodes } from './code-validity';
import type { UnknownFields } from './part-schema';
import type { ValueFault } from './value-checks';

/** What a validator knows of its surroundings. */
export interface ValidationContext {
  /** `production`, `sandbox` or `drill`: named in the fault when an identity is not allowed there. */
  readonly environment: string;
  /** Refuse identities that could belong to somebody: the sandbox. */
  readonly syntheticOnly: boolean;
  readonly divisions: { isKnown(divisionCode: string): boolean };
  /** Beijing date; when given, birth dates after it are refused. */
  readonly todayDate?: string;
  /** When the case was opened; when given, codes that did not count then are refused. */
  readonly openedOn?: OpeningDays;
  /** Default `keep`. */
  readonly unknownFields?: UnknownFields;
}

/** Document numbers that are no citizen ids: passports, travel permits (FLOW-FORMAT §7). */
const DOCUMENT_NUMBER = /^[A-Z0-9()]{5,20}$/;
/** `numberType` of a code whose document carries a citizen identification number. */
const CITIZEN_ID = 'citizen-id';

type SiblingRule = (value: string, siblings: Fields, context: ValidationContext) => ValueFault | undefined;

const badIdentifier = (check: IdentifierCheck<object>): ValueFault | undefined =>
  (check.valid ? undefined : { code: 'field.identifier', ...IDENTIFIER_REASONS[check.reason] });

const notSynthetic = (context: ValidationContext): ValueFault =>
  ({ code: 'field.not-synthetic', zh: `环境${context.environment}`, en: `environment ${context.environment}` });

const citizenId: SiblingRule = (value, _, context) => {
  const invalid = badIdentifier(checkCitizenId(value, { todayDate: context.todayDate }));
  if (invalid) return invalid;
  return context.syntheticOnly && !isSyntheticIdentity('citizen-id', value) ? notSynthetic(context) : undefined;
};

const uscc: SiblingRule = (value, _, context) =>
  badIdentifier(checkUscc(value)) ?? (context.syntheticOnly && !isSyntheticIdentity('uscc', value) ? notSynthetic(context) : undefined);

/** A real citizen id does not become acceptable in a sandbox by being called a passport. */
function identityNumber(typedBy: string | undefined, numberTypes: ReadonlyMap<string, string>): SiblingRule {
  return (value, siblings, context) => {
    const code = typedBy === undefined ? undefined : siblings[typedBy];
    if (typeof code === 'string' && numberTypes.get(code) === CITIZEN_ID) return citizenId(value, siblings, context);
    if (!DOCUMENT_NUMBER.test(value)) return { code: 'field.pattern', zh: `须匹配 ${DOCUMENT_NUMBER.source}`, en: `it must match ${DOCUMENT_NUMBER.source}` };
    return context.syntheticOnly && checkCitizenId(value).valid && !isSyntheticIdentity('citizen-id', value) ? notSynthetic(context) : undefined;
  };
}

const division: SiblingRule = (value, _, context) =>
  (context.divisions.isKnown(value) ? undefined : { code: 'field.division', zh: '须为存在的六位代码', en: 'it must be an existing six-digit code' });

/**
 * City level: codes ending in 00, and 90xx, the cities administered directly by their province. The county type has no
 * level rule, because some prefectures and the SARs have no counties and are named by their own code.
 */
const city: SiblingRule = (value, siblings, context) => division(value, siblings, context)
  ?? (/^\d{4}00$|^\d{2}90\d{2}$/.test(value) ? undefined : { code: 'field.division', zh: '须为地级代码', en: 'it must be a code of city level' });

/** Undefined for a list whose codes always count. The words give the day and not the code's own dates, which would tell the code. */
function codeOfOpening(list: CodeList | undefined): SiblingRule | undefined {
  const dated = datedCodes(list);
  if (list === undefined || dated.size === 0) return undefined;
  return (value, _, { openedOn }) => {
    const dates = openedOn && dated.get(value);
    if (dates === undefined || countsFor(dates, openedOn!)) return undefined;
    return { code: 'field.code-not-in-force', zh: `代码表${list.id}，办件发起于${openedOn!.to}`, en: `code list ${list.id}, the case was opened on ${openedOn!.to}` };
  };
}

function ruleFor(field: TypedField, fields: readonly TypedField[], codeLists: ReadonlyMap<string, CodeList>): SiblingRule | undefined {
  if (field.parsed.kind === 'enum') return codeOfOpening(codeLists.get(field.parsed.codeList));
  if (field.parsed.kind !== 'scalar') return undefined;
  switch (field.parsed.scalar) {
    case 'citizen-id': return citizenId;
    case 'uscc': return uscc;
    case 'division-code': case 'division-code-county': return division;
    case 'division-code-city': return city;
    case 'identity-number': {
      const typing = fields.find(({ id }) => id === field.typedBy);
      const list = typing?.parsed.kind === 'enum' ? codeLists.get(typing.parsed.codeList) : undefined;
      return identityNumber(field.typedBy, new Map((list?.values ?? []).map(({ code, numberType }) => [code, numberType ?? ''])));
    }
    default: return undefined;
  }
}

/** Adds a fault unless that path already has one: the first fault of a value is the one to correct. */
export type Report = (path: string, fault: ValueFault) => void;
export type ContextRules = (values: Fields, siblings: Fields, context: ValidationContext, report: Report, path?: string) => void;

/**
 * The rules of some fields that need more than the value: required-when, identifiers (typed by a sibling, synthetic in
 * the sandbox) and divisions. `part` are the fields to judge, `all` every field a rule may read.
 */
export function compileContextRules(vocabulary: FlowVocabulary, part: readonly TypedField[], all: readonly TypedField[] = part): ContextRules {
  const byRecord = new Map<string, ContextRules>();
  const recordRules = (id: string): ContextRules => {
    const known = byRecord.get(id);
    if (known) return known;
    const rules = compileContextRules(vocabulary, (vocabulary.records.get(id)?.spec.fields ?? []).map(typed));
    byRecord.set(id, rules);
    return rules;
  };
  const compiled = part.map((field) => ({ field, rule: ruleFor(field, all, vocabulary.codeLists) }));
  return (values, siblings, context, report, path = '') => {
    for (const { field, rule } of compiled) {
      const at = path + field.id;
      const value = values[field.id];
      if (field.requiredWhen && (value === undefined || value === '') && holds(field.requiredWhen, siblings)) {
        const { zh, en } = wordGuard(field.requiredWhen);
        report(at, { code: 'field.required', zh: `${zh}时必填`, en: `it is required when ${en}` });
      }
      if (value === undefined) continue;
      const items: readonly (readonly [string, FieldValue])[] = Array.isArray(value) ? value.map((item, index) => [`${at}.${index}`, item] as const) : [[at, value]];
      for (const [itemPath, item] of items) {
        if (rule && typeof item === 'string' && !(item === '' && field.required)) {
          const fault = rule(item, siblings, context);
          if (fault) report(itemPath, fault);
        }
        if (field.parsed.kind === 'record' && typeof item === 'object' && item !== null && !Array.isArray(item)) {
          recordRules(field.parsed.record)(item as Fields, item as Fields, context, report, `${itemPath}.`);
        }
      }
    }
  };
}

/** A fault worded from the catalogue. */
export const worded = (path: string, fault: ValueFault): FieldFault => fieldFault(path, fault.code, fault.zh, fault.en);
