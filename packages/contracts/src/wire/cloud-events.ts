import type { v1 } from '../messages';
import { headers } from './names';

/** CloudEvents type of a business message. */
const eventType = (messageType: string): string => `cn.tongban.case.v1.${messageType}`;
const eventSource = (participant: string): string => `/participants/${participant}`;

/**
 * CloudEvents 1.0 attributes in NATS binary mode, with the W3C trace context. They help tools that know CloudEvents; the
 * signed envelope is what counts. Every value is within the characters that need no percent-encoding.
 */
export function cloudEventHeaders(envelope: v1.Envelope): Record<string, string> {
  return {
    [headers.ceSpecversion]: '1.0',
    [headers.ceId]: envelope.messageId,
    [headers.ceSource]: eventSource(envelope.sender?.participant ?? ''),
    [headers.ceType]: eventType(envelope.messageType),
    [headers.ceSubject]: envelope.caseNo,
    [headers.ceTime]: envelope.occurredAt,
    [headers.ceDataschema]: envelope.schemaDigest,
    [headers.ceDatacontenttype]: 'application/protobuf',
    ...(envelope.traceparent && { [headers.traceparent]: envelope.traceparent }),
  };
}
