import type { Worded } from '../flow/model';

/** From what refuses least to what refuses most; each refuses what those before it do as well. */
export const REFUSALS_OF_STALE_COPIES = ['nothing', 'sensitive-openings', 'openings', 'messages'] as const;
export type StaleRefusal = (typeof REFUSALS_OF_STALE_COPIES)[number];

export interface StaleStage extends Worded {
  readonly id: string;
  /** Hours of real time since the owner was last heard. */
  readonly afterHours: number;
  readonly refuses: StaleRefusal;
}
/** A written policy: what a reader still does on the strength of a registry copy that its owner has not confirmed for a while (DESIGN §7). Stages in the order of their hours. */
export interface StaleCopyPolicy {
  readonly sensitive: { readonly categories: readonly string[]; readonly itemCodes: readonly string[] };
  readonly stages: readonly StaleStage[];
}
/** How a copy stands: the stage it is in, none while it is fresh, and the countdown to the next, none after the last. */
export interface CopyStanding {
  readonly ageHours: number;
  readonly stage?: StaleStage;
  readonly next?: { readonly stage: StaleStage; readonly inHours: number };
}

const HOUR_MS = 3_600_000;

/** @param heardAt real instant of the newest signed head. A head from a clock that goes ahead is as fresh as one of now. */
export function copyStanding({ stages }: StaleCopyPolicy, heardAt: string, nowMs: number): CopyStanding {
  const ageHours = Math.max(0, (nowMs - Date.parse(heardAt)) / HOUR_MS);
  const stage = stages.filter(({ afterHours }) => ageHours >= afterHours).at(-1);
  const next = stages.find(({ afterHours }) => ageHours < afterHours);
  return { ageHours, ...(stage && { stage }), ...(next && { next: { stage: next, inHours: next.afterHours - ageHours } }) };
}

export const isSensitive = ({ sensitive }: StaleCopyPolicy, { itemCode, category }: { readonly itemCode: string; readonly category: string }): boolean =>
  sensitive.itemCodes.includes(itemCode) || sensitive.categories.includes(category);

/** Whether a stage refuses what somebody sends: a first message of a case, of a sensitive item or not, or a later one. */
export function isRefusedAt(stage: StaleStage | undefined, what: { readonly opening: boolean; readonly sensitive: boolean }): boolean {
  switch (stage?.refuses ?? 'nothing') {
    case 'nothing': return false;
    case 'sensitive-openings': return what.opening && what.sensitive;
    case 'openings': return what.opening;
    case 'messages': return true;
  }
}
