import { canonicalJson } from '../../schema/canonical-json';
import { type Change, type Place, changeAt, memberOf, recordOf } from './change';
import { type Json, type Leaf, type Members, type Nested, type Part, type Records, type Shape, keysOf, words } from './parts';

/**
 * Every difference between two records of one shape, none left out: what the shape does not name, and what is not formed as it says, is told as another
 * change. No changes means the same content. Total: any JSON may be given.
 */
export function changesOf({ parts, other }: Shape, before: Json, after: Json, place: Place): Change[] {
  const known = new Set(parts.flatMap(keysOf));
  const unknown = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !known.has(key)).sort();
  return [
    ...parts.flatMap((part) => partChanges(part, before, after, place)),
    ...unknown.filter((key) => !isSame(own(before, key), own(after, key))).map((key) => changeAt(memberOf(place, key, words(key, key)), other, own(before, key), own(after, key))),
  ];
}

function partChanges(part: Part, before: Json, after: Json, place: Place): Change[] {
  switch (part.part) {
    case 'leaf': return leafChanges(part, before, after, place);
    case 'members': return memberChanges(part, own(before, part.key), own(after, part.key), place);
    case 'records': return recordChanges(part, own(before, part.key), own(after, part.key), place);
    case 'nested': return nestedChanges(part, own(before, part.key), own(after, part.key), place);
  }
}

function leafChanges({ keys, noun, judge }: Leaf, before: Json, after: Json, place: Place): Change[] {
  const [a, b] = keys.length === 1 ? [own(before, keys[0]!), own(after, keys[0]!)] : [picked(before, keys), picked(after, keys)];
  return isSame(a, b) ? [] : [changeAt(memberOf(place, keys[0]!, noun), judge(a, b), a, b)];
}

function memberChanges({ key, noun, added, removed }: Members, before: unknown, after: unknown, parent: Place): Change[] {
  if (isSame(before, after)) return [];
  const place = memberOf(parent, key, noun);
  const [a, b] = [texts(before), texts(after)];
  // What should be a list of texts and is none has lost its meaning: as if it had been taken away.
  if (a === undefined || b === undefined) return [changeAt(place, removed, before, after)];
  const [had, has] = [new Set(a), new Set(b)];
  const changes = [
    ...[...had].filter((text) => !has.has(text)).map((text) => changeAt(place, removed, text, undefined)),
    ...[...has].filter((text) => !had.has(text)).map((text) => changeAt(place, added, undefined, text)),
  ];
  return changes.length > 0 ? changes : [changeAt(place, 'rewritten', before, after)];
}

function recordChanges({ key, noun, nameOf, added, removed, of }: Records, before: unknown, after: unknown, parent: Place): Change[] {
  if (isSame(before, after)) return [];
  const [a, b] = [byName(before, nameOf), byName(after, nameOf)];
  if (a === undefined || b === undefined) return [changeAt(memberOf(parent, key, noun), of.other, before, after)];
  const at = (name: string, record: Json): Place => recordOf(parent, key, name, noun, record);
  const changes = [
    ...[...a].filter(([name]) => !b.has(name)).map(([name, record]) => changeAt(at(name, record), removed, record, undefined)),
    ...[...b].filter(([name]) => !a.has(name)).map(([name, record]) => changeAt(at(name, record), added(record), undefined, record)),
    ...[...a].flatMap(([name, record]) => (b.has(name) ? changesOf(of, record, b.get(name)!, at(name, record)) : [])),
  ];
  const [order, newOrder] = [[...a.keys()].filter((name) => b.has(name)), [...b.keys()].filter((name) => a.has(name))];
  if (changes.length === 0 || !isSame(order, newOrder)) changes.push(changeAt(memberOf(parent, key, noun), 'rewritten', order, newOrder));
  return changes;
}

function nestedChanges({ key, noun, added, removed, of }: Nested, before: unknown, after: unknown, parent: Place): Change[] {
  if (isSame(before, after)) return [];
  const place = memberOf(parent, key, noun);
  const [a, b] = [before ?? undefined, after ?? undefined];
  if (a === undefined && b === undefined) return [changeAt(place, 'rewritten', before, after)];
  if (a === undefined && isRecord(b)) return [changeAt(place, added, before, after)];
  if (isRecord(a) && b === undefined) return [changeAt(place, removed, before, after)];
  return isRecord(a) && isRecord(b) ? changesOf(of, a, b, place) : [changeAt(place, of.other, before, after)];
}

export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
export const own = (record: Json, key: string): unknown => (Object.hasOwn(record, key) ? record[key] : undefined);
const picked = (record: Json, keys: readonly string[]): Json | undefined => {
  const entries = keys.flatMap((key) => { const value = own(record, key); return value === undefined ? [] : [[key, value] as const]; });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};
/** As their digests are: whatever the order of keys. */
export const isSame = (a: unknown, b: unknown): boolean => a === b || (typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b));

/** No list counts as an empty one. */
export const texts = (value: unknown): readonly string[] | undefined => (value === undefined || value === null ? [] : Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined);

/** Records by name; a second one of a name is `name#2`, so that none is passed over. Undefined for what is no list of records. */
export function byName(value: unknown, nameOf: (record: Json) => string): ReadonlyMap<string, Json> | undefined {
  const list = value ?? [];
  if (!Array.isArray(list) || !list.every(isRecord)) return undefined;
  const named = new Map<string, Json>();
  const counts = new Map<string, number>();
  for (const record of list) {
    const name = nameOf(record);
    let count = counts.get(name) ?? 0;
    let free = name;
    do {
      count += 1;
      free = count === 1 ? name : `${name}#${count}`;
    } while (named.has(free));
    counts.set(name, count);
    named.set(free, record);
  }
  return named;
}
