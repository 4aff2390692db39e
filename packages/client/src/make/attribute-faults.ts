import { ENVELOPE_PATTERNS, type ErrorCode, type FieldFault, fieldFault } from '@tongban/contracts';
import { isInstant } from '@tongban/domain';
import type { MessageAttributes } from '../options';


type Named = readonly [path: string, value: string | undefined, good: (value: string) => boolean, code: ErrorCode];

/** Faults of what a caller said of a message, by the envelope's names, as the border would find them. */
export function attributeFaults(attributes: MessageAttributes): FieldFault[] {
  const uuid = (value: string): boolean => ENVELOPE_PATTERNS.uuid.test(value);
  const rules: readonly Named[] = [
    ['message_id', attributes.messageId, uuid, 'field.pattern'],
    ['causation_id', attributes.causationId, uuid, 'field.pattern'],
    ['handler_id', attributes.handlerId, (value) => ENVELOPE_PATTERNS.handlerId.test(value), 'field.pattern'],
    ['local_case_no', attributes.localCaseNo, (value) => ENVELOPE_PATTERNS.localCaseNo.test(value), 'field.pattern'],
    ['traceparent', attributes.traceparent, (value) => ENVELOPE_PATTERNS.traceparent.test(value), 'field.pattern'],
    ['occurred_at', attributes.occurredAt, isInstant, 'field.date'],
    ['expires_at', attributes.expiresAt, isInstant, 'field.date'],
    ['due_at', attributes.dueAt, isInstant, 'field.date'],
    ['retain_until', attributes.retainUntil, isInstant, 'field.date'],
  ];
  return rules.flatMap(([path, value, good, code]) => (value === undefined || good(value) ? [] : [fieldFault(path, code)]));
}
