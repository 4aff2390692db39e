import { type CheckDocument, ERROR_CATALOGUE } from '@tongban/contracts';

/** How much of its room and pace a participant uses. */
export interface SubmissionUse {
  readonly participant: string;
  readonly bytes: number;
  /** Not positive where the stream has no limit. */
  readonly maxBytes: number;
  /** Stored and not taken yet. */
  readonly waiting: number;
  readonly perSecond: number;
  /** Whether it submitted at least `NEAR_LIMIT` of what its pace allows, over the last `RATE_SPAN_MS`. */
  readonly isFast: boolean;
}

/** Part of a limit from which an operator is told, before anybody is refused. */
export const NEAR_LIMIT = 0.8;
export const RATE_SPAN_MS = 60_000;

/** A stream that is nearly full, or a participant that sends nearly as fast as it may or faster (G3-C2). */
export function capacityCheck(uses: readonly SubmissionUse[]): CheckDocument {
  const near = uses.flatMap(({ participant, bytes, maxBytes, waiting, perSecond, isFast }) => [
    ...(maxBytes > 0 && bytes >= NEAR_LIMIT * maxBytes ? [{ zh: `${participant}的流已用${percent(bytes / maxBytes)}`, en: `stream of ${participant} ${percent(bytes / maxBytes)} full` }] : []),
    ...(waiting > perSecond ? [{ zh: `${participant}有${waiting}条待接收，约需${Math.ceil(waiting / perSecond)}秒`, en: `${waiting} of ${participant} wait, about ${Math.ceil(waiting / perSecond)} s` }]
      : isFast ? [{ zh: `${participant}已达速率的${percent(NEAR_LIMIT)}`, en: `${participant} sends at ${percent(NEAR_LIMIT)} of its rate or more` }] : []),
  ]);
  if (near.length === 0) return { ok: true, wording: { zh: '参与方的流与速率有余量', en: 'room and rate of the participants' } };
  const { zh, en } = ERROR_CATALOGUE['capacity.near-limit'];
  return { ok: false, code: 'capacity.near-limit', wording: { zh, en }, detail: { zh: near.map((one) => one.zh).join('；'), en: near.map((one) => one.en).join('; ') } };
}

const percent = (part: number): string => `${Math.floor(part * 100)}%`;
