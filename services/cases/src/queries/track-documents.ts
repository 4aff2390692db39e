import { RETURNED_TO_OPENER, type TrackDocument, type v1 } from '@tongban/contracts';
import { MAIN_TRACK, hasBegun, holderOf, sideOfActor } from '@tongban/domain';
import type { CaseRecord } from '../record/case-record';

/** Every started track, main first. A case that went back to its opener before it began has none: that is said instead. */
export function trackDocuments(record: CaseRecord): TrackDocument[] {
  const { opening, state } = record;
  if (!opening || !state) return [];
  const { flow } = opening.release;
  const entry = flow.entries.get(state.entryId);
  if (!hasBegun(state)) {
    const opener = flow.actors.get(entry?.opener ?? '');
    return [{
      track: MAIN_TRACK, state: RETURNED_TO_OPENER, wording: { zh: '退回发起方', en: 'Returned to its opener' }, terminal: false,
      ...(opener && { holder: { actor: opener.id, wording: { zh: opener.zh, en: opener.en }, side: 'opener' as const } }),
    }];
  }
  return holderOf(flow, state).map(({ track, state: current, actor }) => {
    const side = actor && entry && sideOfActor(flow, entry, actor.id);
    return {
      track, state: current.id, wording: { zh: current.zh, en: current.en }, terminal: current.terminal,
      ...(current.outcome && { outcome: current.outcome }),
      ...(actor && side && side !== 'hub' && { holder: { actor: actor.id, wording: { zh: actor.zh, en: actor.en }, side } }),
    };
  });
}

/** States as a log entry names them; with none the case went back to its opener before it began. */
export function statesOf(tracks: readonly v1.TrackState.$Properties[] | null | undefined): Record<string, string> {
  const states = Object.fromEntries((tracks ?? []).map(({ track, state }) => [track ?? '', state ?? '']));
  return Object.keys(states).length > 0 ? states : { [MAIN_TRACK]: RETURNED_TO_OPENER };
}
