import { type FieldFault, fieldFault } from '@tongban/contracts';
import type { Worded } from '../../flow/model';
import { compareAmounts } from '../floors/amounts';
import { firstBreach } from '../floors/first-breach';
import type { Amount, DeclaredValue } from '../floors/floor';
import type { DeclaringStandard } from '../floors/floor-faults';
import { amountWords } from '../floors/floor-words';
import type { LocalGuide } from './local-guide';
import { DEMAND_WORDS } from './profile-words';
import { MATERIAL_DEMANDS, type MaterialDemand, type Profile, floorsOfProfile } from './profile';
import { type ReachingStandard, type RegionScope, bindsStandard } from './region-scope';

export interface ProfiledStandard extends ReachingStandard, DeclaringStandard { readonly localGuides?: readonly LocalGuide[] }
export interface ScopedProfile { readonly profile: Profile; readonly scope: RegionScope }
/** Profiles of an item in all regions; those whose first day is yet to come are judged from that day on. */
export type ProfilesOf = (itemCode: string) => readonly ScopedProfile[];
export interface ProfileFault extends FieldFault {
  readonly profileId: string;
  /** First day on which the standard is worse than the profile. */
  readonly on: string;
}

/**
 * Everything in a local standard that is worse than what its region has harmonised, on any day from `from` on: values, limit, materials and modes. Only
 * profiles whose region binds the whole reach of the standard are asked. `standard.below-profile`, or `catalogue.invalid` where units keep it from being
 * judged. Paths are below the standard, e.g. `localGuides[0].limit.value`.
 */
export function profileFaults(standard: ProfiledStandard, profilesOf: ProfilesOf, from: string): readonly ProfileFault[] {
  const { declares = [], localGuides = [] } = standard;
  const binding = (itemCode: string): readonly Profile[] => profilesOf(itemCode).filter(({ scope }) => bindsStandard(scope, standard)).map(({ profile }) => profile);
  return [
    ...declares.flatMap((declared, at) => binding(declared.itemCode).flatMap((profile) => valueFaults(declared, profile, from, `declares[${at}]`))),
    ...localGuides.flatMap((guide, at) => binding(guide.itemCode).flatMap((profile) => guideFaults(guide, profile, from, `localGuides[${at}]`))),
  ];
}

function valueFaults(declared: DeclaredValue, profile: Profile, from: string, path: string): ProfileFault[] {
  const breach = firstBreach(declared, floorsOfProfile(profile), from);
  if (breach === undefined || breach.comparison.verdict === 'not-comparable') return [];
  const { on, floor, comparison: { verdict } } = breach;
  if (verdict === 'unit-mismatch') return [unitFault(profile, on, `${path}.unit`, floor.unit)];
  const words = { zh: `${floor.zh}${COMPARATORS[floor.comparator].zh}${amountWords(floor).zh}`, en: `${floor.en} ${COMPARATORS[floor.comparator].en} ${amountWords(floor).en}` };
  return [worse(profile, on, `${path}.value`, words, amountWords(declared))];
}
const COMPARATORS: Readonly<Record<'>=' | '<=' | '==', Worded>> = { '>=': { zh: '不低于', en: 'at least' }, '<=': { zh: '不超过', en: 'at most' }, '==': { zh: '须为', en: 'exactly' } };

function guideFaults(guide: LocalGuide, profile: Profile, from: string, path: string): ProfileFault[] {
  const on = [from, guide.validFrom ?? from, profile.validFrom].reduce((latest, day) => (day > latest ? day : latest));
  if (profile.validTo !== undefined && profile.validTo < on) return [];
  return [
    ...(guide.limit === undefined || profile.limit === undefined ? [] : limitFaults(guide.limit, profile.limit, profile, on, `${path}.limit`)),
    ...(guide.materials ?? []).flatMap(({ code, required }, at) => {
      const agreed = profile.materials?.find((material) => material.code === code);
      const demand: MaterialDemand = required ? 'required' : 'optional';
      if (agreed === undefined || MATERIAL_DEMANDS.indexOf(demand) <= MATERIAL_DEMANDS.indexOf(agreed.demand)) return [];
      return [worse(profile, on, `${path}.materials[${at}].required`, { zh: `材料${agreed.zh}：${DEMAND_WORDS[agreed.demand].zh}`, en: `material ${agreed.en}: ${DEMAND_WORDS[agreed.demand].en}` }, DEMAND_WORDS[demand])];
    }),
    ...(guide.modes === undefined ? [] : (profile.modes ?? []).filter((mode) => !guide.modes!.includes(mode)).map((mode) =>
      worse(profile, on, `${path}.modes`, { zh: `提供办理方式${mode}`, en: `the mode ${mode} is offered` }, { zh: '未提供', en: 'not offered' }))),
  ];
}

function limitFaults(local: Amount, agreed: Amount, profile: Profile, on: string, path: string): ProfileFault[] {
  const order = compareAmounts(asLimit(local, agreed.unit), asLimit(agreed, local.unit));
  if (order === undefined) return [unitFault(profile, on, `${path}.unit`, agreed.unit)];
  return order <= 0 ? [] : [worse(profile, on, `${path}.value`, { zh: `办理时限不超过${amountWords(agreed).zh}`, en: `a processing limit of at most ${amountWords(agreed).en}` }, amountWords(local))];
}

/** What is done at once takes none of any unit. */
export const asLimit = ({ value, unit }: Amount, other: string): Amount => (unit === 'immediate' ? { value: 0, unit: other === 'immediate' ? 'working-day' : other } : { value, unit });

const worse = ({ profileId, zh, en, basis }: Profile, on: string, path: string, agreed: Worded, local: Worded): ProfileFault => ({
  ...fieldFault(path, 'standard.below-profile', `${on}起，${zh}（${profileId}）要求${agreed.zh}，本标准为${local.zh}（依据：${basis}）`, `from ${on} on, ${en} (${profileId}) asks for ${agreed.en}, the standard has ${local.en} (basis: ${basis})`),
  profileId, on,
});
const unitFault = ({ profileId }: Profile, on: string, path: string, unit: string): ProfileFault => ({
  ...fieldFault(path, 'catalogue.invalid', `与${profileId}单位不同，无法比较，请改用${unit}`, `it cannot be compared with ${profileId}, use its unit ${unit}`), profileId, on,
});
