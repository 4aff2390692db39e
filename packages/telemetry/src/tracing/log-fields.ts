import { context, isSpanContextValid, trace } from '@opentelemetry/api';
import { handlingNow } from './handling';
import { traceIdIn } from './trace-headers';

/** What every log line says of what is worked on while it is written: the case, and the trace as the collector names it. For pino's `mixin`; what the caller says itself wins. */
export function logFields(): { caseNo?: string; trace_id?: string; span_id?: string } {
  const { caseNo, trace: came } = handlingNow() ?? {};
  const span = trace.getSpanContext(context.active());
  return {
    ...(caseNo && { caseNo }),
    ...(span && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : came && { trace_id: traceIdIn(came) }),
  };
}
