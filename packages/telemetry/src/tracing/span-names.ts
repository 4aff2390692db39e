/**
 * Names of the OpenTelemetry conventions for messaging (v1.45, status Development: they may change, so they stand here alone). `messaging.system` has no registered value for NATS; this is the
 * one in use.
 */
export const TRACER = 'tongban';
export const MESSAGING_SYSTEM = 'nats';
/** `create`: a message is made. `send`: it is put on disk at the broker. `receive`: it is put on the recipient's own disk. `process`: a handler works on it. */
export type MessagingOperation = 'create' | 'send' | 'receive' | 'process';
export const ATTRIBUTES = {
  system: 'messaging.system',
  operationName: 'messaging.operation.name',
  operationType: 'messaging.operation.type',
  /** Of low cardinality: a subject may name a case. */
  destination: 'messaging.destination.name',
  destinationTemplate: 'messaging.destination.template',
  consumerGroup: 'messaging.consumer.group.name',
  messageId: 'messaging.message.id',
  /** The case number. */
  conversationId: 'messaging.message.conversation_id',
  bodySize: 'messaging.message.body.size',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  /** A stable code of the error catalogue, on failures only. */
  errorType: 'error.type',
  /** Ours: which run of the handler it is, from 1, and the participant whose SDK it is. */
  attempt: 'tongban.attempt',
  participant: 'tongban.participant',
  region: 'tongban.region',
} as const;
export type AttributeName = (typeof ATTRIBUTES)[keyof typeof ATTRIBUTES];
export type SpanAttributes = Partial<Record<AttributeName, string | number>>;
/** `{operation} {destination template}`. */
export const spanName = (operation: MessagingOperation, destination: string): string => `${operation} ${destination}`;
