export const FAILURE_STATES = ['open', 'retried', 'discarded', 'edited'] as const;
export type FailureState = (typeof FAILURE_STATES)[number];
export type FailureStepOutcome = 'started' | 'handled' | 'failed-again' | 'discarded' | 'edit-proposed' | 'edited' | 'edit-refused';

/** One recorded step of what was done about a failed message. */
export interface FailureStep {
  readonly outcome: FailureStepOutcome;
  /** Real milliseconds. */
  readonly atMs: number;
}

/** A retry whose outcome is not recorded this long after it began was cut short by a crash: another may begin. Twice does no harm then, only work. */
export const RETRY_IN_HAND_MS = 120_000;

const CLOSES: Readonly<Partial<Record<FailureStepOutcome, FailureState>>> = { handled: 'retried', discarded: 'discarded', edited: 'edited' };

/** What is on record closes a failed message, and nothing else does; what closed it first counts. */
export function failureState(steps: readonly FailureStep[]): FailureState {
  for (const { outcome } of steps) if (CLOSES[outcome]) return CLOSES[outcome];
  return 'open';
}

/** Whether a retry is under way, as far as the record tells. */
export function isInHand(steps: readonly FailureStep[], nowMs: number): boolean {
  const last = steps.at(-1);
  return last?.outcome === 'started' && nowMs - last.atMs < RETRY_IN_HAND_MS;
}

/** Index of the proposal that waits for a second person; undefined while none does. */
export function waitingEdit(steps: readonly FailureStep[]): number | undefined {
  if (failureState(steps) !== 'open') return undefined;
  const last = steps.findLastIndex(({ outcome }) => outcome === 'edit-proposed' || outcome === 'edit-refused');
  return steps[last]?.outcome === 'edit-proposed' ? last : undefined;
}

export interface FailureFacts {
  readonly code: string;
  readonly consumer: string;
  /** Real milliseconds. */
  readonly failedAtMs: number;
}
/** Failed messages with one code at one consumer. */
export interface FailureCause {
  readonly code: string;
  readonly consumer: string;
  readonly count: number;
  /** Real milliseconds. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Groups by cause, the largest first. */
export function causesOf(failures: Iterable<FailureFacts>): FailureCause[] {
  const causes = new Map<string, { -readonly [K in keyof FailureCause]: FailureCause[K] }>();
  for (const { code, consumer, failedAtMs } of failures) {
    const known = causes.get(`${code} ${consumer}`);
    if (known === undefined) {
      causes.set(`${code} ${consumer}`, { code, consumer, count: 1, firstMs: failedAtMs, lastMs: failedAtMs });
      continue;
    }
    known.count += 1;
    known.firstMs = Math.min(known.firstMs, failedAtMs);
    known.lastMs = Math.max(known.lastMs, failedAtMs);
  }
  return [...causes.values()].sort((a, b) => b.count - a.count || b.lastMs - a.lastMs);
}
