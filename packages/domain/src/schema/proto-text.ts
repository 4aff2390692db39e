import type { FieldNumberLock } from './field-numbers';
import type { FlowVocabulary } from './flow-vocabulary';
import { type NumberedField, type ProtoMessage, protoMessages, protoTypeOf, typeWord } from './proto-model';
import { ATTACHMENT_MESSAGE, SEALED_FIELD, SEALED_NUMBER, protoPackage } from './proto-names';
import { SEALED_TYPE, SEAL_PROTO_PATH } from './seal-proto';

const comment = (indent: string, zh: string, en: string): string => `${indent}// ${`${zh} / ${en}`.replace(/\s+/g, ' ').trim()}`;

function fieldLines({ field, number }: NumberedField): string[] {
  const label = field.parsed.list ? 'repeated' : 'optional';
  const word = typeWord(field);
  return [comment('  ', field.zh, `${field.en}${word && ` [${word}]`}`), `  ${label} ${protoTypeOf(field.parsed)} ${field.wireName} = ${number};`];
}

function messageLines({ name, part, zh, en, retired, fields }: ProtoMessage): string[] {
  return [
    comment('', zh, en), `message ${name} {`,
    ...(part === 'open' ? ['  // 密封的个人信息部分 / The sealed personal part', `  ${SEALED_TYPE} ${SEALED_FIELD} = ${SEALED_NUMBER};`] : []),
    ...(retired.length > 0 ? [`  reserved ${retired.join(', ')};`] : []),
    ...fields.flatMap(fieldLines), '}',
  ];
}

const ATTACHMENT_LINES = [
  comment('', '附件摘要', 'Claim of an attachment; its bytes travel sealed, apart from the message'),
  `message ${ATTACHMENT_MESSAGE} {`,
  '  // sha256: or sm3: and 64 lower-case hex digits',
  '  optional string digest = 1;',
  '  // bytes',
  '  optional int64 size = 2;',
  '  // RFC 6838 media type',
  '  optional string media_type = 3;',
  '}',
];

/**
 * The .proto (proto3) of one flow's messages: for each message `X` its open part `X` with `Sealed sealed = 1`, and its
 * personal part `XPersonal`; the records they use; the attachment claim. The same flow and lock give the same text. It is part of the
 * digest that names a version on the wire, so it never changes for a version; what is handed to others is `publishedProto`.
 * @throws TongbanError `catalogue.invalid` when a field has no number in the lock, or names clash.
 */
export function protoText(vocabulary: FlowVocabulary, lock: FieldNumberLock): string {
  const { flow } = vocabulary;
  return [
    [comment('', flow.zh, `${flow.en} (${flow.flowId})`), 'syntax = "proto3";'],
    [`package ${protoPackage(flow.flowId)};`],
    [`import "${SEAL_PROTO_PATH}";`],
    ATTACHMENT_LINES, ...protoMessages(vocabulary, lock).map(messageLines),
  ].map((lines) => lines.join('\n')).join('\n\n').concat('\n');
}
