import { type StandardsCopyDocument, type Wording } from '@tongban/contracts';
import { type CopyStanding, type StaleCopyPolicy, copyStanding, isRefusedAt } from '@tongban/domain';
import type { Standing } from '@tongban/registry';

export interface StaleCopies {
  readonly policy: StaleCopyPolicy;
  /** Region of this hub: its own log is never stale to it. */
  readonly region: string;
  /** Real time, milliseconds: what is measured is how long nothing was heard, whatever business day it is. */
  readonly nowMs: () => number;
}
type Heard = Pick<Standing, 'owner' | 'heardAt'>;

/** How each copy stands under the policy. An owner that was never heard has no age: that its standards cannot be proven current is told elsewhere. */
export const staleStandings = (standings: readonly Heard[], { policy, region, nowMs }: StaleCopies): ReadonlyMap<string, CopyStanding> =>
  new Map(standings.flatMap(({ owner, heardAt }) => (owner === region || heardAt === undefined ? [] : [[owner, copyStanding(policy, heardAt, nowMs())] as const])));

/** Why a message is not taken: the copy of one of these owners is in a stage that refuses it. Undefined when none is. For engineers, in English, and the same words for the same stage. */
export function staleRefusal(standings: ReadonlyMap<string, CopyStanding>, owners: readonly string[], what: { readonly opening: boolean; readonly sensitive: boolean }): string | undefined {
  const [found] = owners.flatMap((owner) => {
    const stage = standings.get(owner)?.stage;
    return stage !== undefined && isRefusedAt(stage, what) ? [{ owner, stage }] : [];
  });
  return found && `the copy of the registry of ${found.owner} is in the stage ${found.stage.id} (${found.stage.en}): its hub was not heard for ${found.stage.afterHours} hours or more`;
}

/** What an operator sees of a copy: its stage, and the countdown to the next. Undefined while it is fresh. */
export function stageDocument(standing: CopyStanding | undefined): Pick<StandardsCopyDocument, 'stage'> {
  if (standing?.stage === undefined) return {};
  const { stage, next } = standing;
  const countdown: Wording = next ? { zh: `，${hours(next.inHours)}小时后：${next.stage.zh}`, en: `; in ${hours(next.inHours)} h: ${next.stage.en}` } : { zh: '', en: '' };
  return { stage: { id: stage.id, wording: { zh: `${stage.zh}${countdown.zh}`, en: `${stage.en}${countdown.en}` }, ...(next && { next: next.stage.id, nextInHours: hours(next.inHours) }) } };
}
const hours = (of: number): number => Math.ceil(of * 10) / 10;

/** Tells of every change of stage once, in either direction. */
export class StageLog {
  private readonly told = new Map<string, string>();
  constructor(private readonly tell: (owner: string, standing: CopyStanding) => void) {}

  look(standings: ReadonlyMap<string, CopyStanding>): void {
    for (const [owner, standing] of standings) {
      const stage = standing.stage?.id ?? '';
      if (stage === (this.told.get(owner) ?? '')) continue;
      this.told.set(owner, stage);
      this.tell(owner, standing);
    }
  }
}
