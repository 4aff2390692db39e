import { organisationCodeCheckCharacter, usccCheckCharacter } from '@tongban/domain';

/** Staffing office, public institution: what a handling agency is registered as. */
const AUTHORITY_AND_CATEGORY = '12';
const ORGANISATION = '00000001';

/**
 * Unified social credit code (GB 32100) of a reference province's agency. It carries a province-level division, which no
 * registration authority gives out, so it can belong to nobody.
 */
export function syntheticAgencyCode(participant: string): string {
  const body = `${AUTHORITY_AND_CATEGORY}${participant}${ORGANISATION}${organisationCodeCheckCharacter(ORGANISATION)}`;
  return body + usccCheckCharacter(body);
}
