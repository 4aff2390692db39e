import { REGION_CODES, type RegionCode, TongbanError } from '@tongban/contracts';
import type { DraftText } from '@tongban/domain';
import type { StandardsLog } from './standards-log';
import type { StandardsStanding } from './update';

/** The newest text of a draft, as its owner's log has it. */
export interface FoundDraft { readonly owner: RegionCode; readonly digest: string; readonly text: DraftText }

/** Entries looked through at a time, from the newest back: a draft that is tried was written lately. */
const BLOCK = 500;

/** @throws TongbanError `draft.unknown`, or as `StandardsLog.replay`. */
export async function findDraft(log: StandardsLog, standing: readonly StandardsStanding[], draftId: string, owner?: RegionCode): Promise<FoundDraft> {
  for (const region of owner === undefined ? REGION_CODES : [owner]) {
    const { held = 0, announced = 0 } = standing.find((one) => one.owner === region) ?? {};
    for (let last = Math.max(held, announced); last > 0; last -= BLOCK) {
      const found = await newestIn(log, region, draftId, Math.max(1, last - BLOCK + 1), last);
      if (found !== undefined) return found;
    }
  }
  throw new TongbanError('draft.unknown', `no draft ${draftId} in the log of ${owner ?? 'any owner'}`);
}

/** A replay gives as many entries as fit, so that a run may take several. */
async function newestIn(log: StandardsLog, owner: RegionCode, draftId: string, first: number, last: number): Promise<FoundDraft | undefined> {
  let newest: FoundDraft | undefined;
  for (let from = first; from <= last;) {
    const entries = await log.replay(owner, from, last - from + 1);
    if (entries.length === 0) return newest;
    for (const { event } of entries) {
      if ((event?.type === 'drafted' || event?.type === 'draft-revised') && event.draftId === draftId) newest = { owner, digest: event.digest, text: event };
    }
    from = entries.at(-1)!.number + 1;
  }
  return newest;
}
