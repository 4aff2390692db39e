import { checkCitizenId } from './citizen-id';
import { checkUscc } from './uscc';

export type IdentityKind = 'citizen-id' | 'uscc';

/** Address codes of the residence permits for Hong Kong, Macao and Taiwan residents, and of Taiwan. */
const PERMIT_ADDRESS_CODES: ReadonlySet<string> = new Set(['710000', '810000', '820000', '830000']);
/**
 * Permits are issued since 2018-09-01 and carry a province-level address code on real cards, so the code alone proves
 * nothing. The last person known to be born before this date died in April 2018: no card can carry such a birth date.
 */
const FIRST_POSSIBLE_PERMIT_BIRTH_DATE = '1901-01-01';

/**
 * Whether a valid identifier can belong to nobody real, so that a sandbox may take it. Citizen id: a province-level
 * address code (GB 11643 gives out county-level ones only), and for the permit codes also a birth date no holder can have.
 * USCC: a province-level division segment. An invalid identifier is not synthetic: what is not understood is not let in.
 */
export function isSyntheticIdentity(kind: IdentityKind, value: string): boolean {
  if (kind === 'uscc') {
    const uscc = checkUscc(value);
    return uscc.valid && uscc.divisionCode.endsWith('0000');
  }
  const citizenId = checkCitizenId(value);
  if (!citizenId.valid || !citizenId.addressCode.endsWith('0000')) return false;
  return !PERMIT_ADDRESS_CODES.has(citizenId.addressCode) || citizenId.birthDate < FIRST_POSSIBLE_PERMIT_BIRTH_DATE;
}
