import { type ErrorCode, type FieldFault, fieldFault } from '@tongban/contracts';
import { isInstant } from '@tongban/domain';
import type { MessageAttributes } from '../options';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HANDLER_ID = /^[A-Za-z0-9._-]{1,64}$/;
const LOCAL_CASE_NO = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/;
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

type Named = readonly [path: string, value: string | undefined, good: (value: string) => boolean, code: ErrorCode];

/** Faults of what a caller said of a message, by the envelope's names, as the border would find them. */
export function attributeFaults(attributes: MessageAttributes): FieldFault[] {
  const uuid = (value: string): boolean => UUID.test(value);
  const rules: readonly Named[] = [
    ['message_id', attributes.messageId, uuid, 'field.pattern'],
    ['causation_id', attributes.causationId, uuid, 'field.pattern'],
    ['handler_id', attributes.handlerId, (value) => HANDLER_ID.test(value), 'field.pattern'],
    ['local_case_no', attributes.localCaseNo, (value) => LOCAL_CASE_NO.test(value), 'field.pattern'],
    ['traceparent', attributes.traceparent, (value) => TRACEPARENT.test(value), 'field.pattern'],
    ['occurred_at', attributes.occurredAt, isInstant, 'field.date'],
    ['expires_at', attributes.expiresAt, isInstant, 'field.date'],
    ['due_at', attributes.dueAt, isInstant, 'field.date'],
    ['retain_until', attributes.retainUntil, isInstant, 'field.date'],
  ];
  return rules.flatMap(([path, value, good, code]) => (value === undefined || good(value) ? [] : [fieldFault(path, code)]));
}
