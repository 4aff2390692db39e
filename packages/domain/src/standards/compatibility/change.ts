import type { Worded } from '../../flow/model';
import { CHANGE_RULES, type ChangeKind, type Direction } from './rules';

/** One change between two contents of an artefact, in words that name its place. */
export interface Change extends Worded {
  /** Place in the content, records by their ids: `messages[PEN-APPLY].fields[id_type].maxLength`. */
  readonly path: string;
  /** What its rule is called, see `CHANGE_RULES`. */
  readonly change: ChangeKind;
  /** Values as JSON; absent where there is none on that side. */
  readonly before?: unknown;
  readonly after?: unknown;
  readonly breaking: boolean;
  readonly direction: Direction;
}

/** Where the comparison stands: as a path, and as people would say it. */
export interface Place extends Worded { readonly path: string }
export const ROOT: Place = { path: '', zh: '', en: '' };

const WORD_CHARS_MAX = 60;
const short = (text: string): string => (text.length > WORD_CHARS_MAX ? `${text.slice(0, WORD_CHARS_MAX)}…` : text);
const joined = (a: string, b: string, by: string): string => (a === '' ? b : `${a}${by}${b}`);

export const memberOf = ({ path, zh, en }: Place, key: string, noun: Worded): Place => ({ path: joined(path, key, '.'), zh: joined(zh, noun.zh, '，'), en: joined(en, noun.en, ', ') });

/** A record of a list, named by its id and called by its label where it has one. */
export function recordOf({ path, zh, en }: Place, key: string, id: string, noun: Worded, label: Partial<Record<'zh' | 'en', unknown>>): Place {
  const called = (text: unknown, open: string, close: string): string => (typeof text === 'string' && text !== '' && text !== id ? `${open}${short(text)}${close}` : '');
  return {
    path: `${joined(path, key, '.')}[${id}]`, zh: joined(zh, `${noun.zh}${short(id)}${called(label.zh, '（', '）')}`, '，'), en: joined(en, `${noun.en} ${short(id)}${called(label.en, ' (', ')')}`, ', '),
  };
}

/** `more` follows the words of the rule. */
export function changeAt({ path, zh, en }: Place, change: ChangeKind, before: unknown, after: unknown, more?: Worded): Change {
  const { breaking, direction, zh: whatZh, en: whatEn } = CHANGE_RULES[change];
  const values = more ?? valuesOf(before, after);
  return {
    path, change, ...(before !== undefined && { before }), ...(after !== undefined && { after }), breaking, direction,
    zh: `${joined(zh, whatZh, '：')}${values === undefined ? '' : `，${values.zh}`}`, en: `${joined(en, whatEn, ': ')}${values === undefined ? '' : `, ${values.en}`}`,
  };
}

/** Single values are said; what is longer is in the data. */
function valuesOf(before: unknown, after: unknown): Worded | undefined {
  const [from, to] = [said(before), said(after)];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  if (from === '') return { zh: to, en: to };
  if (to === '') return { zh: from, en: from };
  return { zh: `${from} → ${to}`, en: `${from} → ${to}` };
}

/** Empty for no value, undefined for one that is not single. */
function said(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? undefined : short(typeof value === 'string' ? value : JSON.stringify(value));
}
