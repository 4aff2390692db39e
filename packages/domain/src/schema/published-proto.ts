import type { Worded } from '../flow/model';
import { parseVersion } from '../standards/artefact';
import { wordGuard } from './guard-wording';
import type { FieldNumberLock } from './field-numbers';
import type { FlowVocabulary, TypedField } from './flow-vocabulary';
import { type NumberedField, type ProtoMessage, protoMessages, protoTypeOf, typeWord } from './proto-model';
import { ATTACHMENT_MESSAGE, SEALED_FIELD, SEALED_NUMBER, protoPackage } from './proto-names';
import { SEALED_TYPE, SEAL_PROTO, SEAL_PROTO_PATH } from './seal-proto';

/** One text file of protobuf; the path is what an `import` names. */
export interface ProtoFile { readonly path: string; readonly packageName: string; readonly text: string }
/** A standard, normative document or law that a flow names as its source. */
export interface NamedSource extends Worded { readonly id: string; readonly number: string }

const ATTACHMENT_LINES = [
  '// 附件声明 / Claim of an attachment; its bytes travel sealed, apart from the message.',
  `message ${ATTACHMENT_MESSAGE} {`,
  '  // 摘要 / Digest: sha256: or sm3: and 64 lower-case hex digits.', '  optional string digest = 1;',
  '  // 字节数 / Size in bytes.', '  optional int64 size = 2;',
  '  // 媒体类型 / Media type, RFC 6838.', '  optional string media_type = 3;',
  '}',
];

/** One line of comment: whatever the words are, they cannot end it. */
const line = (indent: string, text: string): string => `${indent}// ${text.replace(/\s+/g, ' ').trim()}`;
const both = (indent: string, { zh, en }: Worded): string => line(indent, `${zh} / ${en}`);

/** What a reader of the .proto alone must know besides the type. */
function rulesOf(vocabulary: FlowVocabulary, field: TypedField): Worded[] {
  const { parsed, required, requiredWhen, pattern, itemPattern, minLength, maxLength, min, max, maxItems, typedBy } = field;
  const word = typeWord(field);
  const list = parsed.kind === 'enum' ? vocabulary.codeLists.get(parsed.codeList) : undefined;
  const from = (list as { readonly sourceStandard?: unknown } | undefined)?.sourceStandard;
  const condition = requiredWhen && wordGuard(requiredWhen);
  return [
    ...(word ? [{ zh: `类型${word}`, en: `type ${word}` }] : []),
    ...(typeof from === 'string' ? [{ zh: `代码依据${from}`, en: `codes of ${from}` }] : []),
    ...(required ? [{ zh: '必填', en: 'required' }] : []),
    ...(condition ? [{ zh: `${condition.zh}时必填`, en: `required when ${condition.en}` }] : []),
    ...(minLength !== undefined || maxLength !== undefined ? [{ zh: `长度${minLength ?? 0}至${maxLength ?? '不限'}`, en: `length ${minLength ?? 0} to ${maxLength ?? 'any'}` }] : []),
    ...(min !== undefined || max !== undefined ? [{ zh: `取值${min ?? '不限'}至${max ?? '不限'}`, en: `from ${min ?? 'any'} to ${max ?? 'any'}` }] : []),
    ...(maxItems !== undefined ? [{ zh: `最多${maxItems}项`, en: `at most ${maxItems} entries` }] : []),
    ...(pattern ?? itemPattern ? [{ zh: `格式 ${pattern ?? itemPattern}`, en: `pattern ${pattern ?? itemPattern}` }] : []),
    ...(typedBy !== undefined ? [{ zh: `号码种类见${typedBy}`, en: `kind of number in ${typedBy}` }] : []),
  ];
}

function fieldLines(vocabulary: FlowVocabulary, { field, number }: NumberedField): string[] {
  const rules = rulesOf(vocabulary, field);
  return [
    both('  ', field),
    ...(rules.length === 0 ? [] : [both('  ', { zh: rules.map(({ zh }) => zh).join('，'), en: rules.map(({ en }) => en).join(', ') })]),
    `  ${field.parsed.list ? 'repeated' : 'optional'} ${protoTypeOf(field.parsed)} ${field.wireName} = ${number};`,
  ];
}

function messageLines(vocabulary: FlowVocabulary, { name, part, zh, en, retired, fields }: ProtoMessage): string[] {
  return [
    both('', { zh, en }), `message ${name} {`,
    ...(retired.length > 0 ? [line('  ', '停用的编号，永不复用 / Numbers of fields that are gone; never used again.'), `  reserved ${retired.join(', ')};`] : []),
    ...(part === 'open' ? [line('  ', '密封的个人信息部分 / The sealed personal part.'), `  ${SEALED_TYPE} ${SEALED_FIELD} = ${SEALED_NUMBER};`] : []),
    ...fields.flatMap((field) => fieldLines(vocabulary, field)), '}',
  ];
}

const sourceLine = ({ id, number, zh, en }: NamedSource): string => line('', `依据 / Source: ${number === zh ? '' : number}《${zh}》 ${en} (${id})`);

/**
 * The protobuf files of one version as they are handed to other systems: laid out and named as `buf lint` STANDARD wants it, with the meaning, rules
 * and sources of everything in comments, and the one file they import. On the wire they are the same as what the hub runs: names, comments and packages do not travel.
 * The package carries the major version, so that files of two majors live side by side and `buf breaking` compares two minors.
 * @throws TongbanError `catalogue.invalid` when a field has no number in the lock, or names clash.
 */
export function publishedProto(vocabulary: FlowVocabulary, lock: FieldNumberLock, version: string, sources: readonly NamedSource[]): readonly [seal: ProtoFile, messages: ProtoFile] {
  const { flow } = vocabulary;
  const packageName = `${protoPackage(flow.flowId)}.v${parseVersion(version).major}`;
  const text = [
    [
      both('', { zh: flow.zh, en: `${flow.en} (${flow.flowId}@${version})` }), ...sources.map(sourceLine),
      line('', '字段编号由归口枢纽在发布时确定，永不复用；代码以字符串传送，由该版本的规则校验 / The owner assigned the field numbers at publication, and none is used again. Codes travel as strings, checked by the rules of the version.'),
      'syntax = "proto3";',
    ],
    [`package ${packageName};`],
    [`import "${SEAL_PROTO_PATH}";`],
    ATTACHMENT_LINES, ...protoMessages(vocabulary, lock).map((message) => messageLines(vocabulary, message)),
  ].map((lines) => lines.join('\n')).join('\n\n').concat('\n');
  return [
    { path: SEAL_PROTO_PATH, packageName: 'tongban.v1', text: SEAL_PROTO },
    { path: `${packageName.replaceAll('.', '/')}/messages.proto`, packageName, text },
  ];
}
