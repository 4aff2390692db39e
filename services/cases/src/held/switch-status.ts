import { type CheckDocument, ERROR_CATALOGUE, type HeldPlace, type SwitchStatusDocument, TongbanError, fieldFault } from '@tongban/contracts';
import { type SwitchRecord, settingsAt, switchInWords } from '@tongban/domain';
import { HELD_MAX } from '@tongban/messaging';
import type { FlowReleases } from '../record/flow-releases';
import type { HeldMessage } from './held-stream';

const LISTED_MAX = 500;

/** Switches that are not on at an instant, and those that are on again and still have held openings to release; each with what is held here because of it. */
export function switchStatus(switches: readonly SwitchRecord[], held: readonly HeldPlace[], releases: Pick<FlowReleases, 'switched' | 'heldBy'>, at: string): SwitchStatusDocument[] {
  const counts = new Map<string, number>();
  const shown = new Map(settingsAt(switches, at).filter(({ position, scope }) => position !== 'on' && scope.subject === undefined).map((one) => [keyOf(one), one]));
  const deciding = new Map<string, SwitchRecord | undefined>();
  for (const place of held) {
    const key = `${place.itemCode} ${place.opener} ${place.counterpart}`;
    if (!deciding.has(key)) deciding.set(key, releases.switched(place, at) ?? releases.heldBy(place, at));
    const by = deciding.get(key);
    if (by === undefined) continue;
    if (!shown.has(keyOf(by))) shown.set(keyOf(by), by);
    counts.set(keyOf(by), (counts.get(keyOf(by)) ?? 0) + 1);
  }
  const present = new Set(settingsAt(switches, at).map(keyOf));
  return [...shown.values()].slice(0, LISTED_MAX).map((one): SwitchStatusDocument => {
    const { owner, switchId, scope, position, since, until, releasePerMinute } = one;
    return {
      owner, switchId, scope, position, since, ...(until && { until }), ...(releasePerMinute && { releasePerMinute }), held: counts.get(keyOf(one)) ?? 0, ...(!present.has(keyOf(one)) && { draining: true }),
    };
  });
}

const keyOf = ({ owner, switchId }: SwitchRecord): string => `${owner} ${switchId}`;

/** Whether there is room for more. */
export function heldCheck(count: number): CheckDocument {
  const { zh, en } = ERROR_CATALOGUE['item.hold-full'];
  if (count >= HELD_MAX) return { ok: false, code: 'item.hold-full', wording: { zh, en }, detail: String(count) };
  return { ok: true, wording: { zh: '开关暂存的新办件', en: 'new cases held by switches' }, detail: `${count}/${HELD_MAX}` };
}

/** What is answered about a case that is held: since when, by which switch, and until when that stands. */
export function heldAnswer({ caseNo, receivedAt }: HeldMessage, by: SwitchRecord | undefined): TongbanError {
  const words = by === undefined ? { zh: '正按速率放行', en: 'it is being released at the rate of its switch' } : switchInWords(by);
  const en = `received ${receivedAt} and held since; ${words.en}`;
  return new TongbanError('case.held', `${caseNo}: ${en}`, [fieldFault('case_no', 'case.held', `${receivedAt}接收并暂存；${words.zh}`, en)]);
}
