import { type ErrorCode, TongbanError, encode, messageIds, subjects, v1 } from '@tongban/contracts';
import type { Delivered, DurableMessage } from './delivered';
import type { LaneSlot, LaneVerdict } from './lanes';
import type { DurablePublisher } from './publish';

/** Thrown by a handler that cannot go on now through no fault of the message: try again later, without counting. */
export class Defer extends Error {
  override readonly name = 'Defer';
  constructor(readonly ms: number, reason: string, options?: ErrorOptions) {
    super(reason, options);
  }
}

export interface RetryPolicy {
  /** Pause after each counted failure. */
  readonly backoffMs: readonly number[];
  /** Runs of the handler, the first included; then the message is set aside. */
  readonly attemptsMax: number;
  /** Pause before parking is tried again, when the failed-message stream cannot take it. */
  readonly parkAgainMs: number;
}
export const DEFAULT_RETRIES: RetryPolicy = { backoffMs: [200, 1_000, 5_000, 15_000, 30_000], attemptsMax: 6, parkAgainMs: 5_000 };

export type Handle = (message: DurableMessage, attempt: number) => Promise<void>;
/** Keeps a message that cannot be handled where an operator sees it. When it throws, the message stays in its lane. */
export type Park = (message: DurableMessage, failure: TongbanError, attempts: number) => Promise<void>;

export interface Settlement {
  readonly outcome: 'handled' | 'retried' | 'deferred' | 'parked' | 'park-failed';
  readonly message: DurableMessage;
  readonly attempt: number;
  readonly code?: ErrorCode;
  readonly error?: unknown;
  readonly tookMs: number;
}
export type ObserveSettlement = (settlement: Settlement) => void;

/**
 * The only place a message is settled. Handled → ack. Retryable or unknown failure → the lane keeps the message and runs
 * it again after a back-off (it is not given back to the server, so nothing of its lane can overtake it), up to
 * `attemptsMax`; then, or at once when no retry can help, parked and only then terminated.
 */
export async function settle(
  slot: LaneSlot<Delivered>, handle: Handle, park: Park, policy: RetryPolicy, observe: ObserveSettlement = () => undefined,
): Promise<LaneVerdict> {
  const startedAt = Date.now();
  const attempt = slot.failures + 1;
  const told = (outcome: Settlement['outcome'], error?: unknown): void => {
    try {
      observe({
        outcome, message: slot.item, attempt, tookMs: Date.now() - startedAt,
        ...(error !== undefined && { error }), ...(error instanceof TongbanError && { code: error.code }),
      });
    } catch {
      // An observer never decides about a message.
    }
  };
  try {
    await handle(slot.item, attempt);
  } catch (error) {
    if (error instanceof Defer) {
      told('deferred', error);
      return { retryAfterMs: error.ms };
    }
    const failure = TongbanError.from(error);
    if (failure.traits.retryable && attempt < policy.attemptsMax) {
      slot.failures = attempt;
      told('retried', failure);
      return { retryAfterMs: policy.backoffMs[Math.min(attempt, policy.backoffMs.length) - 1] ?? 0 };
    }
    try {
      await park(slot.item, failure, attempt);
    } catch (parkError) {
      told('park-failed', parkError);
      return { retryAfterMs: policy.parkAgainMs };
    }
    // The newest delivery: the server may have brought the message back while the handler ran.
    slot.item.term(failure.code);
    told('parked', failure);
    return 'settled';
  }
  slot.item.ack();
  told('handled');
  return 'settled';
}

/** Parks to FAILED_<R> as v1.FailedMessage; parking the same message twice stores it once. */
export const parkToFailed = (publisher: DurablePublisher, region: string): Park => async (message, failure, attempts) => {
  const failed = encode(v1.FailedMessage, {
    original: message.data, stream: message.stream, streamSequence: message.streamSequence, subject: message.subject,
    consumer: message.consumer, attempts, code: failure.code, cause: causeOf(failure), failedAt: new Date().toISOString(), headers: { ...message.headers },
    // Legal time is counted from here: a retry must not make the message younger.
    storedAt: message.storedAt,
  });
  await publisher.publish(subjects.failed(region, message.consumer), failed, { msgId: messageIds.failed(message.stream, message.streamSequence) });
};

const CAUSE_CHARS_MAX = 500;
/** The engineers' sentence. Details of TongbanError are free of personal data by rule; those of foreign errors are not known to be. */
export function causeOf(failure: TongbanError): string {
  const foreign = failure.code === 'hub.internal' && failure.cause instanceof Error && failure.cause.message === failure.message;
  const sentence = foreign ? `${(failure.cause as Error).name} at ${topFrame(failure.cause as Error)}` : failure.message;
  return sentence.slice(0, CAUSE_CHARS_MAX);
}

function topFrame(error: Error): string {
  const frame = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
  // File names only: absolute paths say where the hub is installed.
  return frame.trim().replace(/^at /, '').replace(/\(?(?:file:\/\/)?\/.*\/([^/]+\/[^/]+:\d+):\d+\)?/, '($1)');
}
