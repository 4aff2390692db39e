import type { CaseSide } from '@tongban/catalogue';
import type { FieldFault } from '@tongban/contracts';
import { type Fields, type Profile, beijingDateOf, parseCaseNumber, waivedFaults } from '@tongban/domain';

/** The profile that binds one side of a case, as far as standards are installed here. */
export type ProfileOf = (side: CaseSide) => Profile | undefined;

/** What of a message is known when it is made, and when it arrives. */
export interface AskingMessage { readonly caseNo: string; readonly itemCode: string; readonly division: string; readonly type: string; readonly fields: Fields; readonly at: string }

/** Materials for which a side asks although its own region has waived them; of what held at the end of the day on which the case's number was made. */
export function waivedMaterials(profileOf: ProfileOf | undefined, { caseNo, itemCode, division, type, fields, at }: AskingMessage): readonly FieldFault[] {
  const openedAt = `${parseCaseNumber(caseNo)?.date ?? beijingDateOf(at)}T23:59:59+08:00`;
  const profile = profileOf?.({ itemCode, division, openedAt });
  return profile === undefined ? [] : waivedFaults(profile, { type, fields });
}
