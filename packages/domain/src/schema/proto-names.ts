import type { FlowVocabulary } from './flow-vocabulary';

/** Protobuf message that every attachment claim travels as. */
export const ATTACHMENT_MESSAGE = 'Attachment';
/** Field that carries the sealed personal part in an open message, and its number. */
export const SEALED_FIELD = 'sealed';
export const SEALED_NUMBER = 1;

/**
 * Name of a field in protobuf: its id, but for a field of a flow that is itself called `sealed` (an archive may be), which
 * gives way to the sealed part. The field keeps its id everywhere else.
 */
export const protoFieldName = (fieldId: string): string => (fieldId === SEALED_FIELD ? `${SEALED_FIELD}_value` : fieldId);

/** `AB-CDE` → `AbCde`. */
export const protoMessageName = (messageId: string): string =>
  messageId.split(/[^A-Za-z0-9]+/).filter(Boolean).map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join('');

export const personalMessageName = (messageId: string): string => `${protoMessageName(messageId)}Personal`;

/** `F-AB-CDE` → `tongban.flow.f_ab_cde`. */
export const protoPackage = (flowId: string): string => `tongban.flow.${flowId.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;

/** protoc's JSON name, in which two fields of one message may not agree. */
const jsonName = (fieldId: string): string => fieldId.replace(/_+([a-z0-9])/g, (_, next: string) => next.toUpperCase());

/** Names that two things of one flow would share in protobuf; sentences for engineers, empty when all are distinct. */
export function protoNameClashes(vocabulary: FlowVocabulary): string[] {
  const clashes: string[] = [];
  const taken = new Map<string, string>([[ATTACHMENT_MESSAGE, 'the attachment claim']]);
  const claim = (name: string, what: string): void => {
    const other = taken.get(name);
    if (other) clashes.push(`${what} and ${other} are both the protobuf message ${name}`);
    taken.set(name, what);
  };
  const distinct = (what: string, fields: readonly { readonly id: string }[], reserved: readonly string[]): void => {
    const seen = new Map(reserved.map((name) => [jsonName(name), name]));
    for (const { id } of fields) {
      const name = jsonName(protoFieldName(id));
      const other = seen.get(name);
      if (other !== undefined) clashes.push(`fields ${other} and ${id} of ${what} share one protobuf JSON name`);
      seen.set(name, id);
    }
  };
  for (const { spec } of vocabulary.records.values()) {
    claim(spec.id, `record type ${spec.id}`);
    distinct(`record type ${spec.id}`, spec.fields, []);
  }
  for (const { spec } of vocabulary.messages.values()) {
    claim(protoMessageName(spec.messageId), `message ${spec.messageId}`);
    claim(personalMessageName(spec.messageId), `the personal part of ${spec.messageId}`);
    distinct(`message ${spec.messageId}`, spec.fields, [SEALED_FIELD]);
  }
  return clashes;
}
