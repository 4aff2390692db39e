import { DICTIONARY, FLOW } from '../../fixtures/flow-of-every-type';
import type { FieldValue, Fields } from '../flow/model';
import { citizenIdCheckCharacter } from '../identifiers/citizen-id';
import { usccCheckCharacter } from '../identifiers/uscc';
import type { ValidationContext } from './context-rules';
import { EMPTY_LOCK, assignNumbers } from './field-numbers';
import { compileMessages } from './message-types';

const types = compileMessages(FLOW, DICTIONARY, assignNumbers(EMPTY_LOCK, [FLOW], DICTIONARY));
const CONTEXT: ValidationContext = {
  environment: 'sandbox', syntheticOnly: true, divisions: { isKnown: (code) => /^(31|51|44|42|81)\d{4}$/.test(code) }, todayDate: '2026-03-02', unknownFields: 'refuse',
};
const PRODUCTION: ValidationContext = { ...CONTEXT, environment: 'production', syntheticOnly: false };
const DIGEST = `sha256:${'0a'.repeat(32)}`;
const CLAIM = { digest: DIGEST, size: 1, media_type: 'application/pdf' };
const SYNTHETIC_ID = '31000019000101108X';
/** Textbook numbers of GB 11643: valid, with a county's address code. */
const REAL_ID = '11010519491231002X';
const SYNTHETIC_USCC = '11310000HT00000425';
/** Registered by a county's office, as real firms are. */
const REAL_USCC = `91310115MA9999X13${usccCheckCharacter('91310115MA9999X13')}`;

const open = (fields: Fields, context = CONTEXT) => types.validateOpen('TT-ALL', fields, context).map(({ path, code }) => `${path} ${code}`);
const personal = (fields: Fields, opened: Fields = {}, context = CONTEXT) => types.validatePersonal('TT-ALL', fields, opened, context).map(({ path, code }) => `${path} ${code}`);

const GOOD_OPEN: readonly [string, FieldValue][] = [
  ['code', 'AB-1'], ['code', 'Z'], ['title', '标题'], ['title', '😀😀😀😀'], ['flag', true], ['count', -5], ['count', 5], ['fen', 10_000_000_000_000], ['any_long', Number.MAX_SAFE_INTEGER],
  ['any_int', -(2 ** 31)], ['on', '2024-02-29'], ['month', '2026-12'], ['at', '2026-03-02T09:30:00+08:00'], ['at', '2026-03-02T01:30:00.125Z'],
  ['ref', '00000000-0000-4000-8000-000000000002'], ['raw', 'AAECAw=='], ['firm', SYNTHETIC_USCC], ['division', '310115'], ['city', '510100'], ['city', '310000'], ['city', '429004'],
  ['county', '310115'], ['county', '810000'], ['claim', CLAIM], ['claim', { ...CLAIM, digest: `sm3:${'f'.repeat(64)}` }], ['stage', 'OPEN'], ['paper', 'CARD'], ['tags', ['ab', 'cd']],
  ['tags', []], ['papers', ['CARD', 'CARD']], ['claims', [CLAIM]], ['sealed', false],
];
const BAD_OPEN: readonly [string, FieldValue, string][] = [
  ['code', 'ab-1', 'code field.pattern'], ['code', 'AB-12', 'code field.pattern'], ['code', 'xZ', 'code field.pattern'], ['code', 'AB-1\n', 'code field.pattern'], ['code', 7, 'code field.type'],
  ['title', '一', 'title field.length'], ['title', '一二三四五', 'title field.length'], ['title', '', 'title field.length'], ['title', '\ud83d\ud83d', 'title field.type'],
  ['flag', 'true', 'flag field.type'], ['flag', 1, 'flag field.type'],
  ['count', 6, 'count field.range'], ['count', -6, 'count field.range'], ['count', 1.5, 'count field.type'], ['count', '5', 'count field.type'], ['count', Number.NaN, 'count field.type'],
  ['fen', -1, 'fen field.range'], ['fen', 10_000_000_000_001, 'fen field.range'], ['any_long', 2 ** 53, 'any_long field.range'], ['any_int', 2 ** 31, 'any_int field.range'],
  ['on', '2026-02-29', 'on field.date'], ['on', '2026-2-1', 'on field.date'], ['on', '20260201', 'on field.date'], ['on', '2026-02-01T00:00:00Z', 'on field.date'], ['on', 20260201, 'on field.type'],
  ['month', '2026-13', 'month field.date'], ['month', '2026-00', 'month field.date'], ['month', '2026-1', 'month field.date'],
  ['at', '2026-03-02T09:30:00', 'at field.date'], ['at', '2026-02-30T09:30:00Z', 'at field.date'], ['at', '2026-03-02T24:00:00Z', 'at field.date'], ['at', '2026-03-02 09:30:00Z', 'at field.date'],
  ['at', '2026-03-02', 'at field.date'], ['at', `2026-03-02T09:30:00.${'1'.repeat(40)}Z`, 'at field.date'],
  ['ref', '00000000-0000-4000-8000-00000000000', 'ref field.pattern'], ['ref', '00000000-0000-4000-8000-00000000000A', 'ref field.pattern'], ['ref', '', 'ref field.pattern'],
  ['raw', 'AAE', 'raw field.type'], ['raw', 'AB==', 'raw field.type'], ['raw', '', 'raw field.length'], ['raw', 'AAECAwQ=', 'raw field.length'],
  ['firm', '11310000HT00000426', 'firm field.identifier'], ['firm', '11310000ht00000425', 'firm field.identifier'], ['firm', 'x', 'firm field.identifier'], ['firm', '', 'firm field.identifier'],
  ['division', '990000', 'division field.division'], ['division', '31011', 'division field.division'], ['division', '31011A', 'division field.division'], ['division', 310115, 'division field.type'],
  ['city', '510104', 'city field.division'], ['city', '995000', 'city field.division'], ['county', '12', 'county field.division'],
  ['claim', { ...CLAIM, digest: 'md5:00' }, 'claim.digest field.pattern'], ['claim', { ...CLAIM, digest: DIGEST.toUpperCase() }, 'claim.digest field.pattern'], ['claim', { ...CLAIM, size: 0 }, 'claim.size field.range'],
  ['claim', { ...CLAIM, size: 1.5 }, 'claim.size field.type'], ['claim', { ...CLAIM, media_type: 'pdf' }, 'claim.media_type field.pattern'], ['claim', { digest: DIGEST, size: 1 }, 'claim.media_type field.required'],
  ['claim', { ...CLAIM, name: 'x' }, 'claim.name field.unknown'], ['claim', 'x', 'claim field.type'], ['claim', [CLAIM], 'claim field.type'], ['title', [], 'title field.type'],
  ['stage', 'CLOSED', 'stage field.not-in-list'], ['paper', 'card', 'paper field.not-in-list'], ['paper', '', 'paper field.not-in-list'], ['paper', 1, 'paper field.type'],
  ['tags', ['a', 'b', 'c'], 'tags field.too-many'], ['tags', ['ok', 'Not'], 'tags.1 field.pattern'], ['tags', ['abcde'], 'tags.0 field.length'], ['tags', 'ab', 'tags field.type'], ['tags', ['ok', 5], 'tags.1 field.type'],
  ['papers', ['CARD', 'X'], 'papers.1 field.not-in-list'], ['papers', Array.from({ length: 501 }, () => 'CARD'), 'papers field.too-many'], ['claims', [CLAIM, { ...CLAIM, size: -1 }], 'claims.1.size field.range'],
  ['ghost', 1, 'ghost field.unknown'], ['person', SYNTHETIC_ID, 'person field.unknown'],
];

describe('validation of the open part', () => {
  it.each(GOOD_OPEN)('takes %s = %j', (id, value) => expect(open({ [id]: value })).toEqual([]));
  it.each(BAD_OPEN)('refuses %s = %j as %s', (id, value, fault) => expect(open({ [id]: value })).toEqual([fault]));

  it('reports every fault at once', () => expect(open({ code: 'x', flag: 1, ghost: 1 }).sort()).toEqual(['code field.pattern', 'flag field.type', 'ghost field.unknown']));
  it('keeps unknown fields where the context says so, and by default', () => {
    expect(open({ ghost: 1, claim: { ...CLAIM, name: 'x' } }, { ...CONTEXT, unknownFields: 'keep' })).toEqual([]);
    expect(open({ ghost: 1 }, { ...CONTEXT, unknownFields: undefined })).toEqual([]);
  });
  it('takes a null for a value of the wrong type', () => expect(open({ title: null as never })).toEqual(['title field.type']));
  it.each([[null], [[]], ['x'], [5]])('refuses %j in place of the fields', (fields) => expect(open(fields as never)).toEqual([' field.type']));

  it('says the limit in both languages and never the value', () => {
    const [fault] = types.validateOpen('TT-ALL', { title: '机密机密机密' }, CONTEXT);
    expect(fault).toEqual({ path: 'title', code: 'field.length', zh: '长度超出允许范围：须为2至4个字符', en: 'The length is out of range: it must have 2 to 4 characters' });
    expect(JSON.stringify(types.validateOpen('TT-ALL', Object.fromEntries(BAD_OPEN.map(([id]) => [id, '机密'])), CONTEXT))).not.toContain('机密');
  });
});

describe('required fields', () => {
  const must = (fields: Fields) => types.validateOpen('TT-MUST', fields, CONTEXT).map(({ path, code }) => `${path} ${code}`);
  it('are there', () => expect(must({ must: 'x', list: [''], yes: false })).toEqual([]));
  it('are missed when absent, empty or an empty list', () => {
    const all = ['must field.required', 'list field.required', 'yes field.required'];
    expect(must({})).toEqual(all);
    expect(must({ must: '', list: [], yes: undefined as never })).toEqual(all);
  });
  it.each<[string, Fields, string[]]>([
    ['the condition holds', { flag: false }, ['reason field.required']], ['the condition holds and the value is empty', { flag: false, reason: '' }, ['reason field.required']],
    ['a part of the condition does not hold', { flag: false, code: 'Z' }, []], ['the field read is absent', {}, []], ['the value is there', { flag: false, reason: 'x' }, []],
  ])('by a condition: %s', (_, fields, faults) => expect(open(fields)).toEqual(faults));
  it('say the condition', () => expect(types.validateOpen('TT-ALL', { flag: false }, CONTEXT)[0]).toMatchObject({
    zh: '必填字段缺失：flag为false且非（已填code）时必填', en: 'A required field is missing: it is required when flag is false and not (code is given)' }));
  it('of the personal part may read open fields', () => {
    expect(personal({}, { paper: 'PASS' })).toEqual(['agent field.required']);
    expect(personal({ agent: 'x' }, { paper: 'PASS' })).toEqual([]);
    expect(personal({}, { paper: 'CARD' })).toEqual([]);
  });
});

describe('identifiers', () => {
  it.each<[string, Fields, Fields, string[]]>([
    ['a synthetic citizen id', { person: SYNTHETIC_ID }, {}, []], ['a real one', { person: REAL_ID }, {}, ['person field.not-synthetic']],
    ['a wrong check character', { person: '310000190001011081' }, {}, ['person field.identifier']], ['the old form', { person: '110105491231002' }, {}, ['person field.identifier']],
    ['a number typed as a card', { number: SYNTHETIC_ID }, { paper: 'CARD' }, []], ['a real card', { number: REAL_ID }, { paper: 'CARD' }, ['number field.not-synthetic']],
    ['a passport number typed as a card', { number: 'E12345678' }, { paper: 'CARD' }, ['number field.identifier']], ['a passport', { number: 'E12345678', agent: 'x' }, { paper: 'PASS' }, []],
    ['a bad passport', { number: 'e1', agent: 'x' }, { paper: 'PASS' }, ['number field.pattern']], ['a real card called a passport', { number: REAL_ID, agent: 'x' }, { paper: 'PASS' }, ['number field.not-synthetic']],
    ['a number without a type', { number: 'E12345678' }, {}, []], ['an unknown type', { number: 'E12345678' }, { paper: 'X' }, []],
  ])('in a sandbox: %s', (_, fields, opened, faults) => expect(personal(fields, opened)).toEqual(faults));
  it('may be real in production', () => {
    expect(personal({ person: REAL_ID, number: REAL_ID }, { paper: 'CARD' }, PRODUCTION)).toEqual([]);
    expect(open({ firm: SYNTHETIC_USCC }, PRODUCTION)).toEqual([]);
  });
  it('of a firm follow the same rule', () => {
    expect(open({ firm: REAL_USCC })).toEqual(['firm field.not-synthetic']);
    expect(open({ firm: REAL_USCC }, PRODUCTION)).toEqual([]);
  });
  it('of somebody not born yet are refused where the day is known', () => {
    const unborn = `31000020260303108${citizenIdCheckCharacter('31000020260303108')}`;
    expect(personal({ person: unborn })).toEqual(['person field.identifier']);
    expect(personal({ person: unborn }, {}, { ...CONTEXT, todayDate: undefined })).toEqual([]);
  });
});

describe('records and texts', () => {
  it.each<[string, Fields, string[]]>([
    ['a full record', { line: { no: 1, name: 'a', kind: 'CARD' } }, []], ['a missing member', { line: { no: 1 } }, ['line.name field.required']],
    ['a member out of range', { line: { no: 0, name: 'a' } }, ['line.no field.range']], ['a member that is not there', { line: { no: 1, name: 'a', x: 1 } }, ['line.x field.unknown']],
    ['a condition inside', { line: { no: 1, name: 'a', kind: 'PASS' } }, ['line.why field.required']], ['the second of a list', { lines: [{ no: 1, name: 'a' }, { no: 1, name: 'abcdef' }] }, ['lines.1.name field.length']],
    ['a condition in a list', { lines: [{ no: 1, name: 'a', kind: 'PASS', why: '' }] }, ['lines.0.why field.required']], ['too many', { lines: [1, 2, 3].map((no) => ({ no, name: 'a' })) }, ['lines field.too-many']],
    ['an empty list for a record', { line: [] as never }, ['line field.type']], ['a text for a record', { line: 'x' }, ['line field.type']], ['a long text', { story: '长'.repeat(4001) }, ['story field.length']], ['a text', { story: '第一行\n第二行' }, []],
  ])('%s', (_, fields, faults) => expect(personal(fields)).toEqual(faults));
});

describe('a flat file of fields', () => {
  it('is split by the personal-data marks', () => expect(types.splitFields('TT-ALL', { code: 'Z', person: SYNTHETIC_ID, sealed: true })).toEqual({
    open: { code: 'Z', sealed: true }, personal: { person: SYNTHETIC_ID }, faults: [] }));
  it('reports fields the message has not, and puts them in neither part', () => {
    const split = types.splitFields('TT-ALL', { ghost: 1, constructor: 2 } as never);
    expect(split).toMatchObject({ open: {}, personal: {}, faults: [{ path: 'ghost', code: 'field.unknown' }, { path: 'constructor', code: 'field.unknown' }] });
  });
  it.each(['validateOpen', 'validatePersonal', 'splitFields'] as const)('%s refuses a message the flow has not', (method) =>
    expect(() => (types[method] as (type: string, ...rest: unknown[]) => unknown)('TT-NONE', {}, {}, CONTEXT)).toThrow(expect.objectContaining({ code: 'message.unknown-type' })));
});
