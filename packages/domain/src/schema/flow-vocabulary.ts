import { TongbanError } from '@tongban/contracts';
import type { CodeList, FieldSpec, Flow, FlowDictionary, MessageSpec, RecordType } from '../flow/model';
import { type FieldType, parseFieldType } from './field-type';
import { protoFieldName } from './proto-names';

/** Owner of what all flows share, in the field-number lock. */
export const SHARED_OWNER = 'common';

export interface Owned<T> { readonly owner: string; readonly spec: T }
export interface TypedField extends FieldSpec {
  readonly parsed: FieldType;
  /** Its name in protobuf. */
  readonly wireName: string;
}

/**
 * What the messages of one flow are made of: its own messages, records and code lists with the shared ones behind
 * them. Records and code lists are only those that a field reaches, so that an unrelated addition to the dictionary
 * changes nothing here.
 */
export interface FlowVocabulary {
  readonly flow: Flow;
  /** Flow messages first, then the common ones; by message id. */
  readonly messages: ReadonlyMap<string, Owned<MessageSpec>>;
  readonly records: ReadonlyMap<string, Owned<RecordType>>;
  readonly codeLists: ReadonlyMap<string, CodeList>;
  readonly states: ReadonlySet<string>;
}

/** A field with its type taken apart. @throws TongbanError `catalogue.invalid` for words outside the format. */
export function typed(field: FieldSpec): TypedField {
  const parsed = parseFieldType(field.type);
  if (!parsed) throw new TongbanError('catalogue.invalid', `field ${field.id} has the unknown type ${field.type}`);
  return { ...field, parsed, wireName: protoFieldName(field.id) };
}

export const isPersonal = (field: FieldSpec): boolean => field.personalData === true;

/** @throws TongbanError `catalogue.invalid` when a field names a list or record that does not exist. */
export function vocabularyOf(flow: Flow, dictionary: FlowDictionary): FlowVocabulary {
  const messages = new Map<string, Owned<MessageSpec>>();
  for (const spec of flow.messages) messages.set(spec.messageId, { owner: flow.flowId, spec });
  for (const spec of dictionary.commonMessages) if (!messages.has(spec.messageId)) messages.set(spec.messageId, { owner: SHARED_OWNER, spec });
  const known = {
    records: new Map<string, Owned<RecordType>>([
      ...dictionary.recordTypes.map((spec) => [spec.id, { owner: SHARED_OWNER, spec }] as const),
      ...(flow.recordTypes ?? []).map((spec) => [spec.id, { owner: flow.flowId, spec }] as const),
    ]),
    codeLists: new Map([...dictionary.codeLists, ...(flow.codeLists ?? [])].map((list) => [list.id, list])),
  };
  const records = new Map<string, Owned<RecordType>>();
  const codeLists = new Map<string, CodeList>();
  const pending = [...messages.values()].map(({ spec }) => spec.fields);
  for (let fields = pending.shift(); fields; fields = pending.shift()) {
    for (const field of fields.map(typed)) {
      if (field.parsed.kind === 'enum' && !codeLists.has(field.parsed.codeList)) {
        const list = known.codeLists.get(field.parsed.codeList);
        if (!list) throw new TongbanError('catalogue.invalid', `${flow.flowId}: field ${field.id} names the unknown code list ${field.parsed.codeList}`);
        codeLists.set(list.id, list);
      }
      if (field.parsed.kind === 'record' && !records.has(field.parsed.record)) {
        const record = known.records.get(field.parsed.record);
        if (!record) throw new TongbanError('catalogue.invalid', `${flow.flowId}: field ${field.id} names the unknown record type ${field.parsed.record}`);
        records.set(record.spec.id, record);
        pending.push(record.spec.fields);
      }
    }
  }
  return { flow, messages, records, codeLists, states: new Set(flow.states.map((state) => state.id)) };
}
