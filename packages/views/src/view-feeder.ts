import { TongbanError } from '@tongban/contracts';
import type { CaseChange, Checkpoint } from './case-change';
import type { CaseViews } from './case-views';
import type { Projector, StreamPosition, StreamReader } from './stream-reader';
import { WakeUp } from './wake-up';

export const BATCH_MESSAGES_MAX = 200;
/** A message the projector cannot read must not hold up all later ones. */
const PROJECT_ATTEMPTS_MAX = 3;
const BACKOFF_MS_MAX = 5_000;
/** Whoever appends wakes the feeder, and so does whoever reads; an idle one looks by itself only so that nothing is missed for long. */
const IDLE_WAIT_MS = 2_000;
/** A reader looks this often whether another process has moved the view on. */
const OTHERS_LOOKED_AT_MS = 250;
/** While messages come one after the other, this long is waited between batches; a reader who asks for the newest ends it. */
const GATHER_MS = 100;
/** That the stream is still the same one is asked this often while its messages are followed, and whenever anything is in doubt. */
const SAME_STREAM_FOR_MS = 1_000;
/** Another process has this long to finish a drop before this one takes it over. */
const DROP_TAKEOVER_MS = 1_000;

/** `skipped` is set when a message was left out of the view for good. */
export interface FeederProblem { readonly stream: string; readonly error: TongbanError; readonly skipped?: number }

export interface FeederOptions<Message extends { readonly sequence: number }> {
  readonly views: CaseViews;
  readonly stream: string;
  readonly reader: StreamReader<Message>;
  readonly project: Projector<Message>;
  /** Longest wait before an idle feeder looks again; `wake` ends it. */
  readonly idleWaitMs?: number;
  readonly backoffBaseMs?: number;
  readonly onProblem?: (problem: FeederProblem) => void;
}

/**
 * Keeps a view level with one stream. It goes on from the checkpoint in Redis and asks for it again whenever it was idle, refused
 * or failed, so a flushed, restored or shared Redis needs no other care. A stream that ends before the checkpoint or has another
 * incarnation is another stream: the view is dropped and built again, and so is one of another layout. Several feeders of one stream do no harm.
 */
export class ViewFeeder<Message extends { readonly sequence: number }> {
  private readonly wakeUp = new WakeUp();
  /** Somebody waits for the view: ends the gathering of a batch. */
  private readonly hurry = new WakeUp();
  /** Ended by `stop` only: a storm of readers must not shorten a back-off. */
  private readonly patience = new WakeUp();
  private readonly progress = new WakeUp();
  private readonly idleWaitMs: number;
  private readonly backoffBaseMs: number;
  private running: Promise<void> | undefined;
  private stopping = false;
  private rebuildAsked = false;
  /** The checkpoint was found to be of this very stream; before that it proves nothing. */
  private streamChecked = false;
  /** Where the last batch of this feeder ended, in which stream, and when that was found to be the same stream. */
  private reached: Checkpoint & { readonly checkedMs: number; readonly appliedMs: number } | undefined;
  private failures = 0;
  private projectFailures = { sequence: 0, attempts: 0 };
  private lastError: TongbanError | undefined;
  /** Messages left out because the projector could not read them. */
  skipped = 0;

  constructor(private readonly options: FeederOptions<Message>) {
    this.idleWaitMs = options.idleWaitMs ?? IDLE_WAIT_MS;
    this.backoffBaseMs = options.backoffBaseMs ?? 100;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.lookNow();
    this.patience.wake();
    this.progress.wake();
    await this.running;
  }

  /** The stream has a new message: look soon. */
  wake(): void {
    this.wakeUp.wake();
  }

  /** Why the last turn failed; undefined while all is well. */
  get problem(): TongbanError | undefined {
    return this.lastError;
  }

  /** Sequences between the end of the stream and the checkpoint. Rejects when the stream or Redis cannot be asked. */
  async lag(): Promise<number> {
    const [{ lastSequence }, { sequence }] = await Promise.all([this.options.reader.position(), this.checkpoint()]);
    return Math.max(0, lastSequence - sequence);
  }

  /** Whether the view holds everything up to `sequence`, now or within `timeoutMs`. Asks Redis, so a flush is noticed by every reader. */
  async caughtUp(sequence: number, timeoutMs: number): Promise<boolean> {
    const endMs = Date.now() + timeoutMs;
    for (;;) {
      const reached = this.streamChecked && await this.checkpoint().then((checkpoint) => checkpoint.sequence >= sequence, () => false);
      if (reached) return true;
      const leftMs = endMs - Date.now();
      if (leftMs <= 0 || this.stopping) return false;
      this.lookNow();
      // Another process may be the one that moves the checkpoint, hence not longer than this.
      await this.progress.wait(Math.min(leftMs, this.idleWaitMs, OTHERS_LOOKED_AT_MS));
    }
  }

  /** Drops the view and builds it again; resolves when it is level with the present end of this stream, or false when stopped or out of time. */
  async rebuild(timeoutMs: number): Promise<boolean> {
    const endMs = Date.now() + timeoutMs;
    this.rebuildAsked = true;
    this.lookNow();
    while (this.rebuildAsked && !this.stopping && Date.now() < endMs) await this.progress.wait(endMs - Date.now());
    if (this.rebuildAsked) return false;
    const { lastSequence } = await this.options.reader.position();
    return this.caughtUp(lastSequence, endMs - Date.now());
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const result = await this.turn().catch((cause: unknown) => this.failed(TongbanError.from(cause)));
      if (result !== 'failed') {
        this.failures = 0;
        this.lastError = undefined;
      }
      this.progress.wake();
      if (this.stopping) return;
      if (result === 'failed') this.reached = undefined;
      if (result === 'idle') await this.gather();
      if (result === 'failed') await this.patience.wait(Math.min(this.backoffBaseMs * 2 ** Math.min(this.failures - 1, 10), BACKOFF_MS_MAX));
    }
  }

  /** Waits for something new, and a moment longer when messages follow each other, so that they are read and applied together. */
  private async gather(): Promise<void> {
    await this.wakeUp.wait(this.idleWaitMs);
    const leftMs = (this.reached?.appliedMs ?? 0) + GATHER_MS - Date.now();
    if (leftMs > 0) await this.hurry.wait(leftMs);
  }

  private lookNow(): void {
    this.hurry.wake();
    this.wakeUp.wake();
  }

  private async turn(): Promise<'idle' | 'again'> {
    const { views, stream, reader } = this.options;
    if (this.rebuildAsked) {
      await views.drop();
      this.rebuildAsked = false;
    }
    let { sequence: previous, incarnation, checkedMs } = await this.place();
    while (!this.stopping && !this.rebuildAsked) {
      const { messages, more } = await reader.read(previous + 1, BATCH_MESSAGES_MAX);
      if (messages.length === 0) return 'idle';
      const { changes, lastSequence } = await this.project(messages, previous);
      const { applied } = await views.apply(stream, { previousSequence: previous, lastSequence, changes, incarnation });
      if (!applied) return this.afterRefusal();
      previous = lastSequence;
      this.reached = { sequence: previous, incarnation, checkedMs, appliedMs: Date.now() };
      this.progress.wake();
      if (!more && lastSequence === messages.at(-1)!.sequence) return 'idle';
    }
    return 'again';
  }

  /** Where to go on and in which stream. Whatever the view says other than this feeder left it, the stream is looked at anew. */
  private async place(): Promise<Checkpoint & { readonly checkedMs: number }> {
    const { views, reader } = this.options;
    const { reached } = this;
    if (reached && Date.now() - reached.checkedMs < SAME_STREAM_FOR_MS) {
      const { sequence, incarnation } = await this.checkpoint();
      if (sequence === reached.sequence && incarnation === reached.incarnation) return reached;
    }
    const checkedMs = Date.now();
    let [checkpoint, position] = await Promise.all([this.checkpoint(), reader.position()]);
    if (isAnotherStream(checkpoint, position) || (checkpoint.sequence === 0 && !(await views.hasPresentLayout()))) {
      await views.drop();
      checkpoint = await this.checkpoint();
    }
    this.streamChecked = true;
    return { sequence: checkpoint.sequence, incarnation: position.incarnation ?? '', checkedMs };
  }

  /** Changes of the messages up to the first one that must be tried again. */
  private async project(messages: readonly Message[], previous: number): Promise<{ changes: CaseChange[]; lastSequence: number }> {
    const changes: CaseChange[] = [];
    let lastSequence = previous;
    for (const message of messages) {
      try {
        const change = await this.options.project(message);
        if (change !== undefined) changes.push(change);
      } catch (cause) {
        const error = TongbanError.from(cause);
        if (!this.mayBeSkipped(message.sequence, cause)) {
          if (lastSequence > previous) break;
          throw error;
        }
        this.skipped += 1;
        this.options.onProblem?.({ stream: this.options.stream, error, skipped: message.sequence });
      }
      lastSequence = message.sequence;
    }
    return { changes, lastSequence };
  }

  /** Only a projector that failed several times, and not for a reason that passes, gives a message up. */
  private mayBeSkipped(sequence: number, cause: unknown): boolean {
    if (cause instanceof TongbanError && cause.traits.retryable) return false;
    if (this.projectFailures.sequence !== sequence) this.projectFailures = { sequence, attempts: 0 };
    this.projectFailures.attempts += 1;
    return this.projectFailures.attempts >= PROJECT_ATTEMPTS_MAX;
  }

  /** Refused: go on from the checkpoint there is, or end a drop that nobody ends. */
  private async afterRefusal(): Promise<'again'> {
    const { views } = this.options;
    this.reached = undefined;
    if (!(await views.dropping())) return 'again';
    await this.patience.wait(DROP_TAKEOVER_MS);
    if (!this.stopping && (await views.dropping())) await views.drop();
    return 'again';
  }

  private failed(error: TongbanError): 'failed' {
    this.lastError = error;
    this.options.onProblem?.({ stream: this.options.stream, error });
    this.failures += 1;
    return 'failed';
  }

  private checkpoint(): Promise<Checkpoint> {
    return this.options.views.checkpoint(this.options.stream);
  }
}

function isAnotherStream(checkpoint: Checkpoint, position: StreamPosition): boolean {
  if (checkpoint.sequence > position.lastSequence) return true;
  return checkpoint.sequence > 0 && checkpoint.incarnation !== '' && !!position.incarnation && checkpoint.incarnation !== position.incarnation;
}
