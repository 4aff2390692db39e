import { TongbanError } from '@tongban/contracts';
import { isDate } from '../calendar/days';
import { provinceCodeOf } from '../identifiers/divisions';
import { mod3736CheckCharacter } from './mod-37-36';

/**
 * A case number is `<division>-<YYYYMMDD>-<random>-<check>`, e.g. `310115-20260302-7K3M9QX-4`: the opener's division
 * (GB/T 2260), the Beijing business date of opening, 35 random bits in Crockford's base 32 (no I, L, O, U), and an
 * ISO 7064 MOD 37,36 check character over all the characters before it. It is made offline, can be read out on the
 * telephone, and says nothing about a person.
 */
export interface CaseNumberParts {
  /** The opener's division code, any level. */
  readonly division: string;
  /** Business date of opening, `YYYY-MM-DD`. */
  readonly date: string;
  /** Seven characters of Crockford's base 32. */
  readonly random: string;
  /** The opener's participant id: the province of the division. */
  readonly participant: string;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_LENGTH = 7;
/** Seven characters of five bits need 35 bits. */
export const CASE_NUMBER_RANDOM_BYTES = 5;
const FORM = /^([1-9]\d{5})-(\d{4})(\d{2})(\d{2})-([0-9A-HJKMNP-TV-Z]{7})-([0-9A-Z])$/;
/** Longer input is no case number whatever it holds; it is not worth normalising. */
const INPUT_LENGTH_MAX = 64;
const COMPACT_LENGTH = 22;

const assemble = (division: string, day: string, random: string): string =>
  `${division}-${day}-${random}-${mod3736CheckCharacter(division + day + random)}`;

/**
 * Makes a case number. `random` holds at least five bytes from a secure source; of more, the first five count. Two
 * openers that draw the same number are told apart by the case log, which takes only the first.
 * @throws TongbanError `case.number-invalid` when the division or date has the wrong form or bytes are missing.
 */
export function makeCaseNumber(parts: { readonly division: string; readonly date: string; readonly random: Uint8Array }): string {
  if (!/^[1-9]\d{5}$/.test(parts.division)) throw new TongbanError('case.number-invalid', 'the division must be a six-digit code');
  if (!isDate(parts.date)) throw new TongbanError('case.number-invalid', 'the date must have the form YYYY-MM-DD');
  if (parts.random.length < CASE_NUMBER_RANDOM_BYTES) throw new TongbanError('case.number-invalid', `${CASE_NUMBER_RANDOM_BYTES} random bytes are needed`);
  const bits = parts.random.subarray(0, CASE_NUMBER_RANDOM_BYTES).reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  let random = '';
  for (let index = 0; index < RANDOM_LENGTH; index += 1) random += CROCKFORD.charAt(Number((bits >> BigInt(index * 5)) & 31n));
  return assemble(parts.division, parts.date.replaceAll('-', ''), random);
}

/** The parts of a canonical case number; undefined when form, date or check character is wrong. Existence is not asked. */
export function parseCaseNumber(text: string): CaseNumberParts | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, division = '', year = '', month = '', day = '', random = ''] = match;
  const date = `${year}-${month}-${day}`;
  if (!isDate(date) || assemble(division, year + month + day, random) !== text) return undefined;
  return { division, date, random, participant: provinceCodeOf(division) };
}

/** The characters of Crockford's base 32 for those that are read or heard as them. */
const unconfused = (text: string): string => text.replaceAll('O', '0').replaceAll(/[IL]/g, '1');

/**
 * The canonical case number that a person meant who typed it from paper or from the telephone: lower case, full-width
 * characters, missing, doubled or other hyphens and spaces, O for 0, I or L for 1. Undefined when it is none even so.
 * The check character may itself be O, I or L; there the confusion is undone towards the one that fits.
 */
export function normaliseCaseNumber(text: string): string | undefined {
  if (text.length > INPUT_LENGTH_MAX) return undefined;
  const compact = text.normalize('NFKC').toUpperCase().replaceAll(/[\s\p{Pd}\u2212_]/gu, '');
  if (!/^[0-9A-Z]+$/.test(compact) || compact.length !== COMPACT_LENGTH) return undefined;
  const body = unconfused(compact.slice(0, -1));
  const canonical = assemble(body.slice(0, 6), body.slice(6, 14), body.slice(14));
  if (unconfused(canonical.slice(-1)) !== unconfused(compact.slice(-1))) return undefined;
  return parseCaseNumber(canonical) === undefined ? undefined : canonical;
}
