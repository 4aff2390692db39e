import { faultsOf } from '../../test/faults';
import { named, skillCertificates } from '../../test/skill-certificates';
import { loadCatalogue } from '../catalogue';
import { BUNDLE_LIMITS } from './limits';
import { patternFault } from './pattern-cost';
import { readBundle } from './read-bundle';

const catalogue = loadCatalogue();
/* eslint-disable @typescript-eslint/no-explicit-any */
function faults(plant: (bundle: any) => void): (readonly [string, string])[] {
  const bundle = skillCertificates();
  plant(bundle);
  return faultsOf(() => readBundle(bundle, catalogue)).map(({ path, en }) => [path, en.replace(/^[^:]*: /, '')] as const);
}

describe('a bundle that is no plain JSON', () => {
  it.each<[string, (bundle: any) => void, string, RegExp]>([
    ['a key of every object', (b) => { b.flows[0].notes = JSON.parse('{"__proto__": {"polluted": true}}'); }, '$.flows[0].notes.__proto__', /no key may be called __proto__/],
    ['a key called constructor', (b) => { b.items[0].constructor = 1; }, '$.items[0].constructor', /no key may be called constructor/],
    ['a field called constructor', (b) => { named(b.flows[0].messages, 'VCT-RESULT').fields[1].id = 'constructor'; }, '$.flows[0].messages[2].fields[1].id', /nothing may be called constructor/],
    ['a record type called toString', (b) => { b.flows[0].recordTypes[0].id = 'toString'; }, '$.flows[0].recordTypes[0].id', /nothing may be called toString/],
    ['an infinite number', (b) => { b.flows[0].deadlines[0].value = Number.POSITIVE_INFINITY; }, '$.flows[0].deadlines[0].value', /no such number/],
    ['no number', (b) => { b.flows[0].deadlines[0].value = Number.NaN; }, '$.flows[0].deadlines[0].value', /no such number/],
    ['negative zero', (b) => { b.flows[0].deadlines[0].value = -0; }, '$.flows[0].deadlines[0].value', /negative zero/],
    ['an integer that is not exact', (b) => { b.flows[0].deadlines[0].value = 2 ** 60; }, '$.flows[0].deadlines[0].value', /too large to be exact/],
    ['an unpaired surrogate', (b) => { b.items[0].zh = '核\ud800验'; }, '$.items[0].zh', /unpaired surrogate/],
    ['a control character', (b) => { b.items[0].en = 'bell\u0007'; }, '$.items[0].en', /control character/],
    ['letters that reorder the text', (b) => { b.standards[0].en = 'approved \u202edetcejer'; }, '$.standards[0].en', /reorders what is shown/],
    ['a text of a book', (b) => { b.flows[0].notesEn = 'x'.repeat(BUNDLE_LIMITS.textLength + 1); }, '$.flows[0].notesEn', /more than 20000 characters/],
    ['a date object', (b) => { b.standards[0].publishDate = new Date(); }, '$.standards[0].publishDate', /plain JSON object/],
    ['nothing where a value is', (b) => { b.standards[0].publishDate = undefined; }, '$.standards[0].publishDate', /no such value/],
    ['a value inside itself', (b) => { b.flows[0].roleMap = { A: 'A' }; b.flows[0].roleMap.again = b.flows[0].roleMap; }, '$.flows[0].roleMap.again', /nested more than 64 deep/],
    ['too many values', (b) => { b.flows[0].extra = new Array(BUNDLE_LIMITS.values + 1).fill(0); }, '$.flows[0].extra', /more than 500000 values/],
  ])('%s is refused', (_what, plant, path, words) => expect(faults(plant)).toContainEqual([expect.stringContaining(path), expect.stringMatching(words)]));

  it('leaves nothing behind on other objects', () => {
    faults((b) => { b.flows[0].notes = JSON.parse('{"__proto__": {"polluted": true}}'); });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('goes on after harmless slips', () => {
    expect(faults((b) => { b.items[0].en = 'bell\u0007'; b.items[0].flowId = 'F-NONE'; }).map(([path]) => path)).toEqual(expect.arrayContaining(['$.items[0].en', '$.items[0].flowId']));
  });
});

describe('a bundle that is too much', () => {
  it('of records is refused', () => {
    expect(faults((b) => { b.items = new Array(BUNDLE_LIMITS.records + 1).fill({}); })).toEqual([['$', expect.stringMatching(/more than 5000 records/)]]);
  });

  it('of faults lists the first thousand and counts the rest', () => {
    const listed = faults((b) => { b.items = new Array(100).fill({}); });
    expect(listed).toHaveLength(BUNDLE_LIMITS.faults + 1);
    expect(listed.at(-1)).toEqual(['$', expect.stringMatching(/^\d+ more faults are not listed$/)]);
  });

  it('in one flow is refused', () => {
    expect(faults(({ flows: [flow] }) => { for (let i = 0; i < 300; i += 1) flow.states.push({ ...flow.states[0], id: `S${i}` }); })).toEqual([['$.flows[0].states', 'it has 312 entries and may have 300']]);
  });

  it('to be explored is refused instead of half checked', () => {
    // Eighteen fields of two values each, all read by one message: more combinations than configurations may be tried in.
    expect(faults(({ flows: [flow] }) => {
      const result = named(flow.messages, 'VCT-RESULT');
      const ids = Array.from({ length: 18 }, (_, i) => `flag_${i}`);
      for (const id of ids) result.fields.push({ id, zh: '标记', en: 'Flag', type: 'bool', required: false, personalData: false });
      named(flow.transitions, 'A05').when = { all: [named(flow.transitions, 'A05').when, ...ids.map((field) => ({ not: { field, in: [true] } }))] };
    })).toContainEqual(['$.flows[0].transitions', expect.stringMatching(/cannot be checked|too many combinations/)]);
  });
});

describe('a pattern', () => {
  it.each([
    ['^[A-Z0-9]{0,4}\\*{3,}[0-9]{2,4}$', 4_000], ['^HRSS-(EMP|TAL|SKL)-\\d{4}$', 4_000], ['^([A-Z]{2}-)*[0-9]+$', 200], ['^\\+?[0-9][0-9 -]{4,19}$', 4_000], ['^(a|b){1,5}$', 4_000], ['^(?:\\d{3}){2,5}$', 4_000],
  ])('%s is accepted', (source, lengthMax) => expect(patternFault(source, lengthMax)).toBeUndefined());

  it.each([
    ['a repetition inside a repetition', '^(a+)+$', 100, /match in more than/], ['choices that overlap in a repetition', '^(a|a)*$', 100, /match in more than/],
    ['three open ends', '^.*.*.*$', 4_000, /match in more than/], ['an optional part repeated', '^(a?b?)*$', 60, /match in more than/], ['a back reference', '^(a)\\1$', 10, /refer back/],
    ['a look ahead', '^(?=a)a$', 10, /look around/], ['a look behind inside a group', '^(x(?<!a)b)$', 10, /look around/], ['what is no expression', '^[a-', 10, /no ECMA-262/],
  ])('with %s is refused', (_what, source, lengthMax, words) => expect(patternFault(source, lengthMax)).toEqual({ zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(words) }));

  it('of a field and of the entries of a list is found at its place', () => {
    expect(faults(({ flows: [flow] }) => {
      named(flow.messages, 'VCT-APPLY').fields[3].pattern = '^([0-9]+ ?)+$';
      flow.recordTypes[0].fields[0].itemPattern = '^(a|a)*$';
    }).map(([path]) => path)).toEqual(['$.flows[0].messages[0].fields[3].pattern', '$.flows[0].recordTypes[0].fields[0].itemPattern']);
  });

  it('of the reference data is never refused', () => {
    const fields = [...catalogue.flows.values()].flatMap(({ messages, recordTypes = [] }) => [...messages, ...recordTypes]).concat(catalogue.dictionary.commonMessages as never).flatMap((one) => one.fields);
    expect(fields.filter(({ pattern }) => pattern !== undefined).length).toBeGreaterThan(50);
    expect(fields.filter(({ pattern, maxLength }) => pattern !== undefined && patternFault(pattern, maxLength ?? 4_000) !== undefined)).toEqual([]);
  });
});
