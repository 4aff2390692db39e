import { headers as wire, placeOfSubject, templateOfSubject } from '@tongban/contracts';
import { ATTRIBUTES, type Handling, type MessagingOperation, type SpanAttributes, type SpanSpec, traceHeadersOf } from '@tongban/telemetry';
import type { NatsConnection } from 'nats';
import type { DurableMessage } from './delivered';

type About = { readonly subject: string; readonly data: Uint8Array; readonly headers: Readonly<Record<string, string>> };

/** What is worked on while a message is handled. */
export function handlingOf({ subject, headers }: Pick<About, 'subject' | 'headers'>): Handling {
  const caseNo = headers[wire.ceSubject] ?? placeOfSubject(subject).caseNo;
  const trace = traceHeadersOf(headers);
  return { ...(caseNo && { caseNo }), ...(trace && { trace }) };
}

/** The span of handling a message. */
export const handlingSpan = (nc: NatsConnection, operation: Extract<MessagingOperation, 'receive' | 'process'>, message: DurableMessage, attempt: number): SpanSpec => ({
  operation, destination: templateOfSubject(message.subject),
  attributes: { ...about(nc, message), [ATTRIBUTES.destination]: message.stream, [ATTRIBUTES.consumerGroup]: message.consumer, ...(attempt > 1 && { [ATTRIBUTES.attempt]: attempt }) },
});

/** The span of putting a message on disk at the broker. */
export const sendingSpan = (nc: NatsConnection, message: About): SpanSpec => ({ operation: 'send', destination: templateOfSubject(message.subject), attributes: about(nc, message) });

function about(nc: NatsConnection, { subject, data, headers }: About): SpanAttributes {
  const { caseNo } = handlingOf({ subject, headers });
  const [, host, port] = /^(.*):(\d+)$/.exec(nc.getServer()) ?? [];
  return {
    [ATTRIBUTES.bodySize]: data.length, ...(caseNo && { [ATTRIBUTES.conversationId]: caseNo }), ...(headers[wire.ceId] && { [ATTRIBUTES.messageId]: headers[wire.ceId] }),
    ...(host !== undefined && { [ATTRIBUTES.serverAddress]: host, [ATTRIBUTES.serverPort]: Number(port) }),
  };
}
