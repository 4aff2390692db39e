import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { TongbanError, headers, sealedPartsOf } from '@tongban/contracts';
import { Defer, JetStreamContext, OnDurable } from '@tongban/messaging';
import { openMessage, readCaseEntry, receiptFromHeader, wrappedKeysFromHeader } from '@tongban/trust';
import { CasesRuntime } from './cases.runtime';
import { dispatchEntry } from './dispatch-entry';
import { recordErasureDone } from './erasure/record-erasure-done';
import { countEntry } from './metrics/count-entry';
import { caseNoOfSubject } from './nats/stream-case-log';
import { CASE_ENTRIES } from './nats/year-streams';
import { ReleaseMissing } from './record/release-missing';
import { recordReceipts } from './record-receipts';
import { registerMessage } from './register-message';

/** Pattern of the bindings to the lanes of the region's inbox. */
export const EXCHANGE = 'exchange';

/** Pattern of the binding to what timers of cases say. */
export const TIMERS_DUE = 'timers-due';

/** Pattern of the binding to the watermarks in the inbox. */
export const WATERMARKS = 'watermarks';

/** Decodes what the exchange and the case logs bring, and delegates. */
@Controller()
export class MessagesController {
  constructor(@Inject(CasesRuntime) private readonly cases: CasesRuntime) {}

  @OnDurable(EXCHANGE)
  exchange(@Payload() bytes: Uint8Array, @Ctx() context: JetStreamContext): Promise<void> {
    return untilInstalled(() => this.take(bytes, context));
  }

  @OnDurable(CASE_ENTRIES)
  entry(@Payload() bytes: Uint8Array, @Ctx() context: JetStreamContext): Promise<void> {
    return untilInstalled(() => this.dispatch(bytes, context));
  }

  /** What it says is read where it stands, by every process. */
  @OnDurable(WATERMARKS)
  vouched(): Promise<void> {
    this.cases.watermarks.arrived();
    return Promise.resolve();
  }

  @OnDurable(TIMERS_DUE)
  rung(_nothing: Uint8Array, context: JetStreamContext): Promise<void> {
    return untilInstalled(async () => {
      await this.cases.alarms.rung(caseNoOfSubject(context.subject));
      await this.cases.timers.heard(context.streamSequence);
    });
  }

  private async take(bytes: Uint8Array, context: JetStreamContext): Promise<void> {
    // xr.<env>.<region>.<from>.<toRegion>.<to>.<shard>.<kind>
    const [, , fromRegion = '', from = '', , , , kind] = context.subject.split('.');
    if (kind === 'receipts') {
      await recordReceipts({ store: this.cases.store, trust: this.cases.region.trust, clock: this.cases.region.clock }, bytes, from);
      return;
    }
    if (kind === 'erasure') return this.cases.regionErasure.carryOut(bytes, fromRegion, context.streamSequence);
    if (kind === 'erasure-done') return recordErasureDone({ ...this.cases.region, store: this.cases.store }, bytes, fromRegion);
    const received = context.headers[headers.received];
    if (!received) throw new TongbanError('signature.missing', 'a message passed no border');
    const wrappedKeys = wrappedKeysFromHeader(context.headers[headers.wrappedKeys]);
    await registerMessage(this.cases.ports, { bytes, received: receiptFromHeader(received), wrappedKeys, fromRegion, inboxSequence: context.streamSequence, storedAtMs: Date.parse(context.storedAt) });
  }

  private async dispatch(bytes: Uint8Array, context: JetStreamContext): Promise<void> {
    const caseNo = caseNoOfSubject(context.subject);
    const record = await this.cases.store.follow(caseNo, { sequence: context.streamSequence, data: bytes });
    // To different recipients, so side by side; all are over before the entry counts as dispatched or is tried again.
    const sent = await Promise.allSettled(dispatchEntry(bytes, this.cases.dispatch, record, await this.keysOf(bytes)).map((outgoing) => this.cases.send(outgoing)));
    for (const one of sent) if (one.status === 'rejected') throw one.reason;
    const entry = readCaseEntry(bytes);
    countEntry(entry);
    this.cases.views.wake(context.stream);
    // Whatever brought the case here may have brought it where an order moves it on.
    await this.cases.migrations.look(record);
    await this.cases.erasures.look(caseNo);
    await this.cases.alarms.lookAfter(record, entry.logIndex);
  }

  /** Of what is registered with something sealed: to be sent along, as long as they are there. */
  private async keysOf(bytes: Uint8Array): Promise<Uint8Array | undefined> {
    const { registered, caseNo } = readCaseEntry(bytes);
    if (!registered) return undefined;
    const { envelope: { messageId, data } } = openMessage(registered.message ?? new Uint8Array());
    const isSealed = sealedPartsOf(data).some(({ keysDigest }) => keysDigest.length > 0);
    return isSealed ? this.cases.wrappedKeys.of(caseNo, messageId) : undefined;
  }
}

const INSTALLED_AGAIN_MS = 1_000;

/** A case whose version is not installed here yet stands still, in its own lane, until it is. */
async function untilInstalled(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw cause instanceof ReleaseMissing ? new Defer(INSTALLED_AGAIN_MS, cause.message, { cause }) : cause;
  }
}
