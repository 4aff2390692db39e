import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, TraceFlags, context, isSpanContextValid, propagation, trace } from '@opentelemetry/api';
import { headers as wire } from '@tongban/contracts';
import { type Handling, handlingNow, inHandling } from './handling';
import { ATTRIBUTES, MESSAGING_SYSTEM, type MessagingOperation, type SpanAttributes, TRACER, spanName } from './span-names';
import type { TraceHeaders } from './trace-headers';

/** Whether spans are made in this process. */
let isOn = false;
export const switchTracing = (on: boolean): void => {
  isOn = on;
};
export const isTracing = (): boolean => isOn;

export interface SpanSpec {
  readonly operation: MessagingOperation;
  /** Template of the subject: names no case and no id. */
  readonly destination: string;
  readonly attributes?: SpanAttributes;
}

const KINDS: Readonly<Record<MessagingOperation, SpanKind>> = { create: SpanKind.PRODUCER, send: SpanKind.PRODUCER, receive: SpanKind.CLIENT, process: SpanKind.CONSUMER };

/** The context of what is worked on now: of its span, else what came with it. */
export function traceNow(): TraceHeaders | undefined {
  const active = trace.getSpanContext(context.active());
  return active && isSpanContextValid(active) ? headersOf(context.active()) : handlingNow()?.trace;
}

/**
 * Works on something that came with a context, or with none. The context is passed on by whatever the work sends; where spans are made it gets one of its own. What came without a context
 * gets none: a heartbeat is no trace.
 */
export function handled<T>(handling: Handling, spec: () => SpanSpec, work: () => Promise<T>): Promise<T> {
  const { trace: came } = handling;
  if (!isOn || came === undefined) return inHandling(handling, () => (isOn ? context.with(ROOT_CONTEXT, work) : work()));
  return inHandling(handling, () => inSpan(spec(), contextOf(came), work));
}

/** A step of what is worked on now; without a span there, only the work. @param inject given the context to send along. */
export function step<T>(spec: () => SpanSpec, work: (inject: TraceHeaders | undefined) => Promise<T>): Promise<T> {
  if (!isOn || trace.getSpanContext(context.active()) === undefined) return work(handlingNow()?.trace);
  return inSpan(spec(), context.active(), () => work(headersOf(context.active())));
}

/** As `step`, and begins a trace where nothing is worked on that has one. */
export function firstStep<T>(from: TraceHeaders | undefined, spec: () => SpanSpec, work: (inject: TraceHeaders | undefined) => Promise<T>): Promise<T> {
  const handling = { ...handlingNow(), ...(from && { trace: from }) };
  if (!isOn) return inHandling(handling, () => work(from));
  return inHandling(handling, () => inSpan(spec(), from ? contextOf(from) : ROOT_CONTEXT, () => work(headersOf(context.active()))));
}

/** Goes on with something whose context was kept: what the work sends belongs to it. */
export function goOn<T>(handling: Handling, work: () => Promise<T>): Promise<T> {
  const { trace: kept } = handling;
  return inHandling(handling, () => (isOn ? context.with(kept ? contextOf(kept) : ROOT_CONTEXT, work) : work()));
}

async function inSpan<T>({ operation, destination, attributes }: SpanSpec, parent: Context, work: () => Promise<T>): Promise<T> {
  const span = trace.getTracer(TRACER).startSpan(spanName(operation, destination), {
    kind: KINDS[operation],
    attributes: { [ATTRIBUTES.system]: MESSAGING_SYSTEM, [ATTRIBUTES.operationName]: operation, [ATTRIBUTES.operationType]: operation, [ATTRIBUTES.destinationTemplate]: destination, ...attributes },
  }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work);
  } catch (cause) {
    failed(span, cause);
    throw cause;
  } finally {
    span.end();
  }
}

/** A code of the catalogue, or the kind of error: the words of a foreign error may quote a message. */
function failed(span: Span, cause: unknown): void {
  const { code } = cause as { readonly code?: unknown };
  const type = typeof code === 'string' ? code : cause instanceof Error ? cause.name : 'unknown';
  span.setAttribute(ATTRIBUTES.errorType, type);
  span.setStatus({ code: SpanStatusCode.ERROR, message: type });
}

const contextOf = (headers: TraceHeaders): Context => propagation.extract(ROOT_CONTEXT, { [wire.traceparent]: headers.traceparent, ...(headers.tracestate && { [wire.tracestate]: headers.tracestate }) });

function headersOf(of: Context): TraceHeaders | undefined {
  const spanContext = trace.getSpanContext(of);
  if (spanContext === undefined || !isSpanContextValid(spanContext)) return undefined;
  const tracestate = spanContext.traceState?.serialize();
  const flags = (spanContext.traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0');
  return { traceparent: `00-${spanContext.traceId}-${spanContext.spanId}-${flags}`, ...(tracestate && { tracestate }) };
}
