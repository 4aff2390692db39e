import { TongbanError } from '@tongban/contracts';
import { type FieldNumberLock, numberOf } from './field-numbers';
import type { FieldType } from './field-type';
import { type FlowVocabulary, type TypedField, isPersonal, typed } from './flow-vocabulary';
import { ATTACHMENT_MESSAGE, SEALED_FIELD, SEALED_NUMBER, personalMessageName, protoMessageName, protoNameClashes, protoPackage } from './proto-names';
import { SEALED_TYPE, SEAL_PROTO_PATH } from './seal-proto';

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

const comment = (indent: string, zh: string, en: string): string => `${indent}// ${`${zh} / ${en}`.replace(/\s+/g, ' ').trim()}`;

/** What the field's type word adds to its protobuf type, for whoever reads only the .proto. */
function typeNote(field: TypedField): string {
  const word = field.type.replace(/^list<(.+)>$/, '$1');
  return word === protoTypeOf(field.parsed) || field.parsed.kind === 'record' ? '' : ` [${word}]`;
}

function fieldLines(field: TypedField, number: number): string[] {
  const label = field.parsed.list ? 'repeated' : 'optional';
  return [comment('  ', field.zh, `${field.en}${typeNote(field)}`), `  ${label} ${protoTypeOf(field.parsed)} ${field.wireName} = ${number};`];
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
 * personal part `XPersonal`; the records they use; the attachment claim. The same flow and lock give the same text.
 * @throws TongbanError `catalogue.invalid` when a field has no number in the lock, or names clash.
 */
export function protoText(vocabulary: FlowVocabulary, lock: FieldNumberLock): string {
  const { flow } = vocabulary;
  const clashes = protoNameClashes(vocabulary);
  if (clashes.length > 0) throw new TongbanError('catalogue.invalid', `${flow.flowId}: ${clashes.join('; ')}`);

  const body = (owner: string, message: string, fields: readonly TypedField[]): string[] => {
    const numbered = fields.map((field) => {
      const number = numberOf(lock, owner, message, field.id);
      if (number === undefined) throw new TongbanError('catalogue.invalid', `${owner}.${message}.${field.id} has no field number`);
      return { field, number };
    });
    const retired = lock.reserved[owner]?.[message] ?? [];
    return [
      ...(retired.length > 0 ? [`  reserved ${retired.join(', ')};`] : []),
      ...numbered.sort((a, b) => a.number - b.number).flatMap(({ field, number }) => fieldLines(field, number)),
    ];
  };

  const records = [...vocabulary.records.values()].sort((a, b) => (a.spec.id < b.spec.id ? -1 : 1)).map(({ owner, spec }) => [
    comment('', spec.zh, spec.en), `message ${spec.id} {`, ...body(owner, spec.id, spec.fields.map(typed)), '}',
  ]);
  const messages = [...vocabulary.messages.values()].flatMap(({ owner, spec }) => {
    const name = protoMessageName(spec.messageId);
    const personal = personalMessageName(spec.messageId);
    const fields = spec.fields.map(typed);
    return [
      [
        comment('', spec.zh, `${spec.en} (${spec.messageId}, ${spec.kind})`), `message ${name} {`,
        '  // 密封的个人信息部分 / The sealed personal part', `  ${SEALED_TYPE} ${SEALED_FIELD} = ${SEALED_NUMBER};`,
        ...body(owner, name, fields.filter((field) => !isPersonal(field))), '}',
      ],
      [comment('', `${spec.zh}：个人信息`, `Personal part of ${name}`), `message ${personal} {`, ...body(owner, personal, fields.filter(isPersonal)), '}'],
    ];
  });
  return [
    [comment('', flow.zh, `${flow.en} (${flow.flowId})`), 'syntax = "proto3";'],
    [`package ${protoPackage(flow.flowId)};`],
    [`import "${SEAL_PROTO_PATH}";`],
    ATTACHMENT_LINES, ...records, ...messages,
  ].map((lines) => lines.join('\n')).join('\n\n').concat('\n');
}
