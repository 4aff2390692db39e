import { type ErrorCode, type FieldFault, TongbanError, fieldFault, owners, subjects, templateOfSubject, type v1 } from '@tongban/contracts';
import { ATTRIBUTES, type SpanSpec, count, handled } from '@tongban/telemetry';
import { UnusableAttachment } from '../attachments/unusable-attachment';
import { KeyedLanes } from '../keyed-lanes';
import { ENVIRONMENTS } from '@tongban/contracts';
import type { FlowsInForce } from '../make/flows-in-force';
import type { DeliveredAttachment, DeliveryHandler, Problem, ProvinceLogger } from '../options';
import type { Outbox } from '../outbox/outbox';
import type { Sender } from '../outbox/sender';
import type { Owed } from '../receipts/owed-receipts';
import type { ReceiptDesk } from '../receipts/receipt-desk';
import type { ClientStore } from '../store/client-store';
import { type PendingDelivery, caseOf, deliveryKey, deliveryNoOf } from '../store/records';
import type { CheckContext } from './check-delivery';
import { type PendingFacts, type Reading, pendingFacts, readDelivery } from './read-delivery';
import { StepWork } from './step-work';
import type { Seal } from '../seal';

export interface TakerPorts {
  readonly store: ClientStore;
  readonly desk: ReceiptDesk;
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly flows: Pick<FlowsInForce, 'byDigest'>;
  readonly seal: Pick<Seal, 'unseal'>;
  readonly logger: ProvinceLogger;
  /** Business instant. */
  readonly now: () => string;
  /** A delivery follows a version that is not installed here. */
  readonly versionMissing: () => void;
  /** The files of a message; none where nothing is said. */
  readonly attachments?: (envelope: v1.Envelope) => readonly DeliveredAttachment[];
}
interface Refusal { readonly code: ErrorCode; readonly detail: string; readonly faults: readonly FieldFault[] }

const DELIVERIES = templateOfSubject(subjects.exchange('sandbox', '', '', '', '', '', 'delivery'));
const PARALLEL_MAX = 32;
export interface TakerSettings {
  /** Pauses after failures of the handler; their number bounds the attempts of one process. */
  readonly handlerRetryMs?: readonly number[];
  /** A gap older than this is a problem: what a crashed predecessor left unacknowledged comes back after half a minute. */
  readonly gapPatienceMs?: number;
  /** How long a delivery comes again because a file of it is not here yet; then it is refused. */
  readonly attachmentPatienceMs?: number;
}
const DEFAULTS = { handlerRetryMs: [100, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000], gapPatienceMs: 60_000, attachmentPatienceMs: 3_600_000 } as const;
const ATTACHMENT_AGAIN_MS = 1_000;

/**
 * Gives deliveries to the handler: of one case in the order of their numbers without a gap, one at a time; cases side by
 * side. What the handler wrote, the mark that the delivery was taken and the receipt for it are one step on disk.
 */
export class Taker {
  private readonly settings: Required<TakerSettings>;
  private readonly lanes: KeyedLanes<void>;
  private readonly retries = new Map<string, NodeJS.Timeout>();
  private readonly failures = new Map<string, number>();
  private readonly stuck = new Map<string, Problem>();
  private readonly gaps = new Map<string, Problem>();
  /** Since when a delivery waits for a file, by its key. */
  private readonly awaited = new Map<string, number>();
  /** The highest number that waits on disk, of cases of which something does. */
  private readonly highest = new Map<string, number>();
  private handler: DeliveryHandler | undefined;
  private closed = false;

  constructor(private readonly ports: TakerPorts, private readonly context: CheckContext, settings: TakerSettings = {}) {
    this.settings = { ...DEFAULTS, ...settings };
    this.lanes = new KeyedLanes((_none, caseNo) => this.takeCase(caseNo), (error, caseNo) => this.failed(caseNo, error), PARALLEL_MAX);
  }

  /** From now on deliveries are taken, those that wait first. */
  async use(handler: DeliveryHandler): Promise<void> {
    this.handler = handler;
    for (const key of await this.ports.store.inbox.keysUnder('')) this.arrived(caseOf(key), deliveryNoOf(key));
  }

  /** A delivery of the case is on disk. */
  arrived(caseNo: string, deliveryNo: number): void {
    if (!this.handler) return;
    this.highest.set(caseNo, Math.max(deliveryNo, this.highest.get(caseNo) ?? 0));
    this.wake(caseNo);
  }

  private wake(caseNo: string): void {
    if (this.closed || !this.handler || this.retries.has(caseNo) || this.stuck.has(caseNo) || this.lanes.hasWaiting(caseNo)) return;
    this.lanes.push(caseNo, undefined);
  }

  /** Tries a case again that was given up. */
  retry(caseNo: string): void {
    this.failures.delete(caseNo);
    this.stuck.delete(caseNo);
    clearTimeout(this.retries.get(caseNo));
    this.retries.delete(caseNo);
    this.wake(caseNo);
  }

  /** Versions were installed: what waits for one is looked at again. */
  versionsInstalled(): void {
    for (const [caseNo, { kind }] of [...this.stuck]) {
      if (kind !== 'version') continue;
      this.stuck.delete(caseNo);
      this.wake(caseNo);
    }
  }

  problems(): Problem[] {
    const old = new Date(Date.now() - this.settings.gapPatienceMs).toISOString();
    return [...this.stuck.values(), ...[...this.gaps.values()].filter(({ since }) => since < old)];
  }

  /** Starts nothing more; resolves when the running handlers have ended. */
  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.retries.values()) clearTimeout(timer);
    await this.lanes.close();
  }

  private async takeCase(caseNo: string): Promise<void> {
    const { store } = this.ports;
    const head = (await store.heads.get(caseNo)) ?? 0;
    for (let deliveryNo = head + 1; !this.closed; deliveryNo++) {
      if (deliveryNo > (this.highest.get(caseNo) ?? 0)) {
        this.highest.delete(caseNo);
        this.gaps.delete(caseNo);
        return;
      }
      const pending = await store.inbox.get(deliveryKey(caseNo, deliveryNo));
      if (!pending) return this.noteGap(caseNo, deliveryNo);
      this.gaps.delete(caseNo);
      const goesOn = await handled({ caseNo, ...(pending.trace && { trace: pending.trace }) }, () => this.span(caseNo), () => this.takeOne(caseNo, deliveryNo, pending));
      if (!goesOn) return;
    }
  }

  private span(caseNo: string): SpanSpec {
    return { operation: 'process', destination: DELIVERIES, attributes: { [ATTRIBUTES.conversationId]: caseNo, [ATTRIBUTES.participant]: this.context.participant } };
  }

  /** False: the case waits for a person. */
  private async takeOne(caseNo: string, deliveryNo: number, pending: PendingDelivery): Promise<boolean> {
    const facts = pendingFacts(pending, this.context.participant);
    const known = await this.ports.store.cases.get(caseNo);
    if (!known) throw new TongbanError('hub.internal', `nothing is known of ${caseNo}`);
    const reading: Reading = await readDelivery(pending, facts, known, { ...this.context, flows: this.ports.flows, seal: this.ports.seal });
    if (reading.kind === 'unreadable') {
      this.stuck.set(caseNo, { kind: reading.wants, code: reading.code, detail: reading.detail, caseNo, deliveryNo, since: new Date().toISOString() });
      this.ports.logger.warn({ caseNo, deliveryNo, code: reading.code }, 'a delivery cannot be read yet');
      if (reading.wants === 'version') this.ports.versionMissing();
      return false;
    }
    const refusal = reading.kind === 'refused' ? reading : await this.handle(reading, facts);
    if (refusal) await this.finish(facts, new StepWork(this.ports.store, this.ports.sender), refusal);
    this.failures.delete(caseNo);
    return true;
  }

  /** Runs the handler and commits its step; nothing of it is left where a file of the message is not what it should be. @returns why the message is refused then. */
  private async handle({ delivery }: Extract<Reading, { kind: 'delivery' }>, facts: PendingFacts): Promise<Refusal | undefined> {
    const work = new StepWork(this.ports.store, this.ports.sender);
    const key = deliveryKey(delivery.caseNo, delivery.deliveryNo);
    try {
      await this.handler!({ ...delivery, attachments: this.ports.attachments?.(facts.envelope) ?? [] }, work);
    } catch (cause) {
      work.end();
      work.free();
      const refusal = this.refusedFor(cause, key, facts);
      if (!refusal) throw cause;
      return refusal;
    }
    await this.finish(facts, work, undefined);
    this.awaited.delete(key);
    return undefined;
  }

  private refusedFor(cause: unknown, key: string, { own, envelope }: PendingFacts): Refusal | undefined {
    if (own || !(cause instanceof TongbanError)) return undefined;
    if (cause.code === 'attachment.pending') {
      const since = this.awaited.get(key) ?? Date.now();
      this.awaited.set(key, since);
      if (Date.now() - since < this.settings.attachmentPatienceMs) return undefined;
      const faults = this.ports.attachments?.(envelope).map(({ digest }, index) => fieldFault(`attachments.${index}`, 'attachment.missing', digest, digest)) ?? [];
      this.awaited.delete(key);
      return { code: 'attachment.missing', detail: `it did not come within ${this.settings.attachmentPatienceMs} ms`, faults };
    }
    if (!(cause instanceof UnusableAttachment)) return undefined;
    this.awaited.delete(key);
    return { code: cause.code, detail: cause.message, faults: cause.faults };
  }

  private async finish(facts: PendingFacts, work: StepWork, refusal: Refusal | undefined): Promise<void> {
    try {
      work.end();
      await this.commit(facts, work, refusal);
    } finally {
      work.end();
      work.free();
    }
  }

  private async commit(facts: PendingFacts, work: StepWork, refusal: Refusal | undefined): Promise<void> {
    const { store, desk, outbox, logger } = this.ports;
    const { caseNo } = facts.envelope;
    const { deliveryNo } = facts.registered;
    const receipt = facts.own ? undefined : await this.receipt(facts, refusal);
    const placed = outbox.place(work.outgoing());
    await store.commit([...work.ops(), ...placed.ops, ...(receipt ? [receipt.op] : []), store.heads.put(caseNo, deliveryNo), store.inbox.del(deliveryKey(caseNo, deliveryNo))]);
    placed.release();
    count('tongban_client_deliveries_total', { participant: this.context.participant, outcome: facts.own ? 'own' : refusal ? 'rejected' : 'taken' });
    if (refusal) logger.warn({ caseNo, deliveryNo, code: refusal.code, paths: refusal.faults.map(({ path }) => path), own: facts.own }, 'a delivery is not valid');
    if (receipt) desk.wake(receipt, 0);
  }

  /** TAKEN, or REJECTED with paths and codes; the words of a fault are the catalogue's and hold no value. */
  private receipt({ envelope, registered, digest }: PendingFacts, refusal: Refusal | undefined): Promise<Owed> {
    return this.ports.desk.owe({
      level: refusal ? 'REJECTED' : 'TAKEN', environment: ENVIRONMENTS[this.context.environment], messageId: envelope.messageId, caseNo: envelope.caseNo,
      messageDigest: digest, sender: envelope.sender?.participant ?? '', issuer: owners.participant(this.context.participant), at: this.ports.now(),
      logIndex: registered.logIndex, deliveryNo: registered.deliveryNo,
      ...(refusal && { code: refusal.code, detail: refusal.detail, faults: refusal.faults.map(({ path, code, zh, en }) => ({ path, code, zh, en })) }),
    });
  }

  private async noteGap(caseNo: string, missing: number): Promise<void> {
    const [next] = await this.ports.store.inbox.keysUnder(`${caseNo}/`, 1);
    if (next === undefined || deliveryNoOf(next) <= missing) {
      this.gaps.delete(caseNo);
      return;
    }
    if (this.gaps.has(caseNo)) return;
    this.gaps.set(caseNo, {
      kind: 'gap', code: 'delivery.gap', detail: `delivery ${missing} is missing, ${deliveryNoOf(next)} is here`, caseNo, deliveryNo: missing, since: new Date().toISOString(),
    });
  }

  private failed(caseNo: string, cause: unknown): void {
    const error = TongbanError.from(cause);
    if (error.code === 'attachment.pending' && !this.closed) return this.again(caseNo, ATTACHMENT_AGAIN_MS);
    const failures = (this.failures.get(caseNo) ?? 0) + 1;
    this.failures.set(caseNo, failures);
    const pauseMs = this.settings.handlerRetryMs[failures - 1];
    // The words of a foreign error may quote a message.
    const why = cause instanceof TongbanError ? `${error.code}: ${error.message}` : cause instanceof Error ? cause.name : 'an unknown failure';
    this.ports.logger.warn({ caseNo, failures, why: cause instanceof TongbanError ? error.code : why, givenUp: pauseMs === undefined }, 'the handler failed on a delivery');
    if (this.closed) return;
    if (pauseMs === undefined) {
      this.stuck.set(caseNo, { kind: 'handler', code: 'handler.failed', detail: `${failures} attempts, last: ${why}`, caseNo, since: new Date().toISOString() });
      return;
    }
    this.again(caseNo, pauseMs);
  }

  private again(caseNo: string, afterMs: number): void {
    this.retries.set(caseNo, setTimeout(() => {
      this.retries.delete(caseNo);
      this.wake(caseNo);
    }, afterMs));
  }
}
