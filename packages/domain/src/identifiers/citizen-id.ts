import { isDate } from '../calendar/days';
import { type IdentifierCheck, refused } from './reasons';

export interface CitizenIdFacts {
  /** Address code, positions 1-6. Codes of abolished counties stay valid, so it is not looked up in any table. */
  readonly addressCode: string;
  /** `YYYY-MM-DD`, positions 7-14. */
  readonly birthDate: string;
  /** Position 17: odd is male, even is female. */
  readonly gender: 'M' | 'F';
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';

/**
 * Check character of a citizen identification number: GB 11643-1999, ISO 7064:1983 MOD 11-2.
 * `body` is the first 17 digits.
 */
export function citizenIdCheckCharacter(body: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/**
 * Checks a citizen identification number (公民身份号码, also the social security number), GB 11643-1999, as it must
 * stand on the wire: 18 characters, X in upper case. Residence permits of Hong Kong, Macao and Taiwan residents have the
 * same form. `todayDate` (`YYYY-MM-DD`, Beijing) makes a later birth date a `future-date`; without it only a century
 * after the present one is.
 */
export function checkCitizenId(value: string, options: { readonly todayDate?: string } = {}): IdentifierCheck<CitizenIdFacts> {
  if (value === '') return refused('empty');
  if (/^\d{15}$/.test(value)) return refused('legacy-15');
  if ([...value].length !== 18) return refused('length');
  if (/^[1-9]\d{16}x$/.test(value)) return refused('lower-case');
  if (!/^[1-9]\d{16}[\dX]$/.test(value)) return refused('charset');

  const birthDate = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
  if (!isDate(birthDate) || birthDate < '1800-01-01') return refused('invalid-date');
  if (birthDate >= '2100-01-01') return refused('future-date');
  if (options.todayDate !== undefined && birthDate > options.todayDate) return refused('future-date');

  if (citizenIdCheckCharacter(value) !== value[17]) return refused('check-digit');
  return { valid: true, addressCode: value.slice(0, 6), birthDate, gender: Number(value[16]) % 2 === 1 ? 'M' : 'F' };
}
