import type { CompiledFlow } from '../compile';
import { guardLeaves } from '../guard';
import type { FieldSpec, MessageSpec, RecordType } from '../model';
import { type Report, reportRepeated } from './faults';

const SCALAR = /^(string|text|bool|int32|int64|date|year-month|datetime|uuid|bytes|citizen-id|identity-number|uscc|division-code(-city|-county)?|attachment|state-id)$/;
const LIST = /^list<(.+)>$/;
const ALWAYS_PERSONAL_TYPE = /^(text|citizen-id|identity-number|record:.*)$/;

/** The names field types resolve in: those of a flow, or of the shared dictionary alone. */
export type TypeNames = Pick<CompiledFlow, 'lists' | 'records'>;

/** FLOW-FORMAT §7 for the fields of one message. `personalNames`: see KnownReferences. */
export function checkMessageFields(names: TypeNames, message: MessageSpec, path: string, personalNames: readonly string[], report: Report): void {
  checkFields(names, message.fields, path, report);
  message.fields.forEach((field, index) => {
    const at = `${path}.fields[${index}]`;
    if (typeof field.personalData !== 'boolean') report(`${at}.personalData`, '缺少个人信息标记', 'personalData is missing');
    if (field.personalData !== true && mustBePersonal(field, personalNames)) report(`${at}.personalData`, `字段 ${field.id} 必须标记为个人信息`, `${field.id} must be marked personal`);
    for (const { leaf, path: inside } of guardLeaves(field.requiredWhen)) {
      const where = `${at}.requiredWhen${inside}`;
      if (!('field' in leaf)) { report(where, '必填条件不得查询历史状态', 'requiredWhen may not ask for visited states'); continue; }
      const other = message.fields.find((x) => x.id === leaf.field);
      if (other === undefined) report(where, `必填条件引用了未知字段 ${leaf.field}`, `requiredWhen reads the unknown field ${leaf.field}`);
      else if (field.personalData !== true && other.personalData === true) report(where, `开放字段的必填条件不得读取个人信息字段 ${leaf.field}`, `an open field may not depend on the personal field ${leaf.field}`);
    }
  });
}

/** What holds for fields of messages and records alike. */
export function checkFields(names: TypeNames, fields: readonly FieldSpec[], path: string, report: Report): void {
  reportRepeated(fields, (x) => x.id, `${path}.fields`, report);
  const ids = new Set(fields.map((x) => x.id));
  fields.forEach((field, index) => {
    const at = `${path}.fields[${index}]`;
    const base = LIST.exec(field.type)?.[1] ?? field.type;
    checkType(names, base, `${at}.type`, report);
    if (field.type === 'string' && field.pattern === undefined && field.maxLength === undefined) report(at, '字符串没有 pattern 或 maxLength', 'a string needs a pattern or a maxLength');
    if (/^int(32|64)$/.test(base) && (field.min === undefined || field.max === undefined)) report(at, '整数没有 min 和 max', 'an integer needs min and max');
    if (field.typedBy !== undefined && !ids.has(field.typedBy)) report(`${at}.typedBy`, `typedBy 引用了未知字段 ${field.typedBy}`, `typedBy names the unknown field ${field.typedBy}`);
    if (field.required === true && field.requiredWhen !== undefined) report(at, 'required 与 requiredWhen 不能并存', 'required and requiredWhen exclude each other');
    for (const key of ['pattern', 'itemPattern'] as const) checkPattern(field[key], `${at}.${key}`, report);
  });
}

function checkType(names: TypeNames, type: string, path: string, report: Report): void {
  if (type.startsWith('enum:')) {
    if (!names.lists.has(type.slice('enum:'.length))) report(path, `未知代码表 ${type}`, `unknown code list ${type}`);
  } else if (type.startsWith('record:')) {
    if (!names.records.has(type.slice('record:'.length))) report(path, `未知记录类型 ${type}`, `unknown record type ${type}`);
  } else if (!SCALAR.test(type)) report(path, `未知类型 ${type}`, `unknown type ${type}`);
}

function checkPattern(pattern: string | undefined, path: string, report: Report): void {
  if (pattern === undefined) return;
  try {
    new RegExp(pattern, 'u');
  } catch {
    report(path, '正则表达式无效', 'the pattern is no ECMA-262 expression with the unicode flag');
  }
}

function mustBePersonal(field: FieldSpec, personalNames: readonly string[]): boolean {
  const base = LIST.exec(field.type)?.[1] ?? field.type;
  return ALWAYS_PERSONAL_TYPE.test(base) || personalNames.some((name) => field.id === name || field.id.endsWith(`_${name}`));
}

/** A field id means the same everywhere, so it is sealed everywhere or nowhere. */
export function checkPersonalMarks(messages: readonly (readonly [string, MessageSpec])[], report: Report): void {
  const marks = new Map<string, boolean>();
  for (const [path, message] of messages) message.fields.forEach((field, index) => {
    const mark = marks.get(field.id) ?? field.personalData;
    if (mark !== field.personalData) report(`${path}.fields[${index}].personalData`, `字段 ${field.id} 在其他消息中标记不同`, `${field.id} is marked differently in another message`);
    if (typeof mark === 'boolean') marks.set(field.id, mark);
  });
}

/** Records may hold records, but none may hold itself. */
export function checkRecordCycles(records: ReadonlyMap<string, RecordType>, own: readonly RecordType[], path: string, report: Report): void {
  const inside = (record: RecordType): readonly string[] =>
    record.fields.flatMap((field) => /^(?:list<)?record:([^>]+)>?$/.exec(field.type)?.[1] ?? []);
  own.forEach((record, index) => {
    const reached = new Set<string>();
    const todo = [...inside(record)];
    for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
      const next = records.get(id);
      if (next === undefined || reached.has(id)) continue;
      reached.add(id);
      todo.push(...inside(next));
    }
    if (reached.has(record.id)) report(`${path}[${index}]`, `记录类型 ${record.id} 包含自身`, `the record type ${record.id} contains itself`);
  });
}
