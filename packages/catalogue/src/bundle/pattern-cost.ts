import { type AST, parseRegExpLiteral } from '@eslint-community/regexpp';

/**
 * Ways in which a pattern may be laid over a value: each takes no more steps than the value has characters, so that the worst match
 * stays below a second and a usual one below a millisecond. A value is checked on arrival in every hub and every province; a pattern
 * that one value can keep busy for minutes would stop them all.
 */
export const PATTERN_WAYS_MAX = 100_000;

export type PatternFault = { readonly zh: string; readonly en: string };

/**
 * Why a pattern of a field is refused, or undefined. The bound holds for any backtracking engine: it is the number of ways in which the
 * pattern can be laid over a value of `lengthMax` code points, counted as if every choice fitted everything. Look-around and back
 * references are refused as well: the engines of other languages that run in linear time (RE2) have neither.
 */
export function patternFault(source: string, lengthMax: number): PatternFault | undefined {
  let pattern: AST.Pattern;
  try {
    pattern = parseRegExpLiteral(new RegExp(source, 'u')).pattern;
  } catch {
    return { zh: '正则表达式无效', en: 'the pattern is no ECMA-262 expression with the unicode flag' };
  }
  const unusual = unusualIn(pattern.alternatives);
  if (unusual !== undefined) return unusual;
  const ways = waysOfAny(pattern.alternatives, lengthMax);
  if (ways <= PATTERN_WAYS_MAX) return undefined;
  return {
    zh: `该正则表达式匹配一个至多${lengthMax}字符的值可能有超过${PATTERN_WAYS_MAX}种方式：减少重复，勿在重复中再重复或选择，或给出更小的maxLength`,
    en: `a value of up to ${lengthMax} characters may match in more than ${PATTERN_WAYS_MAX} ways: repeat less, put no choice or repetition inside a repetition, or give a smaller maxLength`,
  };
}

function unusualIn(alternatives: readonly AST.Alternative[]): PatternFault | undefined {
  for (const element of alternatives.flatMap((one) => one.elements)) {
    const inner = element.type === 'Quantifier' ? element.element : element;
    if (inner.type === 'Backreference') return { zh: '正则表达式不得使用反向引用', en: 'a pattern may not refer back to a group' };
    if (inner.type === 'Assertion' && (inner.kind === 'lookahead' || inner.kind === 'lookbehind')) return { zh: '正则表达式不得使用环视', en: 'a pattern may not look around' };
    const found = inner.type === 'Group' || inner.type === 'CapturingGroup' ? unusualIn(inner.alternatives) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const waysOfAny = (alternatives: readonly AST.Alternative[], lengthMax: number): number =>
  alternatives.reduce((sum, { elements }) => sum + elements.reduce((product, element) => product * waysOf(element, lengthMax), 1), 0);

/** Above the bound it no longer matters by how much; Infinity is a legal answer. */
function waysOf(element: AST.Element, lengthMax: number): number {
  if (element.type === 'Group' || element.type === 'CapturingGroup') return waysOfAny(element.alternatives, lengthMax);
  if (element.type !== 'Quantifier') return 1;
  const once = waysOf(element.element, lengthMax);
  const most = Math.min(element.max, lengthMax);
  const least = Math.min(element.min, most);
  if (once === 1) return most - least + 1;
  let ways = 0;
  for (let times = least; times <= most && ways <= PATTERN_WAYS_MAX; times += 1) ways += once ** times;
  return ways;
}
