import { type EnvironmentCode, headers, messageIds, subjects } from '@tongban/contracts';
import { DurablePublisher } from '@tongban/messaging';
import { type TraceHeaders, goOn, traceHeadersOf } from '@tongban/telemetry';
import type { NatsConnection } from 'nats';
import type { HubSession } from '../hub/hub-session';
import type { SubmitReceipts } from '../receipts/receipt-desk';
import type { Submit } from './outbox';

/** Where and as whom a participant submits. */
export interface SubmitPlace {
  readonly environment: EnvironmentCode;
  readonly region: string;
  readonly participant: string;
}

/** A publisher on the present connection. Its caller retries, so that a closing SDK is not held up by pauses here. */
export function publisherOf(session: HubSession): (signal: AbortSignal) => Promise<DurablePublisher> {
  const made = new WeakMap<NatsConnection, DurablePublisher>();
  return async (signal) => {
    const nc = await session.usable(signal);
    const publisher = made.get(nc) ?? new DurablePublisher(nc, { backoffMs: [] });
    made.set(nc, publisher);
    return publisher;
  };
}

/** Submits to the participant's stream; the message id makes a repeat within ten minutes harmless already there. */
export function submitThrough(publisher: ReturnType<typeof publisherOf>, { environment, region, participant }: SubmitPlace): Submit {
  return async ({ caseNo, messageId, digestHex, homeRegion, headers: ceHeaders }, bytes, signal, againAtMs) => {
    const to = await publisher(signal);
    // Each attempt is a step of the trace that the message was made in.
    await goOn({ caseNo, ...traceOf(ceHeaders) }, () => to.publish(subjects.submit(environment, region, participant, homeRegion, 'message'), bytes, {
      msgId: messageIds.submission(messageId, digestHex, againAtMs), headers: ceHeaders,
    }));
  };
}

function traceOf(headers: Readonly<Record<string, string>>): { trace?: TraceHeaders } {
  const trace = traceHeadersOf(headers);
  return trace === undefined ? {} : { trace };
}

/** Submits receipts towards the home of their case. */
export function submitReceiptsThrough(
  publisher: ReturnType<typeof publisherOf>, { environment, region, participant }: SubmitPlace, homeOf: (caseNo: string) => string,
): SubmitReceipts {
  return async (caseNo, batch, batchId, signal) => {
    await (await publisher(signal)).publish(subjects.submit(environment, region, participant, homeOf(caseNo), 'receipts'), batch, {
      msgId: messageIds.submission(caseNo, batchId), headers: { [headers.ceSubject]: caseNo },
    });
  };
}
