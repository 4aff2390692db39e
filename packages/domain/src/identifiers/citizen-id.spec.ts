import fc from 'fast-check';
import { addDays } from '../calendar/days';
import { checkCitizenId, citizenIdCheckCharacter } from './citizen-id';

const numberOf = (address: string, birthDate: string, sequence: number): string => {
  const body = address + birthDate.replaceAll('-', '') + String(sequence).padStart(3, '0');
  return body + citizenIdCheckCharacter(body);
};
const birthDates = fc.integer({ min: 0, max: 46_000 }).map((days) => addDays('1900-01-01', days));
const numbers = fc.tuple(fc.integer({ min: 100_000, max: 999_999 }).map(String), birthDates, fc.integer({ min: 0, max: 999 }));

describe('the citizen identification number', () => {
  it('carries its address code, birth date and gender', () => fc.assert(fc.property(numbers, ([address, birthDate, sequence]) => {
    expect(checkCitizenId(numberOf(address, birthDate, sequence)))
      .toEqual({ valid: true, addressCode: address, birthDate, gender: sequence % 2 === 1 ? 'M' : 'F' });
  })));

  it('catches every substitution of one character', () => fc.assert(fc.property(numbers, fc.nat(17), fc.constantFrom(...'0123456789X'), (parts, at, other) => {
    const value = numberOf(...parts);
    fc.pre(value[at] !== other);
    expect(checkCitizenId(value.slice(0, at) + other + value.slice(at + 1)).valid).toBe(false);
  }), { numRuns: 2000 }));

  it('catches every exchange of two neighbours', () => fc.assert(fc.property(numbers, fc.nat(16), (parts, at) => {
    const value = numberOf(...parts);
    fc.pre(value[at] !== value[at + 1]);
    expect(checkCitizenId(value.slice(0, at) + value.charAt(at + 1) + value.charAt(at) + value.slice(at + 2)).valid).toBe(false);
  }), { numRuns: 2000 }));

  it('answers any text without an exception', () => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 24 }), (text) => {
    expect(typeof checkCitizenId(text).valid).toBe('boolean');
  })));

  it.each([
    ['born tomorrow', numberOf('310000', '2026-03-03', 1), 'future-date'],
    ['born before 1800', numberOf('310000', '1799-12-31', 1), 'invalid-date'],
    ['month 13', numberOf('310000', '1990-13-01', 1), 'invalid-date'],
    ['a date that is none in a later century', numberOf('310000', '2999-02-30', 1), 'invalid-date'],
    ['an address code beginning with 0', `0${'31000019900101001'}`, 'charset'],
    ['a full-width digit', `３${numberOf('310000', '1990-01-01', 1).slice(1)}`, 'charset'],
    ['lower-case x in the middle', '1101051949123100x2', 'charset'],
    ['15 characters, not all digits', '11010549123100X', 'length'],
    ['a space at the end', '11010519491231002X ', 'length'],
  ])('refuses %s', (_, value, reason) => expect(checkCitizenId(value, { todayDate: '2026-03-02' })).toEqual({ valid: false, reason }));

  it('takes a birth date of today', () => expect(checkCitizenId(numberOf('310000', '2026-03-02', 1), { todayDate: '2026-03-02' }).valid).toBe(true));
});
