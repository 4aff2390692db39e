import * as fc from 'fast-check';
import { DICTIONARY, FLOW } from '../../fixtures/flow-of-every-type';
import type { FieldValue, Fields } from '../flow/model';
import { EMPTY_LOCK, assignNumbers } from './field-numbers';
import { compileMessages } from './message-types';
import type { SealedPart } from './seal-proto';

const types = compileMessages(FLOW, DICTIONARY, assignNumbers(EMPTY_LOCK, [FLOW], DICTIONARY));
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const SEALED: SealedPart = {
  algorithm: 1, recipients: [{ participant: '310000', keyId: 'k1', wrappedKey: bytes() }], nonce: bytes(), ciphertext: bytes(1, 2), digest: bytes(3), keysDigest: bytes(4),
};
const plain = (sealed: SealedPart | undefined) => sealed && { ...sealed, nonce: [...sealed.nonce], ciphertext: [...sealed.ciphertext], digest: [...sealed.digest], keysDigest: [...sealed.keysDigest],
  recipients: sealed.recipients.map((one) => ({ ...one, wrappedKey: [...one.wrappedKey] })) };

const text = fc.string({ unit: 'binary', maxLength: 20 });
const attachment = fc.record({ digest: text, size: fc.maxSafeInteger(), media_type: text }, { requiredKeys: [] });
const line = fc.record({ no: fc.integer(), name: text, kind: text, why: text }, { requiredKeys: [] });
const base64 = fc.uint8Array({ maxLength: 9 }).map((raw) => Buffer.from(raw).toString('base64'));
const STRINGS = ['code', 'title', 'on', 'month', 'at', 'ref', 'firm', 'division', 'city', 'county', 'stage', 'paper', 'reason'];
const open = fc.record({
  ...Object.fromEntries(STRINGS.map((id) => [id, text])),
  flag: fc.boolean(), sealed: fc.boolean(), count: fc.integer(), any_int: fc.integer(), fen: fc.maxSafeInteger(), any_long: fc.maxSafeInteger(), raw: base64,
  claim: attachment, tags: fc.array(text, { minLength: 1, maxLength: 4 }), papers: fc.array(text, { minLength: 1, maxLength: 3 }), claims: fc.array(attachment, { minLength: 1, maxLength: 3 }),
}, { requiredKeys: [] });
const personal = fc.record({ person: text, number: text, story: text, agent: text, line, lines: fc.array(line, { minLength: 1, maxLength: 3 }) }, { requiredKeys: [] });

describe('the codec of flow messages', () => {
  it('gives back every open field, absent ones without a key, and the sealed part', () => fc.assert(fc.property(open, (fields) => {
    const decoded = types.decodeOpen('TT-ALL', types.encodeOpen('TT-ALL', fields as Fields, SEALED));
    expect(decoded.fields).toEqual(fields);
    expect(Object.keys(decoded.fields).sort()).toEqual(Object.keys(fields).sort());
    expect(plain(decoded.sealed)).toEqual(plain(SEALED));
    expect(decoded.unknown).toBe(0);
  })));

  it('gives back bytes where the sealed part has none, as in a message without personal fields', () => {
    const empty: SealedPart = { ...SEALED, ciphertext: bytes(), digest: bytes() };
    const { sealed } = types.decodeOpen('TT-ALL', types.encodeOpen('TT-ALL', {}, empty));
    expect([sealed?.nonce, sealed?.ciphertext, sealed?.digest, sealed?.recipients[0]?.wrappedKey].map((part) => part instanceof Uint8Array)).toEqual([true, true, true, true]);
  });

  it('gives back every personal field', () => fc.assert(fc.property(personal, (fields) => {
    expect(types.decodePersonal('TT-ALL', types.encodePersonal('TT-ALL', fields as Fields)).fields).toEqual(fields);
  })));

  it.each<[string, Fields]>([
    ['false', { flag: false }], ['zero', { count: 0, fen: 0 }], ['an empty string', { title: '' }], ['the largest exact integer', { any_long: Number.MAX_SAFE_INTEGER }],
    ['the smallest', { any_long: Number.MIN_SAFE_INTEGER, any_int: -(2 ** 31) }], ['an empty record', { claim: {} }], ['a field called sealed', { sealed: true }],
  ])('keeps the presence of %s', (_, fields) => expect(types.decodeOpen('TT-ALL', types.encodeOpen('TT-ALL', fields, SEALED)).fields).toEqual(fields));

  it('does not tell an empty list from an absent one', () =>
    expect(types.decodeOpen('TT-ALL', types.encodeOpen('TT-ALL', { tags: [] }, SEALED)).fields).toEqual({}));

  it.each<[string, string, FieldValue, string]>([
    ['a field that is not there', 'ghost', 1, 'field.unknown'], ['a personal field in the open part', 'person', 'x', 'field.unknown'], ['a number for a text', 'title', 5, 'field.type'],
    ['a text for a bool', 'flag', 'true', 'field.type'], ['a fraction', 'count', 1.5, 'field.type'], ['an int32 too large', 'any_int', 2 ** 31, 'field.type'],
    ['an inexact int64', 'fen', 2 ** 53, 'field.type'], ['no base64', 'raw', '***', 'field.type'], ['half a surrogate pair', 'title', '\ud800', 'field.type'],
    ['one value for a list', 'tags', 'a', 'field.type'], ['a list for one value', 'title', ['a'], 'field.type'], ['a text for a record', 'claim', 'x', 'field.type'],
  ])('refuses to encode %s', (_, id, value, code) => {
    expect(() => types.encodeOpen('TT-ALL', { [id]: value }, SEALED)).toThrow(
      expect.objectContaining({ code: 'message.invalid-fields', faults: [expect.objectContaining({ path: id, code })] }));
  });

  it('names the place of a value inside a list', () => {
    expect(() => types.encodePersonal('TT-ALL', { lines: [{ no: 1 }, { no: 'x' }] })).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ path: 'lines.1.no' })] }));
  });

  it.each<[string, Uint8Array]>([
    ['a cut length', bytes(0x0a, 0x7f, 1)], ['an endless varint', bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)], ['field number 0', bytes(0, 0)],
    ['text that is no UTF-8', bytes(0x12, 2, 0xc3, 0x28)], ['an unclosed group', bytes(0xfb, 0x3f)],
  ])('calls %s malformed', (_, raw) => expect(() => types.decodeOpen('TT-ALL', raw)).toThrow(expect.objectContaining({ code: 'message.malformed' })));

  it('never fails otherwise on any bytes', () => fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
    try {
      types.decodeOpen('TT-ALL', raw);
    } catch (error) {
      expect(error).toMatchObject({ code: 'message.malformed' });
    }
  }), { numRuns: 500 }));

  it('counts and keeps out fields of a later version', () => {
    const later = Buffer.concat([types.encodeOpen('TT-ALL', { title: 'ab' }, SEALED), bytes(0xf8, 0x3f, 1)]);
    expect(types.decodeOpen('TT-ALL', later)).toMatchObject({ fields: { title: 'ab' }, unknown: 1 });
  });

  it('decodes a message without a sealed part', () => expect(types.decodeOpen('TT-ALL', bytes())).toEqual({ fields: {}, sealed: undefined, unknown: 0 }));

  it.each<[string, () => unknown]>([
    ['encodeOpen', () => types.encodeOpen('TT-NONE', {}, SEALED)], ['decodeOpen', () => types.decodeOpen('TT-NONE', bytes())], ['encodePersonal', () => types.encodePersonal('TT-NONE', {})],
    ['decodePersonal', () => types.decodePersonal('constructor', bytes())],
  ])('%s refuses a message the flow has not', (_, call) => expect(call).toThrow(expect.objectContaining({ code: 'message.unknown-type' })));
});
