import { TongbanError } from '@tongban/contracts';
import type { FieldSpec } from '../flow/model';
import { type FlowVocabulary, type TypedField, isPersonal, typed } from './flow-vocabulary';
import { wordGuard } from './guard-wording';
import { type JsonSchema, type PlaceOf, guardSchema } from './json-schema-guard';
import { ATTACHMENT_SCHEMA, DEFINITION, type Refer, codesSchema, identityForm, valueSchema } from './json-schema-values';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
/** `numberType` of a code whose document carries a citizen identification number. */
const CITIZEN_ID = 'citizen-id';
type Definitions = Map<string, JsonSchema>;

/**
 * JSON Schema 2020-12 of one message as a system has it in hand, `{"open": {…}, "personal": {…}}`: the same rules as the compiled validator applies
 * on both sides, so that what one takes the other takes. Beyond a schema, and left to the validator, are checksums of identifiers, the existence of a
 * division, dates that must not lie in the future, and that a sandbox takes synthetic identities only. Fields it does not know are kept, as the hub keeps them.
 * @param schemaId absolute URI that names the schema. @throws TongbanError `message.unknown-type`.
 */
export function messageJsonSchema(vocabulary: FlowVocabulary, messageId: string, schemaId: string): { readonly [keyword: string]: unknown } {
  const spec = vocabulary.messages.get(messageId)?.spec;
  if (spec === undefined) throw new TongbanError('message.unknown-type', `flow ${vocabulary.flow.flowId} has no message ${messageId}`);
  const definitions: Definitions = new Map();
  const refer = referring(vocabulary, definitions);
  const all = spec.fields.map(typed);
  const open = all.filter((field) => !isPersonal(field));
  const personal = all.filter(isPersonal);
  const inPart = (part: 'open' | 'personal') => (ofPart: JsonSchema): JsonSchema => ({ required: [part], properties: { [part]: ofPart } });
  // Rules of personal fields may read open ones, so they are said of the whole message.
  const placeInMessage: PlaceOf = (id) => {
    const field = all.find((one) => one.id === id);
    return field && { field, within: inPart(isPersonal(field) ? 'personal' : 'open') };
  };
  const rules = fieldRules(vocabulary, personal, placeInMessage);
  return {
    $schema: DIALECT, $id: schemaId, title: `${spec.zh} / ${spec.en}`, description: `${spec.messageId} (${spec.kind})`,
    type: 'object', required: ['open', 'personal'], properties: { open: { $ref: '#/$defs/open' }, personal: { $ref: '#/$defs/personal' } },
    ...(rules.length > 0 && { allOf: rules }),
    $defs: {
      open: { title: '开放字段 / Open fields', ...objectSchema(vocabulary, open, refer) },
      personal: { title: '个人信息，密封传送 / Personal data, sealed on the way', ...objectSchema(vocabulary, personal, refer, false) },
      ...Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

/** @param withRules false where the rules that read other fields are said elsewhere. */
function objectSchema(vocabulary: FlowVocabulary, fields: readonly TypedField[], refer: Refer, withRules = true): { readonly [keyword: string]: unknown } {
  const placeHere: PlaceOf = (id) => {
    const field = fields.find((one) => one.id === id);
    return field && { field, within: (ofOwner) => ofOwner };
  };
  const rules = withRules ? fieldRules(vocabulary, fields, placeHere) : [];
  const required = fields.filter((field) => field.required).map(({ id }) => id);
  return {
    type: 'object', properties: Object.fromEntries(fields.map((field) => [field.id, described(field, valueSchema(field, refer))])),
    ...(required.length > 0 && { required }), ...(rules.length > 0 && { allOf: rules }),
  };
}

/** 2020-12 lets a reference stand beside other words. */
function described({ zh, en, note, requiredWhen }: FieldSpec, schema: JsonSchema): JsonSchema {
  const condition = requiredWhen && wordGuard(requiredWhen);
  const description = [...(condition ? [`${condition.zh}时必填 / required when ${condition.en}`] : []), ...(note === undefined ? [] : [note])].join('\n');
  return { title: `${zh} / ${en}`, ...(description && { description }), ...(schema as object) };
}

/** What a field needs that its own value does not decide: required-when, and an identity number typed by another field. */
function fieldRules(vocabulary: FlowVocabulary, fields: readonly TypedField[], placeOf: PlaceOf): JsonSchema[] {
  return fields.flatMap((field): JsonSchema[] => {
    const place = placeOf(field.id);
    if (place === undefined) return [];
    const rules: JsonSchema[] = [];
    if (field.requiredWhen !== undefined) {
      const notEmpty = field.parsed.list ? { minItems: 1 } : { minLength: 1 };
      rules.push({ if: guardSchema(field.requiredWhen, placeOf), then: place.within({ required: [field.id], properties: { [field.id]: notEmpty } }) });
    }
    if (field.parsed.kind === 'scalar' && field.parsed.scalar === 'identity-number') {
      const typing = field.typedBy === undefined ? undefined : placeOf(field.typedBy);
      const list = typing?.field.parsed.kind === 'enum' ? vocabulary.codeLists.get(typing.field.parsed.codeList) : undefined;
      const citizen = (list?.values ?? []).filter(({ numberType }) => numberType === CITIZEN_ID).map(({ code }) => code);
      const formed = (isCitizenId: boolean): JsonSchema => {
        const form = identityForm(isCitizenId);
        return place.within({ properties: { [field.id]: field.parsed.list ? { items: form } : form } });
      };
      rules.push(field.typedBy === undefined || citizen.length === 0
        ? formed(false) : { if: guardSchema({ field: field.typedBy, in: citizen }, placeOf), then: formed(true), else: formed(false) });
    }
    return rules;
  });
}

/** Defines what is referred to when it is referred to first; a record may hold records, itself among them. */
function referring(vocabulary: FlowVocabulary, definitions: Definitions): Refer {
  const define = (name: string): JsonSchema => {
    if (name === DEFINITION.attachment) return ATTACHMENT_SCHEMA;
    if (name === DEFINITION.states) return { title: '流程状态 / States of the flow', type: 'string', enum: [...vocabulary.states] };
    const list = [...vocabulary.codeLists.values()].find(({ id }) => DEFINITION.codes(id) === name);
    if (list !== undefined) return codesSchema(list);
    const record = [...vocabulary.records.values()].find(({ spec }) => DEFINITION.record(spec.id) === name)?.spec;
    if (record === undefined) throw new TongbanError('catalogue.invalid', `nothing defines ${name}`);
    return { title: `${record.zh} / ${record.en}`, ...objectSchema(vocabulary, record.fields.map(typed), refer) };
  };
  const refer: Refer = (name) => {
    if (!definitions.has(name)) {
      definitions.set(name, true); // so that a record that holds itself ends here
      definitions.set(name, define(name));
    }
    return { $ref: `#/$defs/${name}` };
  };
  return refer;
}
