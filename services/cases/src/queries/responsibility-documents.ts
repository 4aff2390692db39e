import { type ResponsibilityDocument, v1 } from '@tongban/contracts';
import { type CaseStep, type Responsibility, responsibilitiesOf } from '@tongban/domain';
import { readReceipt } from '@tongban/trust';
import type { CaseRecord, EntryRecord, Opening } from '../record/case-record';

/** The chain of responsibility of a case, from its log alone (T6-C4). */
export function responsibilityDocuments(record: CaseRecord, opening: Opening): ResponsibilityDocument[] {
  let entryId = '';
  const steps = record.entries.flatMap((one): CaseStep[] => {
    entryId = one.entry.registered?.entryId || entryId;
    const at = instantOf(one);
    return at === undefined ? [] : [{ at, entryId, active: Object.fromEntries(tracksOf(one).map(({ track, state }) => [track ?? '', state ?? ''])) }];
  });
  return responsibilitiesOf(opening.release.flow, steps).map((one) => documentOf(one, opening));
}

/** When the case moved: at the receipt of a message by its border, or when a rejection was recorded that sent the case back. */
function instantOf({ entry, message }: EntryRecord): string | undefined {
  if (entry.registered && message) return readReceipt(message.received).at;
  return (entry.receipts?.rejections ?? []).some(({ effect }) => effect === v1.RejectionEffect.REJECTION_EFFECT_RETURNED) ? entry.registeredAt : undefined;
}

const tracksOf = ({ entry }: EntryRecord): readonly v1.TrackState.$Properties[] => entry.registered?.tracks ?? entry.receipts?.tracks ?? [];

function documentOf({ track, state, holder, agency, role, side, from, to }: Responsibility, { parties }: Opening): ResponsibilityDocument {
  const { participant, division } = parties[side];
  return {
    track, ...(state && { state: state.id, wording: { zh: state.zh, en: state.en } }), holder: { actor: holder.id, wording: { zh: holder.zh, en: holder.en } },
    agency: { actor: agency.id, wording: { zh: agency.zh, en: agency.en } }, ...(role !== undefined && { role }), side, participant, division, from, ...(to !== undefined && { to }),
  };
}
