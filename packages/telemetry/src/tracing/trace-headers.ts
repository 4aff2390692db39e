import { headers as wire } from '@tongban/contracts';

/** W3C Trace Context as it stands in headers. */
export interface TraceHeaders { readonly traceparent: string; readonly tracestate?: string }

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
/** `key=value,…` of the W3C grammar. Whatever else somebody puts there is dropped: it would be carried everywhere. */
const TRACESTATE = /^[a-z0-9][a-z0-9_\-*/@]{0,255}=[\x21-\x2b\x2d-\x3c\x3e-\x7e]{1,256}(?:,[a-z0-9][a-z0-9_\-*/@]{0,255}=[\x21-\x2b\x2d-\x3c\x3e-\x7e]{1,256}){0,31}$/;
const TRACESTATE_CHARS_MAX = 512;

/** The context that came with a message; undefined where there is none that is well formed. */
export function traceHeadersOf(headers: Readonly<Record<string, string>>): TraceHeaders | undefined {
  const traceparent = headers[wire.traceparent];
  if (traceparent === undefined || !TRACEPARENT.test(traceparent)) return undefined;
  const tracestate = headers[wire.tracestate];
  return { traceparent, ...(tracestate !== undefined && tracestate.length <= TRACESTATE_CHARS_MAX && TRACESTATE.test(tracestate) && { tracestate }) };
}

/** Headers with this context instead of whatever stood there. */
export function withTraceHeaders(headers: Readonly<Record<string, string>>, trace: TraceHeaders | undefined): Readonly<Record<string, string>> {
  if (trace === undefined && headers[wire.traceparent] === undefined && headers[wire.tracestate] === undefined) return headers;
  const { [wire.traceparent]: _parent, [wire.tracestate]: _state, ...others } = headers;
  return { ...others, ...(trace && { [wire.traceparent]: trace.traceparent, ...(trace.tracestate && { [wire.tracestate]: trace.tracestate }) }) };
}

export const traceIdIn = ({ traceparent }: TraceHeaders): string => traceparent.slice(3, 35);
