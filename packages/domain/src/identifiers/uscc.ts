import { type IdentifierCheck, refused } from './reasons';

/** A finding that does not make the code invalid. */
export type UsccWarning = 'inner-check-warning';

export interface UsccFacts {
  /** Position 1: class of the registration authority (1 staffing office, 5 civil affairs, 9 market regulation, …). */
  readonly authorityClass: string;
  /** Position 2: category of the entity within that class. */
  readonly entityCategory: string;
  /** Positions 3-8: division of the registration authority, GB/T 2260. Not looked up: abolished divisions stay valid. */
  readonly divisionCode: string;
  /** Positions 9-17: organisation code, GB 11714. */
  readonly organisationCode: string;
  /** Old organisation codes may fail their own MOD 11 check; that is told, never refused. */
  readonly warnings: readonly UsccWarning[];
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;
const FORM = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** Check character of a unified social credit code: GB 32100-2015, MOD 31 of GB/T 17710. `body` is the first 17 characters. */
export function usccCheckCharacter(body: string): string {
  let sum = 0;
  for (let index = 0, weight = 1; index < 17; index += 1, weight = (weight * 3) % 31) {
    sum += ALPHABET.indexOf(body.charAt(index)) * weight;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Check character of an organisation code: GB 11714-1997, MOD 11 with A=10 … Z=35. `body` is its first 8 characters. */
export function organisationCodeCheckCharacter(body: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, index) => total + weight * parseInt(body.charAt(index), 36), 0);
  const check = 11 - (sum % 11);
  if (check === 10) return 'X';
  return check === 11 ? '0' : String(check);
}

/** Checks a unified social credit code (统一社会信用代码), GB 32100-2015, as it must stand on the wire: 18 characters, upper case. */
export function checkUscc(value: string): IdentifierCheck<UsccFacts> {
  if (value === '') return refused('empty');
  if ([...value].length !== 18) return refused('length');
  if (!FORM.test(value)) return refused(/^[0-9A-Za-z]+$/.test(value) && FORM.test(value.toUpperCase()) ? 'lower-case' : 'charset');
  if (usccCheckCharacter(value) !== value[17]) return refused('check-digit');

  const organisationCode = value.slice(8, 17);
  const innerCheckHolds = organisationCodeCheckCharacter(organisationCode) === organisationCode[8];
  return {
    valid: true,
    authorityClass: value.charAt(0),
    entityCategory: value.charAt(1),
    divisionCode: value.slice(2, 8),
    organisationCode,
    warnings: innerCheckHolds ? [] : ['inner-check-warning'],
  };
}
