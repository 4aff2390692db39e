import { TongbanError } from '@tongban/contracts';
import type { Worded } from '../flow/model';
import { type FieldNumberLock, numberOf } from './field-numbers';
import type { FieldType } from './field-type';
import { type FlowVocabulary, type TypedField, isPersonal, typed } from './flow-vocabulary';
import { ATTACHMENT_MESSAGE, personalMessageName, protoMessageName, protoNameClashes } from './proto-names';

export interface NumberedField { readonly field: TypedField; readonly number: number }

/** One protobuf message that a flow compiles to; the attachment claim, which is the same in all, is not among them. */
export interface ProtoMessage extends Worded {
  readonly name: string;
  /** An open part begins with the sealed personal part, which is no field of the flow. */
  readonly part: 'record' | 'open' | 'personal';
  /** Numbers of fields that are gone: never used again. */
  readonly retired: readonly number[];
  /** By number. */
  readonly fields: readonly NumberedField[];
}

/** Protobuf type of one value: codes, dates, identifiers and divisions travel as strings, checked by the version's rules. */
export function protoTypeOf(type: FieldType): string {
  if (type.kind === 'enum') return 'string';
  if (type.kind === 'record') return type.record;
  switch (type.scalar) {
    case 'bool': case 'int32': case 'int64': case 'bytes': return type.scalar;
    case 'attachment': return ATTACHMENT_MESSAGE;
    default: return 'string';
  }
}

/** What the field's type word adds to its protobuf type; empty when it adds nothing. */
export function typeWord(field: TypedField): string {
  const word = field.type.replace(/^list<(.+)>$/, '$1');
  return word === protoTypeOf(field.parsed) || field.parsed.kind === 'record' ? '' : word;
}

/**
 * What the messages of a flow are in protobuf: the records they use by name, then for each message `X` its open part `X` and its personal part
 * `XPersonal`. @throws TongbanError `catalogue.invalid` when a field has no number in the lock, or names clash.
 */
export function protoMessages(vocabulary: FlowVocabulary, lock: FieldNumberLock): readonly ProtoMessage[] {
  const clashes = protoNameClashes(vocabulary);
  if (clashes.length > 0) throw new TongbanError('catalogue.invalid', `${vocabulary.flow.flowId}: ${clashes.join('; ')}`);

  const body = (owner: string, name: string, fields: readonly TypedField[]): Pick<ProtoMessage, 'name' | 'retired' | 'fields'> => {
    const numbered = fields.map((field) => {
      const number = numberOf(lock, owner, name, field.id);
      if (number === undefined) throw new TongbanError('catalogue.invalid', `${owner}.${name}.${field.id} has no field number`);
      return { field, number };
    });
    return { name, retired: lock.reserved[owner]?.[name] ?? [], fields: numbered.sort((a, b) => a.number - b.number) };
  };
  const records = [...vocabulary.records.values()].sort((a, b) => (a.spec.id < b.spec.id ? -1 : 1))
    .map(({ owner, spec: { id, zh, en, fields } }): ProtoMessage => ({ zh, en, part: 'record', ...body(owner, id, fields.map(typed)) }));
  const messages = [...vocabulary.messages.values()].flatMap(({ owner, spec: { messageId, kind, zh, en, fields } }): ProtoMessage[] => {
    const all = fields.map(typed);
    const name = protoMessageName(messageId);
    return [
      { zh, en: `${en} (${messageId}, ${kind})`, part: 'open', ...body(owner, name, all.filter((field) => !isPersonal(field))) },
      { zh: `${zh}：个人信息`, en: `Personal part of ${name}`, part: 'personal', ...body(owner, personalMessageName(messageId), all.filter(isPersonal)) },
    ];
  });
  return [...records, ...messages];
}
