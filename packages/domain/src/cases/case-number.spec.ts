import fc from 'fast-check';
import { addDays } from '../calendar/days';
import { makeCaseNumber, normaliseCaseNumber, parseCaseNumber } from './case-number';
import { mod3736CheckCharacter } from './mod-37-36';
import { SHARD_COUNT, fnv1a32, shardOf } from './shard';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const parts = fc.record({
  division: fc.integer({ min: 100_000, max: 999_999 }).map(String),
  date: fc.integer({ min: 0, max: 30_000 }).map((days) => addDays('2026-01-01', days)),
  random: fc.uint8Array({ minLength: 5, maxLength: 8 }),
});
const caseNumbers = parts.map(makeCaseNumber);

describe('the check character, ISO 7064 MOD 37,36', () => {
  it('agrees with a published identifier of the same system (the GRid of the recording industry)', () => expect(mod3736CheckCharacter('A12425GABC1234002')).toBe('M'));
  it('takes digits and capitals only', () => expect(() => mod3736CheckCharacter('a')).toThrow(RangeError));
});

describe('the case number', () => {
  it('is made from division, date and random bits alone', () =>
    expect(makeCaseNumber({ division: '310115', date: '2026-03-02', random: Uint8Array.of(0, 0, 0, 0, 0) })).toMatch(/^310115-20260302-0000000-[0-9A-Z]$/));
  it('gives its parts back', () => fc.assert(fc.property(parts, ({ division, date, random }) => {
    const found = parseCaseNumber(makeCaseNumber({ division, date, random }));
    expect(found).toMatchObject({ division, date, participant: `${division.slice(0, 2)}0000` });
    expect(found?.random).toMatch(/^[0-9A-HJKMNP-TV-Z]{7}$/);
  })));
  it('differs where any of its 35 random bits does', () => fc.assert(fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), fc.nat(34), (random, bit) => {
    const other = Uint8Array.from(random);
    other[4 - Math.floor(bit / 8)]! ^= 1 << (bit % 8);
    const make = (bytes: Uint8Array): string => makeCaseNumber({ division: '310000', date: '2026-03-02', random: bytes });
    expect(make(other)).not.toBe(make(random));
  })));

  it('notices every substitution of one character', () => fc.assert(fc.property(caseNumbers, fc.nat(24), fc.constantFrom(...ALPHABET), (caseNo, at, other) => {
    fc.pre(caseNo[at] !== '-' && caseNo[at] !== other);
    expect(parseCaseNumber(caseNo.slice(0, at) + other + caseNo.slice(at + 1))).toBeUndefined();
  }), { numRuns: 2000 }));
  it('notices every exchange of neighbours that do not follow each other in the alphabet', () => fc.assert(fc.property(caseNumbers, fc.nat(23), (caseNo, at) => {
    const [a, b] = [caseNo.charAt(at), caseNo.charAt(at + 1)];
    fc.pre(a !== b && a !== '-' && b !== '-');
    const distance = Math.abs(ALPHABET.indexOf(a) - ALPHABET.indexOf(b));
    fc.pre(distance !== 1 && distance !== 35);
    expect(parseCaseNumber(caseNo.slice(0, at) + b + a + caseNo.slice(at + 2))).toBeUndefined();
  }), { numRuns: 2000 }));

  it.each([
    ['a date that is none', () => '310115-20260230-7K3M9QX-' + mod3736CheckCharacter('310115202602307K3M9QX')],
    ['a letter outside the base', () => '310115-20260302-7K3M9UX-' + mod3736CheckCharacter('310115202603027K3M9UX')],
    ['lower case', () => makeCaseNumber({ division: '310115', date: '2026-03-02', random: Uint8Array.of(255, 255, 255, 255, 255) }).toLowerCase()],
    ['a line end', () => `${makeCaseNumber({ division: '310115', date: '2026-03-02', random: new Uint8Array(5) })}\n`],
    ['nothing', () => ''],
  ])('with %s is none', (_, text) => expect(parseCaseNumber(text())).toBeUndefined());

  it.each([
    ['a short division', { division: '3101', date: '2026-03-02', random: new Uint8Array(5) }],
    ['no date', { division: '310115', date: '2026-02-30', random: new Uint8Array(5) }],
    ['too few random bytes', { division: '310115', date: '2026-03-02', random: new Uint8Array(4) }],
  ])('is not made from %s', (_, bad) => expect(() => makeCaseNumber(bad)).toThrow(expect.objectContaining({ code: 'case.number-invalid' })));
});

describe('a case number typed by a person', () => {
  it('is left as it is when it is right', () => fc.assert(fc.property(caseNumbers, (caseNo) => expect(normaliseCaseNumber(caseNo)).toBe(caseNo))));
  const confuse = (text: string): string => text.replaceAll('0', 'o').replaceAll('1', 'l');
  it.each<[string, (caseNo: string) => string]>([
    ['lower case', (caseNo) => caseNo.toLowerCase()],
    ['no hyphens', (caseNo) => caseNo.replaceAll('-', '')],
    ['spaces around and inside', (caseNo) => `  ${caseNo.replaceAll('-', ' ')} `],
    ['typographic dashes', (caseNo) => caseNo.replaceAll('-', '–')],
    ['full-width characters', (caseNo) => caseNo.replaceAll('-', '－').replaceAll(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))],
    ['O for 0 and L for 1 in the random part', (caseNo) => caseNo.slice(0, 16) + confuse(caseNo.slice(16, 23)) + caseNo.slice(23)],
    ['o for 0 and l for 1 everywhere', confuse],
    ['I for 1 everywhere', (caseNo) => caseNo.replaceAll('1', 'I')],
    ['0 and 1 for a check character O, I or L', (caseNo) => caseNo.slice(0, -1) + caseNo.slice(-1).replace('O', '0').replace(/[IL]/, '1')],
  ])('with %s is understood', (_, write) => fc.assert(fc.property(caseNumbers, (caseNo) => expect(normaliseCaseNumber(write(caseNo))).toBe(caseNo))));
  it('is never guessed: what comes out is canonical or nothing', () => fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), caseNumbers.map((caseNo) => caseNo.slice(1))), (text) => {
    const found = normaliseCaseNumber(text);
    if (found !== undefined) expect(parseCaseNumber(found)).toBeDefined();
  })));
  it.each(['', '310115', 'x'.repeat(100_000), '310115-20260302-7K3M9QX-44'])('%.30s is none', (text) => expect(normaliseCaseNumber(text)).toBeUndefined());
});

describe('the shard of a case', () => {
  it.each([['', 0x811c9dc5], ['a', 0xe40c292c], ['foobar', 0xbf9cf968]])('hashes %j as FNV-1a publishes it', (text, hash) => expect(fnv1a32(text)).toBe(hash));
  it('is one of 64 two-digit tokens, always the same', () => fc.assert(fc.property(caseNumbers, (caseNo) => {
    expect(shardOf(caseNo)).toMatch(/^([0-5]\d|6[0-3])$/);
    expect(shardOf(caseNo)).toBe(shardOf(caseNo));
  })));
  it('spreads the cases of one division and day evenly', () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 6_400; index += 1) {
      const random = Uint8Array.of(0, 0, index >> 16, index >> 8, index).map((byte) => byte & 255);
      const shard = shardOf(makeCaseNumber({ division: '310000', date: '2026-03-02', random }));
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect(counts.size).toBe(SHARD_COUNT);
    expect(Math.max(...counts.values())).toBeLessThan(200);
    expect(Math.min(...counts.values())).toBeGreaterThan(40);
  });
});
