import * as fc from 'fast-check';
import { caseMessage, contextOf, dictionary, flows, known, partiesOf, walks } from '../../../test/reference-flows';
import type { CaseState } from '../../flow/case-state';
import { checkFlow } from '../../flow/check/check-flow';
import { compileFlow } from '../../flow/compile';
import { decide } from '../../flow/engine';
import type { Flow } from '../../flow/model';
import type { ValidationContext } from '../../schema/context-rules';
import { EMPTY_LOCK, assignNumbers } from '../../schema/field-numbers';
import { compileMessages } from '../../schema/message-types';
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

/** A place somewhere in a content, and what is done there; the number chooses among what there is. */
type Edit = readonly [way: readonly number[], what: number, text: number];
const edit: fc.Arbitrary<Edit> = fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 7 }), fc.nat(5), fc.nat());

/** Any edit: values taken away, doubled, replaced by another one of the content, numbers moved, flags turned, keys added. */
function edited<T>(content: T, edits: readonly Edit[]): T {
  const copy = clone(content);
  const texts = [...new Set(JSON.stringify(content).match(/"[A-Za-z_-]+"/g))].map((text) => text.slice(1, -1));
  for (const [way, what, text] of edits) {
    let place = copy;
    for (const step of way) {
      const inner = Object.values(place).filter((value) => typeof value === 'object' && value !== null);
      if (inner.length > 0) place = at(inner, step);
    }
    const keys = Object.keys(place);
    if (keys.length === 0) continue;
    const key: Loose = at(keys, text);
    const value = place[key];
    if (what === 0 && Array.isArray(place)) place.splice(Number(key), 1);
    else if (what === 0) delete place[key];
    else if (what === 1 && Array.isArray(place)) place.push(typeof value === 'object' && value !== null ? { ...value, id: `NEW-${text}`, messageId: 'NEW-ONE' } : at(texts, text));
    else if (what === 1) place[`odd_${text}`] = text;
    else if (typeof value === 'number') place[key] = value + (text % 2 === 0 ? 1 : -1);
    else if (typeof value === 'boolean') place[key] = !value;
    else if (typeof value === 'string') place[key] = at(texts, text);
    else if (Array.isArray(value)) value.reverse();
  }
  return copy;
}
const edits = fc.array(edit, { minLength: 1, maxLength: 4 });

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

describe('what the verdict calls compatible', () => {
  const context: ValidationContext = { environment: 'sandbox', syntheticOnly: true, divisions: { isKnown: () => true }, todayDate: '2026-12-31', unknownFields: 'refuse' };
  /** Verdict of the schema and of the flow on every message of every reference walk of the flow. */
  function played(of: Flow): string[] {
    const [compiled, types] = [compileFlow(of, dictionary), compileMessages(of, dictionary, assignNumbers(EMPTY_LOCK, [of], dictionary))];
    return walks.filter((walk) => walk.flow === of.flowId).flatMap((walk) => {
      const parties = contextOf(partiesOf(walk.opener.division, walk.counterpart.division));
      let state: CaseState | undefined;
      return walk.messages.map((step, index) => {
        const faults = [...types.validateOpen(step.message, step.open, context), ...types.validatePersonal(step.message, step.personal, step.open, context)];
        const decision = decide(compiled, state, caseMessage(step, index), parties);
        if (decision.accepted) state = decision.state;
        return JSON.stringify([walk.name, index, faults.map(({ path, code }) => [path, code]), decision.accepted, state?.active]);
      });
    });
  }
  /** Faulty flows never come so far; neither do shapes so broken that the check of flows, which comes after that of shapes, cannot read them. */
  function isImportable(of: Flow): boolean {
    try {
      return checkFlow(of, dictionary, known).length === 0;
    } catch {
      return false;
    }
  }
  const asBefore = new Map(flows.map((one) => [one.flowId, played(one)]));
  const judged = { compatible: 0, breaking: 0 };

  it('takes every message of the reference walks as before, and leads it to the same states', () => {
    expect([...asBefore.values()].every((list) => list.length > 0)).toBe(true);
    fc.assert(fc.property(flow, fc.array(edit, { minLength: 1, maxLength: 2 }), (before, changes) => {
      const after = edited(before, changes);
      const { flowId } = before;
      if (after.flowId !== flowId || !isImportable(after)) return;
      if (verdict(before, after) === 'breaking') {
        judged.breaking += 1;
        return;
      }
      judged.compatible += 1;
      expect(played(after)).toEqual(asBefore.get(flowId));
    }), { numRuns: 200 });
  });
  it('was asked about both kinds, and would have seen a step less or a longer least length', () => {
    expect(Object.values(judged).every((count) => count > 0)).toBe(true);
    const [first] = flows;
    const shorter = clone(first);
    shorter.transitions = shorter.transitions.filter(({ id }: { id: string }) => !first!.entries[0]!.normalPath.slice(0, 1).includes(id));
    const stricter = clone(first);
    for (const { fields } of stricter.messages) for (const field of fields) if (field.type === 'string') field.minLength = field.maxLength ?? 200;
    for (const after of [shorter, stricter]) expect(played(after)).not.toEqual(asBefore.get(first!.flowId));
  });
});
