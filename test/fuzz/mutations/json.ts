import { mutateText } from './text';
import { HOSTILE_TEXTS, INPUT_BYTES_MAX, type Step, pick } from './step';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface Place { readonly holder: Json[] | { [key: string]: Json }; readonly key: number | string }

function places(value: Json, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    found.push({ holder: value, key });
    places((value as Record<string | number, Json>)[key]!, found);
  }
  return found;
}

const VALUES: readonly Json[] = [null, true, 0, -1, 1.5, 1e308, 2 ** 53, -(2 ** 31), [], {}, [[]], [null], { id: null }, ...HOSTILE_TEXTS];
/** Patterns that a value keeps a backtracking engine busy with. */
const PATTERNS: readonly string[] = ['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^(.*a){20}$', '^(?:a?){60}a{60}$', '(x+x+)+y', '^([a-z]+)*$', '^(?=(a+))\\1+$', '[', '(?<n>a)\\k<n>', 'a{1,99999}b{1,99999}', '^\\p{L}*\\p{L}*\\p{L}*$'];

const set = ({ holder, key }: Place, value: Json): void => void Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
const get = ({ holder, key }: Place): Json => (holder as Record<string | number, Json>)[key]!;

const CHANGES: readonly ((place: Place, size: number) => void)[] = [
  (place, size) => set(place, pick(VALUES, size)),
  ({ holder, key }) => void (Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key]),
  // A key that every object inherits, and one that nobody knows.
  ({ holder, key }, size) => set({ holder: Array.isArray(holder) ? {} : holder, key: pick(['__proto__', 'constructor', 'prototype', 'toString', '', 'x'.repeat(300)], size) }, get({ holder, key })),
  // The entry of a list many times.
  ({ holder, key }, size) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 0, ...Array.from({ length: pick([1, 2, 50, 3_000], size) }, () => holder[Number(key)]!));
  },
  // What stands elsewhere.
  (place, size) => set(place, structuredClone(pick(Object.values(place.holder), size))),
  (place, size) => { if (typeof get(place) === 'string') set(place, pick(PATTERNS, size)); },
  (place, size) => {
    let deep: Json = get(place);
    for (let depth = pick([2, 30, 70, 500], size); depth > 0; depth--) deep = size % 2 === 0 ? [deep] : { id: deep };
    set(place, deep);
  },
];

/** JSON text, changed as a value where it is one, or as text. */
export function mutateJson(bytes: Uint8Array, step: Step): Uint8Array {
  const { kind, at, size } = step;
  const which = kind % (CHANGES.length + 4);
  const change = CHANGES[which];
  const text = Buffer.from(bytes).toString('utf8');
  if (change) {
    try {
      const root = { value: JSON.parse(text) as Json };
      change(pick(places(root), at), size);
      return Buffer.from(JSON.stringify(root.value) ?? '').subarray(0, INPUT_BYTES_MAX);
    } catch {
      return mutateText(bytes, step);
    }
  }
  if (which === CHANGES.length) {
    const deep = pick([100, 10_000, 200_000], size);
    return Buffer.from(at % 2 === 0 ? `${'['.repeat(deep)}${']'.repeat(deep)}` : `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`);
  }
  return mutateText(bytes, step);
}
