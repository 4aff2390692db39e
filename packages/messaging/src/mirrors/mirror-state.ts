import type { Wording } from '@tongban/contracts';

/** How far a stream or its copy goes. */
export interface EndState { readonly lastSequence: number }
/**
 * `level`: the copy has everything. `behind`: it follows. `stalled`: it does not, though it should. `ahead`: the original was set back. `apart`: the same number is
 * another message. A copy that is ahead or apart follows no more, so that it stays what it is: the only one of what the region lost.
 */
export type MirrorStanding = 'level' | 'behind' | 'stalled' | 'ahead' | 'apart';
export interface MirrorReport {
  readonly region: string;
  readonly stream: string;
  readonly standing: MirrorStanding;
  /** Messages that the copy does not have yet, by their numbers; of one that is ahead, those that the region has no more. */
  readonly lag: number;
  /** Of the region, and of the copy (0: it has nothing). */
  readonly lastSequence: number;
  readonly copiedSequence: number;
  /** Since when the copy has not moved although it should; 0 while it does. */
  readonly idleForMs: number;
}
/** Where a copy stood when it last moved. */
export interface MirrorProgress { readonly copied: number; readonly movedAtMs: number; readonly apart: boolean }

/**
 * What is to be said of a copy. `copy` was looked at before `original`, so that one that moves is never taken for one that is ahead. `isOther`: its last message is another one in the
 * region; that holds until it moves.
 */
export function mirrorReport(
  of: { readonly region: string; readonly stream: string }, copy: EndState | undefined, original: EndState, isOther: boolean, before: MirrorProgress | undefined, nowMs: number, stalledAfterMs: number,
): { report: MirrorReport; progress: MirrorProgress } {
  const copied = copy?.lastSequence ?? 0;
  const { lastSequence } = original;
  const apart = isOther || (before?.apart === true && copied === before.copied && copied < lastSequence);
  const moves = copied >= lastSequence || before === undefined || before.copied !== copied;
  const movedAtMs = moves ? nowMs : before.movedAtMs;
  const idleForMs = nowMs - movedAtMs;
  const standing = copied > lastSequence ? 'ahead' : apart ? 'apart' : copied === lastSequence ? 'level' : idleForMs >= stalledAfterMs ? 'stalled' : 'behind';
  return { report: { ...of, standing, lag: Math.abs(lastSequence - copied), lastSequence, copiedSequence: copied, idleForMs }, progress: { copied, movedAtMs, apart } };
}

export function mirrorInWords({ stream, standing, lag, lastSequence, copiedSequence, idleForMs }: MirrorReport): Wording {
  const seconds = `${Math.round(idleForMs / 1_000)} s`;
  const words: Readonly<Record<MirrorStanding, Wording>> = {
    level: { zh: `到 ${copiedSequence}，一致`, en: `level at ${copiedSequence}` },
    behind: { zh: `到 ${copiedSequence}，落后 ${lag}`, en: `at ${copiedSequence}, ${lag} behind` },
    stalled: { zh: `停在 ${copiedSequence}，落后 ${lag}，${seconds}`, en: `stands at ${copiedSequence}, ${lag} behind, ${seconds}` },
    ahead: { zh: `副本到 ${copiedSequence}，区域止于 ${lastSequence}：区域缺 ${lag}`, en: `the copy has ${copiedSequence}, the region ends at ${lastSequence}: ${lag} lacking there` },
    apart: { zh: `序号 ${copiedSequence} 两侧不是同一条消息`, en: `sequence ${copiedSequence} is not the same message on both sides` },
  };
  return { zh: `${stream}：${words[standing].zh}`, en: `${stream}: ${words[standing].en}` };
}
