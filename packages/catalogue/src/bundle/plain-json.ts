import type { BundleFaults } from './bundle-faults';
import { BUNDLE_LIMITS } from './limits';

/** What every object inherits: as a key or an id such a name reads as present where it is absent. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));
/** Members whose value becomes the key of an object somewhere in the product. */
const NAMING_KEYS: ReadonlySet<string> = new Set(['id', 'track', 'field', 'typedBy']);
const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const CONTROL = /[^\P{Cc}\t\n\r]/u;
/** Letters that reorder what a reader sees: a text could be approved as something it is not. */
const REORDERING = /[\u202A-\u202E\u2066-\u2069]/u;

interface Walk { readonly faults: BundleFaults; values: number; sound: boolean }

/**
 * Whether a value is plain JSON that the checks after this one may touch: a tree of bounded size and depth without keys that every object
 * inherits. Harmless slips inside it (unpaired surrogates, control characters, numbers JSON cannot say) are reported too.
 */
export function isSoundJson(value: unknown, faults: BundleFaults): boolean {
  const walk: Walk = { faults, values: 0, sound: true };
  visitValue(value, '$', 1, walk);
  return walk.sound;
}

function visitValue(value: unknown, path: string, depth: number, walk: Walk): void {
  const { report } = walk.faults;
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') return visitText(value, path, walk);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) unsound(walk, path, 'JSON不能表示此数', 'JSON has no such number');
    else if (Object.is(value, -0)) report(path, '负零不是有效的数', 'negative zero is no value');
    else if (Number.isInteger(value) && !Number.isSafeInteger(value)) report(path, '整数超出可精确表示的范围', 'the integer is too large to be exact');
    return;
  }
  if (typeof value !== 'object') return unsound(walk, path, 'JSON中没有这种值', 'JSON has no such value');
  if (depth > BUNDLE_LIMITS.depth) return unsound(walk, path, `嵌套超过${BUNDLE_LIMITS.depth}层`, `it is nested more than ${BUNDLE_LIMITS.depth} deep`);
  if (Array.isArray(value)) {
    if (!enough(walk, value.length, path)) return;
    for (let index = 0; index < value.length; index += 1) visitValue(value[index], `${path}[${index}]`, depth + 1, walk);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // One step above any object literal there is nothing, whichever realm made it.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return unsound(walk, path, '须为普通JSON对象', 'it must be a plain JSON object');
  const members = Object.entries(value);
  if (!enough(walk, members.length, path)) return;
  for (const [key, member] of members) {
    const at = PLAIN_KEY.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key.slice(0, 100))}]`;
    if (INHERITED.has(key)) unsound(walk, at, `键不得为${key}`, `no key may be called ${key}`);
    else visitText(key, at, walk);
    if (typeof member === 'string' && NAMING_KEYS.has(key) && INHERITED.has(member)) report(at, `名称不得为${member}`, `nothing may be called ${member}`);
    visitValue(member, at, depth + 1, walk);
  }
}

function visitText(text: string, path: string, { faults: { report } }: Walk): void {
  if (text.length > BUNDLE_LIMITS.textLength) report(path, `文字超过${BUNDLE_LIMITS.textLength}个字符`, `the text has more than ${BUNDLE_LIMITS.textLength} characters`);
  if (LONE_SURROGATE.test(text)) report(path, '文字含不成对的代理码', 'the text has an unpaired surrogate');
  if (CONTROL.test(text)) report(path, '文字含控制字符', 'the text has a control character');
  if (REORDERING.test(text)) report(path, '文字含改变显示顺序的字符', 'the text has a character that reorders what is shown');
}

function enough(walk: Walk, more: number, path: string): boolean {
  const before = walk.values;
  walk.values += more;
  if (walk.values <= BUNDLE_LIMITS.values) return true;
  if (before <= BUNDLE_LIMITS.values) unsound(walk, path, `值超过${BUNDLE_LIMITS.values}个`, `there are more than ${BUNDLE_LIMITS.values} values`);
  return false;
}

function unsound(walk: Walk, path: string, zh: string, en: string): void {
  walk.sound = false;
  walk.faults.report(path, zh, en);
}
