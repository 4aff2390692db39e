import fc from 'fast-check';
import { checkUscc, organisationCodeCheckCharacter, usccCheckCharacter } from './uscc';

const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const text = (length: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...LETTERS), minLength: length, maxLength: length });
const codes = fc.tuple(text(2), fc.integer({ min: 0, max: 999_999 }), text(8)).map(([head, division, organisation]) => {
  const body = head + String(division).padStart(6, '0') + organisation + organisationCodeCheckCharacter(organisation);
  return body + usccCheckCharacter(body);
});

describe('the unified social credit code', () => {
  it('carries its parts, without a warning when the organisation code is sound', () => fc.assert(fc.property(codes, (code) => {
    expect(checkUscc(code)).toEqual({
      valid: true, authorityClass: code[0], entityCategory: code[1], divisionCode: code.slice(2, 8), organisationCode: code.slice(8, 17), warnings: [],
    });
  })));

  it('catches every substitution of one character', () => fc.assert(fc.property(codes, fc.nat(17), fc.constantFrom(...LETTERS), (code, at, other) => {
    fc.pre(code[at] !== other);
    expect(checkUscc(code.slice(0, at) + other + code.slice(at + 1)).valid).toBe(false);
  }), { numRuns: 2000 }));

  it('catches every exchange of two neighbours', () => fc.assert(fc.property(codes, fc.nat(16), (code, at) => {
    fc.pre(code[at] !== code[at + 1]);
    expect(checkUscc(code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2)).valid).toBe(false);
  }), { numRuns: 2000 }));

  it('answers any text without an exception', () => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 24 }), (any) => {
    expect(typeof checkUscc(any).valid).toBe('boolean');
  })));

  it.each([
    ['a wrong check character', '11110000HT00000188', 'check-digit'],
    ['lower case and a letter outside the alphabet', '11110000oT00000187', 'charset'],
    ['full-width characters', '11110000ＨT00000187', 'charset'],
  ])('refuses %s', (_, value, reason) => expect(checkUscc(value)).toEqual({ valid: false, reason }));
});
