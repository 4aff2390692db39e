import { type FieldFault, attributeFaults } from '@tongban/contracts';
import { isDate, isInstant } from '@tongban/domain';
import type { MessageAttributes, OpenRequest } from '../options';

/** Faults of what a caller said of a message, by the envelope's names, as the border would find them. */
export const saidFaults = (said: MessageAttributes & Pick<OpenRequest, 'legalBasis'>): FieldFault[] => attributeFaults({
  message_id: said.messageId, causation_id: said.causationId, handler_id: said.handlerId, local_case_no: said.localCaseNo, traceparent: said.traceparent,
  occurred_at: said.occurredAt, expires_at: said.expiresAt, due_at: said.dueAt, retain_until: said.retainUntil, 'legal_basis.code': said.legalBasis?.code, 'legal_basis.document': said.legalBasis?.document,
}, { isDate, isInstant });
