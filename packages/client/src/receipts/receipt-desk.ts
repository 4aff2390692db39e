import { TongbanError, encode, v1 } from '@tongban/contracts';
import { type ReceiptLevelName, type Signer, issueReceipt, sha256Hex } from '@tongban/trust';
import { type TraceHeaders, goOn, traceNow } from '@tongban/telemetry';
import { KeyedLanes } from '../keyed-lanes';
import type { ProvinceLogger } from '../options';
import { newStop, pause } from '../pause';
import type { ClientStore } from '../store/client-store';
import { caseOf, deliveryKey } from '../store/records';
import { type Owed, OwedReceipts } from './owed-receipts';
import { rankOf } from './verified-receipt';

/** Puts a batch on disk in the region. */
export type SubmitReceipts = (caseNo: string, batch: Uint8Array, batchId: string, signal: AbortSignal) => Promise<void>;
export type OwedReceipt = Omit<v1.Receipt.$Properties, 'level'> & { readonly level: ReceiptLevelName; readonly caseNo: string; readonly deliveryNo: number };

/** DELIVERED waits this long for the handler, so that both usually travel together. */
const TOGETHER_WITHIN_MS = 250;
const BATCH_MAX = 32;
const PARALLEL_MAX = 16;
const RETRY_MS = [250, 500, 1_000, 2_000, 5_000] as const;

/**
 * The receipts this side owes to senders. Each is signed once, when it becomes true, and kept until the region has it; a
 * resend makes the same claim again.
 */
export class ReceiptDesk {
  private readonly stop = newStop();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly lanes: KeyedLanes<void>;
  private readonly owed: OwedReceipts;
  /** Of cases with receipts to send: the trace of the newest, in which all of a batch travel. */
  private readonly traces = new Map<string, TraceHeaders>();

  constructor(
    private readonly store: ClientStore, private readonly signer: Pick<Signer, 'sign'>, private readonly submit: SubmitReceipts, private readonly logger: ProvinceLogger,
    private readonly togetherWithinMs = TOGETHER_WITHIN_MS,
  ) {
    this.owed = new OwedReceipts(store);
    this.lanes = new KeyedLanes((_none, caseNo) => this.send(caseNo), (error, caseNo) =>
      this.logger.warn({ caseNo, code: TongbanError.from(error).code }, 'receipts stay until the next start'), PARALLEL_MAX);
  }

  /** Sends what a previous process left. */
  async start(): Promise<void> {
    for (const caseNo of new Set((await this.store.owed.keysUnder('')).map(caseOf))) {
      this.owed.leftOnDisk(caseNo);
      this.wakeCase(caseNo, 0);
    }
  }

  /** Signs a receipt and says what to write with the step it belongs to. */
  async owe(receipt: OwedReceipt): Promise<Owed> {
    const signed = await issueReceipt(this.signer, receipt);
    const key = `${deliveryKey(receipt.caseNo, receipt.deliveryNo)}/${receipt.level === 'REJECTED' ? rankOf('TAKEN') : rankOf(receipt.level)}`;
    const trace = traceNow();
    return { caseNo: receipt.caseNo, key, signed, ...(trace && { trace }), op: this.store.owed.put(key, Buffer.from(encode(v1.SignedReceipt, signed))) };
  }

  /** The receipt is on disk: to be sent at once when a handler has ended, else in a moment. */
  wake(owed: Owed, inMs?: number): void {
    this.owed.add(owed);
    if (owed.trace) this.traces.set(owed.caseNo, owed.trace);
    this.wakeCase(owed.caseNo, inMs);
  }

  private wakeCase(caseNo: string, inMs = this.togetherWithinMs): void {
    if (this.stop.signal.aborted) return;
    const timer = this.timers.get(caseNo);
    if (timer && inMs > 0) return;
    clearTimeout(timer);
    this.timers.delete(caseNo);
    if (inMs > 0) {
      this.timers.set(caseNo, setTimeout(() => this.wakeCase(caseNo, 0), inMs));
    } else if (!this.lanes.hasWaiting(caseNo)) {
      this.lanes.push(caseNo, undefined);
    }
  }

  /** Sends what still waits for its moment, and lets the region take it as long as that may last. */
  async drain(withinMs: number): Promise<void> {
    for (const caseNo of [...this.timers.keys()]) this.wakeCase(caseNo, 0);
    await Promise.race([this.lanes.idle(), pause(withinMs, this.stop.signal)]);
  }

  async close(): Promise<void> {
    this.stop.abort();
    for (const timer of this.timers.values()) clearTimeout(timer);
    await this.lanes.close();
  }

  private async send(caseNo: string): Promise<void> {
    const { signal } = this.stop;
    for (let attempt = 0; !signal.aborted;) {
      const owed = await this.owed.of(caseNo, BATCH_MAX);
      if (owed.length === 0) {
        this.traces.delete(caseNo);
        return;
      }
      const trace = this.traces.get(caseNo);
      const batch = encode(v1.ReceiptBatch, { caseNo, receipts: owed.map(([, signed]) => signed) });
      try {
        await goOn({ caseNo, ...(trace && { trace }) }, () => this.submit(caseNo, batch, sha256Hex(batch), signal));
        attempt = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (attempt === 0) this.logger.warn({ caseNo, code: TongbanError.from(error).code }, 'receipts not submitted yet');
        await pause(RETRY_MS[Math.min(attempt++, RETRY_MS.length - 1)]!, signal);
        continue;
      }
      await this.owed.forget(caseNo, owed.map(([key]) => key));
    }
  }
}
