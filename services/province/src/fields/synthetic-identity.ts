import { citizenIdCheckCharacter, organisationCodeCheckCharacter, usccCheckCharacter } from '@tongban/domain';
import type { Seed } from './seed';

/** Nobody living was born then, and no card was ever issued with a province-level address code. */
const BIRTH_DATE = '19000101';
/** 1: registered with a staffing office (机构编制); 2: a public institution (GB 32100). */
const AUTHORITY_AND_CATEGORY = '12';
const SEQUENCE_COUNT = 1000;
const ORGANISATION_COUNT = 100_000_000;

/** A citizen id (GB 11643) that belongs to nobody; `province` is a province-level code. */
export function syntheticCitizenId(province: string, seed: Seed, label: string): string {
  const body = `${province}${BIRTH_DATE}${String(seed.number(label, SEQUENCE_COUNT)).padStart(3, '0')}`;
  return body + citizenIdCheckCharacter(body);
}

/** A unified social credit code (GB 32100) that belongs to nobody: its division is a whole province. */
export function syntheticUscc(province: string, seed: Seed, label: string): string {
  const organisation = String(seed.number(label, ORGANISATION_COUNT)).padStart(8, '0');
  const body = `${AUTHORITY_AND_CATEGORY}${province}${organisation}${organisationCodeCheckCharacter(organisation)}`;
  return body + usccCheckCharacter(body);
}
