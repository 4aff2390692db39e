import { beijingDateOf } from '../calendar/days';
import { type ArtefactVersionRef, versionKey } from './artefact';
import type { Declaration, RegistryState, TargetRecord } from './registry';

/** What a version's adoption looks like for one participant, on a business date. */
export interface AdoptionRow {
  readonly participant: string;
  readonly region: string;
  readonly declaration?: Declaration;
  /** Adopted, and the date it named has come. */
  readonly adopted: boolean;
  /** Adoption was due before this date, by a target that names the participant or asks for all of its region. */
  readonly late: boolean;
}
export interface TargetProgress { readonly target: TargetRecord; readonly adopted: number; readonly wanted: number; readonly reached: boolean; readonly late: boolean }
export interface AdoptionReport { readonly rows: readonly AdoptionRow[]; readonly targets: readonly TargetProgress[] }

interface Placed { readonly participant: string; readonly region: string }

/**
 * Who has adopted a version, who is late, and how far each region is. A target that is not reached is late from the day after its date on; a
 * share below 100 % makes the region late and none of its participants.
 * @param at business instant; dates are Beijing's.
 */
export function adoptionOf(state: RegistryState, version: ArtefactVersionRef, participants: readonly Placed[], at: string): AdoptionReport {
  const today = beijingDateOf(at);
  const declarations = state.declarations.get(versionKey(version));
  const targets = state.targets.get(versionKey(version)) ?? [];
  const hasAdopted = (participant: string): boolean => {
    const adoption = declarations?.get(participant)?.adoption;
    return adoption?.status === 'adopted' && adoption.on <= today;
  };
  const rows = participants.map(({ participant, region }): AdoptionRow => {
    const declaration = declarations?.get(participant);
    const adopted = hasAdopted(participant);
    const isDue = targets.some((target) => target.region === region && target.by < today && asksFor(target, participant));
    return { participant, region, ...(declaration !== undefined && { declaration }), adopted, late: isDue && !adopted };
  });
  return { rows, targets: targets.map((target) => {
    const asked = rows.filter(({ region, participant }) => region === target.region && ('percent' in target.goal || target.goal.participants.includes(participant)));
    const wanted = 'percent' in target.goal ? Math.ceil((asked.length * target.goal.percent) / 100) : target.goal.participants.length;
    const adopted = asked.filter((row) => row.adopted).length;
    const reached = adopted >= wanted;
    return { target, adopted, wanted, reached, late: !reached && target.by < today };
  }) };
}

const asksFor = ({ goal }: TargetRecord, participant: string): boolean => ('percent' in goal ? goal.percent === 100 : goal.participants.includes(participant));
