import type { AlertLogState, AlertStep, ChannelState } from './alert-log-state';

export interface TellingPace {
  /** What happens within this time of the first untold entry is told together. */
  readonly groupMs: number;
  /** An open alert that nobody acknowledged is told of again after so long. */
  readonly repeatMs: number;
  /** Who began to tell and said no more for so long has gone: another begins. */
  readonly claimMs: number;
  /** After a failure, doubled by each further one up to the most. */
  readonly againMs: number;
  readonly againMaxMs: number;
}

/** What a notification says: numbers of the entries that raised. */
export interface Telling {
  /** Up to this entry everything is told once it is sent. */
  readonly upTo: number;
  readonly raised: readonly number[];
  readonly recovered: readonly number[];
  readonly acknowledged: readonly number[];
  /** Raised and recovered before anybody could be told. */
  readonly passed: readonly number[];
  /** Told of before, still open and not acknowledged. */
  readonly still: readonly number[];
}

/**
 * What a channel is to be told now, or nothing. @param steps entries after `toldTo` of the channel, in order. @param nowMs real milliseconds.
 */
export function tellingDue({ open, last }: AlertLogState, channel: ChannelState | undefined, steps: readonly AlertStep[], pace: TellingPace, nowMs: number): Telling | undefined {
  const { toldTo = 0, toldAtMs = 0, failures = 0, sending } = channel ?? {};
  if (sending !== undefined && nowMs - sending.atMs < pace.claimMs) return undefined;
  const news = steps.filter((step) => step.number > toldTo && (step.event === 'raised' || step.event === 'recovered' || step.event === 'acknowledged'));
  const untold = [...open.values()].filter(({ acknowledged }) => !acknowledged);
  const repeats = news.length === 0 && untold.length > 0 && nowMs - toldAtMs >= pace.repeatMs;
  if (news.length === 0 && !repeats) return undefined;
  const wait = failures > 0 ? Math.min(pace.againMs * 2 ** (failures - 1), pace.againMaxMs) : pace.groupMs;
  const fromMs = failures > 0 ? lastFailureMs(steps) : news[0]?.atMs;
  if (fromMs !== undefined && nowMs - fromMs < wait) return undefined;
  const raised = news.flatMap((step) => (step.event === 'raised' ? [step.number] : []));
  const over = news.flatMap((step) => (step.event === 'recovered' ? [step.alert] : []));
  return {
    upTo: last, raised: raised.filter((one) => open.has(one)), recovered: over.filter((one) => !raised.includes(one)), passed: over.filter((one) => raised.includes(one)),
    acknowledged: [...new Set(news.flatMap((step) => (step.event === 'acknowledged' && open.has(step.alert) && !raised.includes(step.alert) ? [step.alert] : [])))],
    still: untold.map(({ number }) => number).filter((one) => !raised.includes(one)),
  };
}

const lastFailureMs = (steps: readonly AlertStep[]): number | undefined => [...steps].reverse().find(({ event }) => event === 'unsent')?.atMs;
