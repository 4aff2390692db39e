import { type ExchangeKind, consumers, participantOfQuery, placeOfSubject, streams } from '@tongban/contracts';
import type { ObservedQuery, Settlement } from '@tongban/messaging';
import { count, observeSeconds } from '@tongban/telemetry';

/** A participant names the last token of what it submits: another one than these is counted as `other`. */
const KINDS: ReadonlySet<string> = new Set<ExchangeKind | 'entry' | 'timer'>(['message', 'receipts', 'delivery', 'greeting', 'watermark', 'attachment', 'erasure', 'erasure-done', 'entry', 'timer']);
const SUBMIT = streams.submit('');
const kindOf = (subject: string): string => {
  const { kind } = placeOfSubject(subject);
  return KINDS.has(kind) ? kind : 'other';
};

/** Lanes of cases are one kind of consumer, however many carry them; so are participants'. */
export function consumerKind(consumer: string): string {
  if (consumers.isLane(consumer)) return 'lane';
  return consumer.startsWith(consumers.participant('')) ? 'participant' : consumer.startsWith(consumers.source('')) ? 'source' : consumer;
}

/** One end of handling a message. */
export function countSettlement({ outcome, message: { subject, stream, consumer }, code, tookMs }: Settlement): void {
  const labels = { consumer: consumerKind(consumer), kind: kindOf(subject), outcome };
  count('tongban_messages_handled_total', { ...labels, code: code ?? '' });
  observeSeconds('tongban_message_handling_seconds', labels, tookMs / 1_000);
  if (stream.startsWith(SUBMIT) && outcome === 'handled') count('tongban_submissions_total', { participant: stream.slice(SUBMIT.length), kind: labels.kind });
}

/** One query that was answered. Its subject is as this process listens to it: of a participant or of a service, and the name of the query is what comes last. */
export function countQuery({ subject, tookMs, error }: ObservedQuery): void {
  const tokens = subject.split('.');
  const query = (participantOfQuery(subject) === undefined ? tokens.slice(3) : tokens.slice(4)).join('.');
  count('tongban_queries_total', { query, outcome: error ? 'fault' : 'answered', code: error?.code ?? '' });
  observeSeconds('tongban_query_seconds', { query }, tookMs / 1_000);
}
