import * as fc from 'fast-check';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!;

/** A place somewhere in a content, and what is done there; the number chooses among what there is. */
export type Edit = readonly [way: readonly number[], what: number, text: number];
export const edit: fc.Arbitrary<Edit> = fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 7 }), fc.nat(5), fc.nat());

/** A record once more under another name of its own kind: `lower_case` or `UPPER-CASE`. */
function doubled(record: Loose, text: number): Loose {
  const named = Object.entries(record).map(([key, value]) => [key, key === 'id' || key === 'messageId' ? (/^[a-z]/.test(String(value)) ? `new_${text}` : `NEW-${text}`) : value]);
  return Array.isArray(record) ? [...record] : Object.fromEntries(named);
}

/** Any edit: values taken away, doubled, replaced by another one of the content, numbers moved, flags turned, keys added. */
export function edited<T>(content: T, edits: readonly Edit[]): T {
  const copy: Loose = structuredClone(content);
  const texts = [...new Set(JSON.stringify(content).match(/"[A-Za-z_-]+"/g))].map((text) => text.slice(1, -1));
  for (const [way, what, text] of edits) {
    let place = copy;
    for (const step of way) {
      const inner = Object.values(place).filter((value) => typeof value === 'object' && value !== null);
      if (inner.length > 0) place = pick(inner, step);
    }
    const keys = Object.keys(place);
    if (keys.length === 0) continue;
    const key: Loose = pick(keys, text);
    const value = place[key];
    if (what === 0 && Array.isArray(place)) place.splice(Number(key), 1);
    else if (what === 0) delete place[key];
    else if (what === 1 && Array.isArray(place)) place.push(typeof value === 'object' && value !== null ? doubled(value, text) : pick(texts, text));
    else if (what === 1) place[`odd_${text}`] = text;
    else if (typeof value === 'number') place[key] = value + (text % 2 === 0 ? 1 : -1);
    else if (typeof value === 'boolean') place[key] = !value;
    else if (typeof value === 'string') place[key] = pick(texts, text);
    else if (Array.isArray(value)) value.reverse();
  }
  return copy;
}
export const edits = fc.array(edit, { minLength: 1, maxLength: 4 });
