import { ParseErrorCode, visit } from 'jsonc-parser';
import { jsonPath } from '../data-files';
import type { BundleFaults } from './bundle-faults';
import { BUNDLE_LIMITS } from './limits';

type Words = readonly [zh: string, en: string];

/** What the parser says, as sentences; `visit` speaks of comments and trailing commas because it could allow them. */
const SYNTAX_WORDS: Readonly<Record<number, Words>> = {
  [ParseErrorCode.InvalidSymbol]: ['此处不是JSON值', 'this is no JSON value'],
  [ParseErrorCode.InvalidNumberFormat]: ['数字格式有误', 'the number is malformed'],
  [ParseErrorCode.PropertyNameExpected]: ['此处应为带双引号的键', 'a key in double quotes is expected here'],
  [ParseErrorCode.ValueExpected]: ['此处应为值', 'a value is expected here'],
  [ParseErrorCode.ColonExpected]: ['此处应为冒号', 'a colon is expected here'],
  [ParseErrorCode.CommaExpected]: ['此处应为逗号', 'a comma is expected here'],
  [ParseErrorCode.CloseBraceExpected]: ['此处应为右花括号', 'a closing brace is expected here'],
  [ParseErrorCode.CloseBracketExpected]: ['此处应为右方括号', 'a closing bracket is expected here'],
  [ParseErrorCode.EndOfFileExpected]: ['JSON值之后还有内容', 'there is more after the JSON value'],
  [ParseErrorCode.InvalidCommentToken]: ['JSON中不得有注释', 'JSON has no comments'],
  [ParseErrorCode.UnexpectedEndOfString]: ['字符串没有结束', 'the string does not end'],
  [ParseErrorCode.UnexpectedEndOfNumber]: ['数字没有写完', 'the number does not end'],
  [ParseErrorCode.InvalidUnicode]: ['\\u之后须为四位十六进制数字', '\\u needs four hex digits'],
  [ParseErrorCode.InvalidEscapeCharacter]: ['无效的转义字符', 'there is no such escape'],
  [ParseErrorCode.InvalidCharacter]: ['字符串中的控制字符须转义', 'a control character inside a string must be escaped'],
};
const OTHER: Words = ['JSON语法有误', 'the JSON is malformed'];

/** Ends a walk through text that is not worth going on with. */
class Stop extends Error {}

/**
 * The value of a JSON text (RFC 8259; a byte order mark is ignored). Bounded in size and depth before anything is built, and a key
 * given twice is a fault, since `JSON.parse` would silently take the last. Undefined when there is any fault; of syntax faults the
 * first only, since what follows it is guesswork.
 */
export function valueOfJsonText(text: string, faults: BundleFaults): unknown {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > BUNDLE_LIMITS.bytes) {
    faults.report('$', `文件有${bytes}字节，上限为${BUNDLE_LIMITS.bytes}字节，请分成几个文件导入`, `the file has ${bytes} bytes and may have ${BUNDLE_LIMITS.bytes}: import it in parts`);
    return undefined;
  }
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const before = faults.count;
  try {
    walk(source, faults);
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
  }
  if (faults.count > before) return undefined;
  try {
    return JSON.parse(source) as unknown;
  } catch {
    faults.report('$', ...OTHER);
    return undefined;
  }
}

function walk(source: string, faults: BundleFaults): void {
  const keys: Set<string>[] = [];
  let depth = 0;
  let values = 0;
  const enter = (_offset: number, _length: number, line: number, character: number): void => {
    depth += 1;
    if (depth > BUNDLE_LIMITS.depth) stop(faults, line, character, [`嵌套超过${BUNDLE_LIMITS.depth}层`, `it is nested more than ${BUNDLE_LIMITS.depth} deep`]);
    count(line, character);
  };
  const leave = (): void => { depth -= 1; };
  const count = (line: number, character: number): void => {
    values += 1;
    if (values > BUNDLE_LIMITS.values) stop(faults, line, character, [`值超过${BUNDLE_LIMITS.values}个`, `there are more than ${BUNDLE_LIMITS.values} values`]);
  };
  visit(source, {
    onObjectBegin: (offset, length, line, character) => { enter(offset, length, line, character); keys.push(new Set()); },
    onObjectProperty: (key, _offset, _length, line, character, pathOf) => {
      const known = keys.at(-1);
      if (known?.has(key)) faults.report(jsonPath([...pathOf(), key]), `键重复（${place(line, character).zh}）`, `the key is given twice (${place(line, character).en})`);
      known?.add(key);
    },
    onObjectEnd: () => { leave(); keys.pop(); },
    onArrayBegin: enter,
    onArrayEnd: leave,
    onLiteralValue: (_value, _offset, _length, line, character) => count(line, character),
    onError: (code, _offset, _length, line, character) => stop(faults, line, character, SYNTAX_WORDS[code] ?? OTHER),
  }, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
}

/** The parser counts from 0, editors from 1. */
const place = (line: number, character: number) => ({ zh: `第${line + 1}行第${character + 1}列`, en: `line ${line + 1}, column ${character + 1}` });

function stop(faults: BundleFaults, line: number, character: number, [zh, en]: Words): never {
  const at = place(line, character);
  faults.report('$', `${at.zh}：${zh}`, `${at.en}: ${en}`);
  throw new Stop();
}
