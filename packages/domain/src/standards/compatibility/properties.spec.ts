import * as fc from 'fast-check';
import { edited, edits } from '../../../test/edits';
import { dictionary, flows } from '../../../test/reference-flows';
import { ARTEFACT_KINDS, contentDigest } from '../artefact';
import { diffOf } from './diff';
import { verdictOf } from './verdict';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;
const kind = fc.constantFrom(...ARTEFACT_KINDS);
const flow = fc.constantFrom(...flows);
const verdict = (before: unknown, after: unknown, of: (typeof ARTEFACT_KINDS)[number] = 'flow') => verdictOf(diffOf(before, after, of)).verdict;
const clone = (value: unknown): Loose => structuredClone(value);
const at = <T>(list: readonly T[], index: number): T => list[index % list.length]!;

describe('the diff of any contents', () => {
  it('is empty exactly when they are the same by their digest', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), kind, (a, b, of) => {
      expect(diffOf(a, clone(a), of)).toEqual([]);
      expect(diffOf(a, b, of).length === 0).toBe(contentDigest(a) === contentDigest(b));
    }));
    fc.assert(fc.property(flow, edits, (before, changes) => {
      const after = edited(before, changes);
      expect(diffOf(before, after, 'flow').length === 0).toBe(contentDigest(before) === contentDigest(after));
    }), { numRuns: 100 });
  });

  it('tells the same places back and forth, with the values exchanged', () => {
    fc.assert(fc.property(flow, edits, (before, changes) => {
      const after = edited(before, changes);
      const told = (from: unknown, to: unknown, swap: boolean) => diffOf(from, to, 'flow').filter(({ change }) => change !== 'transition-diverts')
        .map(({ path, before: a, after: b }) => JSON.stringify([path, ...(swap ? [b, a] : [a, b])])).sort();
      expect(told(before, after, false)).toEqual(told(after, before, true));
    }), { numRuns: 80 });
  });
});

describe('the verdict on flows', () => {
  const indexes = fc.tuple(fc.nat(), fc.nat());
  it('is compatible for every optional field more', () => fc.assert(fc.property(flow, fc.nat(), fc.boolean(), fc.constantFrom('string', 'bool', 'date', 'enum:IdType'), (before, message, personalData, type) => {
    const after = clone(before);
    at<Loose>(after.messages, message).fields.push({ id: 'quite_new', zh: '新', en: 'New', type, required: false, personalData });
    expect(verdict(before, after)).toBe('compatible');
  })));
  it('is breaking for every field, message, entry, state or step less', () => fc.assert(fc.property(flow, indexes, fc.constantFrom('fields', 'messages', 'entries', 'states', 'transitions'), (before, [first, second], what) => {
    const after = clone(before);
    const list = what === 'fields' ? at<Loose>(after.messages, first).fields : after[what];
    list.splice(second % list.length, 1);
    expect(verdict(before, after)).toBe('breaking');
  })));
  it('is breaking for every code less, and compatible for every code more', () => fc.assert(fc.property(fc.constantFrom(...dictionary.codeLists), fc.nat(), (list, index) => {
    const fewer = clone(list);
    fewer.values.splice(index % fewer.values.length, 1);
    expect([verdict(list, fewer, 'code-list'), verdict(fewer, list, 'code-list')]).toEqual(['breaking', 'compatible']);
  })));
  it('does not depend on the order of keys', () => fc.assert(fc.property(flow, edits, (before, changes) => {
    const after = edited(before, changes);
    const turned = (value: Loose): Loose => (Array.isArray(value) ? value.map(turned) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).reverse().map(([key, inner]) => [key, turned(inner)])) : value);
    expect(verdict(before, turned(after))).toBe(verdict(before, after));
  })));
});
