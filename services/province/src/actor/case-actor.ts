import { type NextActionsDocument, TongbanError } from '@tongban/contracts';
import { goOn } from '@tongban/telemetry';
import { fillMessage } from '../fields/fill-message';
import { Seed } from '../fields/seed';
import { CASE_MESSAGES_MAX, type Choice, chooseAction } from '../policy/choose-action';
import { scenarioOf } from '../policy/scenario';
import type { CaseMemory, CaseWork, SeenCase } from './case-memory';
import type { HubPort } from './ports';
import { type Again, WakeQueue } from './wake-queue';

/** Log lines name cases, message types and codes; never a field. */
export interface ActorLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
}
export interface ActorSettings {
  readonly participant: string;
  readonly casesInParallelMax: number;
  /** Home of a case: cases of one home fail together when it cannot be reached. */
  readonly homeOf: (caseNo: string) => string;
  /** How long a side holds back for the other one before it goes on (real time). */
  readonly patienceMs: number;
  /** After a failure or refusal; doubled each time up to ten seconds. */
  readonly firstRetryMs: number;
}

const REFUSALS_MAX = 5;
const LAST_RETRY_MS = 10_000;
const REGISTERED_TIMEOUT_MS = 60_000;

/**
 * One province's clerk for all its cases: asks what may be sent, chooses, fills in and sends, one message of a case at a
 * time, the next only when the last one has come back registered. Everything it needs after a restart is in the memory.
 */
export class CaseActor {
  private readonly queue: WakeQueue;
  /** Real time since when a case is held back. */
  private readonly heldSince = new Map<string, number>();
  private readonly watched = new Set<string>();
  /** What was delivered since the start, for cases that are not finished. */
  private readonly fresh = new Map<string, SeenCase>();
  private closed = false;

  constructor(
    private readonly hub: HubPort, private readonly memory: CaseMemory, private readonly log: ActorLog, private readonly settings: ActorSettings,
    private readonly realNow: () => number = Date.now,
  ) {
    this.queue = new WakeQueue({
      parallelMax: settings.casesInParallelMax,
      groupOf: settings.homeOf,
      look: (caseNo) => this.look(caseNo),
      failed: (caseNo, cause, failures) => {
        // An absent region would fill the log otherwise.
        if (failures === 1 || failures % 10 === 0) this.log.warn({ caseNo, code: TongbanError.from(cause).code, failures }, 'case is looked at again later');
        return this.backOffMs(failures);
      },
    });
  }

  /** Goes on with everything that is not finished. */
  async resume(): Promise<number> {
    const cases = await this.memory.unfinished();
    for (const caseNo of cases) this.queue.wake(caseNo);
    return cases.length;
  }

  /**
   * Something of the case was delivered, and this is what is now known of it. It may be acted on before it is on disk: a
   * message is named after what was seen, so a repetition after a crash makes no second one.
   */
  delivered(caseNo: string, seen: SeenCase): void {
    this.fresh.set(caseNo, seen);
    this.queue.wake(caseNo);
  }

  /** The other side's system rejected an own message that was registered: what may be sent now is asked again. */
  rejected(caseNo: string): void {
    this.queue.wake(caseNo);
  }

  /** Begins nothing new. Resolves when what is under way has ended; a question to the hub ends when the SDK is closed. */
  async close(): Promise<void> {
    this.closed = true;
    await this.queue.close();
  }

  private async look(caseNo: string): Promise<Again> {
    const seen = this.fresh.get(caseNo) ?? (await this.memory.seen(caseNo));
    const { finished, ...work } = await this.memory.work(caseNo);
    if (finished !== undefined) this.fresh.delete(caseNo);
    if (seen === undefined || finished === 'given-up') return undefined;
    const pending = work.pendingMessageId;
    if (pending !== undefined && !seen.messages.some(({ messageId }) => messageId === pending)) {
      // A restart may have come between the note and the sending: the watch finds out, and then the note is dropped.
      this.watch(caseNo, pending);
      return undefined;
    }
    const document = await this.hub.next(caseNo, seen.lastLogIndex);
    if (document.closed) return finished === 'closed' ? undefined : this.finish(caseNo, work, 'closed');
    // Closed before, and now it is not: what closed it was rejected.
    if (finished === 'closed') await this.memory.keepWork(caseNo, work);
    return this.act(caseNo, seen, work, document);
  }

  private async act(caseNo: string, seen: SeenCase, work: CaseWork, document: NextActionsDocument): Promise<Again> {
    const returned = (document.recipientRejections ?? []).filter(({ effect }) => effect === 'returned');
    if (returned.filter(({ side }) => side === document.side).length >= REFUSALS_MAX) return this.finish(caseNo, work, 'given-up');
    // What went back was never done.
    const history = seen.messages.filter(({ messageId }) => !returned.some((message) => message.messageId === messageId));
    const heldSince = this.heldSince.get(caseNo) ?? this.realNow();
    const heldMs = this.realNow() - heldSince;
    const tooLong = seen.messages.length >= CASE_MESSAGES_MAX;
    const verdict = tooLong ? { do: 'wait' as const } : chooseAction(document, history, scenarioOf(seen.localCaseNo), heldMs < this.settings.patienceMs);
    if (verdict.do === 'hold') {
      this.heldSince.set(caseNo, heldSince);
      return this.settings.patienceMs - heldMs;
    }
    this.heldSince.delete(caseNo);
    if (verdict.do === 'send') return this.send(caseNo, { ...seen, messages: history }, work, verdict.choice);
    return tooLong ? this.finish(caseNo, work, 'given-up') : undefined;
  }

  private async send(caseNo: string, seen: SeenCase, work: CaseWork, choice: Choice): Promise<Again> {
    const { message, onBehalfOf, entryId } = choice.action;
    // Made from what was seen, so that a repetition after a restart is the same message and not a second one.
    const messageId = new Seed(caseNo).uuid(`${this.settings.participant}.${seen.lastDeliveryNo}.${work.refusals}`);
    const causationId = seen.messages.at(-1)?.messageId;
    const answeredMessageId = seen.messages.findLast(({ own }) => !own)?.messageId ?? causationId;
    try {
      const fields = fillMessage(choice.action, choice.outcome, { caseNo, now: this.hub.now(), ownDivision: seen.ownDivision, answeredMessageId });
      await this.memory.keepWork(caseNo, { ...work, pendingMessageId: messageId });
      await goOn({ caseNo, ...(seen.trace && { trace: seen.trace }) }, () => this.hub.send(caseNo, { messageId, type: message.type, ...(onBehalfOf && { onBehalfOf }), ...(entryId && { entryId }), ...(causationId && { causationId }), fields }));
    } catch (cause) {
      const error = TongbanError.from(cause);
      if (this.closed || (error.traits.retryable && error.code !== 'hub.internal')) throw error;
      return this.refused(caseNo, messageId, error);
    }
    this.log.info({ caseNo, messageId, messageType: message.type, messageKind: message.kind, outcome: choice.outcome.transitionId }, 'message sent');
    this.watch(caseNo, messageId);
    return undefined;
  }

  /**
   * Follows an own message until it is registered or refused. Its delivery wakes the case, so registration needs nothing
   * more; a refusal is delivered to nobody and has to be noticed here.
   */
  private watch(caseNo: string, messageId: string): void {
    if (this.closed || this.watched.has(messageId)) return;
    this.watched.add(messageId);
    void this.hub.registered(messageId, REGISTERED_TIMEOUT_MS)
      .then((): Again => undefined, (cause: unknown) => this.notRegistered(caseNo, messageId, TongbanError.from(cause)))
      .catch((cause: unknown): Again => {
        this.log.warn({ caseNo, messageId, code: TongbanError.from(cause).code }, 'a refusal could not be noted');
        return LAST_RETRY_MS;
      })
      .then((again) => {
        this.watched.delete(messageId);
        if (again !== undefined && !this.closed) this.queue.wakeLater(caseNo, again);
      });
  }

  private async notRegistered(caseNo: string, messageId: string, error: TongbanError): Promise<Again> {
    if (this.closed) return undefined;
    // Noted, but the process ended before it was made: it is made now, with the same id.
    if (error.code === 'find.nothing') {
      const { refusals } = await this.memory.work(caseNo);
      await this.memory.keepWork(caseNo, { refusals });
      return 0;
    }
    // Not in time: the outbox goes on sending, and so does the watch when the case is looked at again.
    if (error.traits.retryable) return LAST_RETRY_MS;
    return this.refused(caseNo, messageId, error);
  }

  private async refused(caseNo: string, messageId: string, error: TongbanError): Promise<Again> {
    const work = await this.memory.work(caseNo);
    if (work.pendingMessageId !== undefined && work.pendingMessageId !== messageId) return undefined;
    const refusals = work.refusals + 1;
    this.log.warn({ caseNo, messageId, code: error.code, paths: error.faults.map(({ path }) => path) }, 'message refused');
    if (refusals >= REFUSALS_MAX) return this.finish(caseNo, { refusals }, 'given-up');
    await this.memory.keepWork(caseNo, { refusals });
    return this.backOffMs(refusals);
  }

  private backOffMs(failures: number): number {
    return Math.min(this.settings.firstRetryMs * 2 ** Math.min(failures - 1, 10), LAST_RETRY_MS);
  }

  private async finish(caseNo: string, work: CaseWork, finished: 'closed' | 'given-up'): Promise<undefined> {
    await this.memory.finish(caseNo, work.refusals, finished);
    this.heldSince.delete(caseNo);
    this.fresh.delete(caseNo);
    this.log.info({ caseNo, finished }, 'nothing more to do');
    return undefined;
  }
}
