import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What the OpenTelemetry project itself compiled from its protocol's definitions: bytes that it does not read, no collector reads. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { opentelemetry } = require('otlp-definitions/build/src/generated/root.js') as { readonly opentelemetry: Definitions };
interface Definitions {
  readonly proto: { readonly collector: { readonly trace: { readonly v1: {
    readonly ExportTraceServiceRequest: { decode(bytes: Uint8Array): Request };
    readonly ExportTraceServiceResponse: { encode(response: object): { finish(): Uint8Array } };
  } } } };
}
interface AnyValue { readonly stringValue?: string | null; readonly intValue?: unknown }
interface Attribute { readonly key: string; readonly value: AnyValue }
interface Request {
  readonly resourceSpans: readonly { readonly resource: { readonly attributes: readonly Attribute[] }; readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[] }[];
}
interface WireSpan { readonly traceId: Uint8Array; readonly spanId: Uint8Array; readonly parentSpanId: Uint8Array; readonly name: string; readonly kind: number; readonly attributes: readonly Attribute[]; readonly status?: { readonly code: number } | null }

/** SpanKind of the protocol. */
export const KIND = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentId: string;
  readonly name: string;
  readonly kind: number;
  readonly service: string;
  /** Empty for a process of no region. */
  readonly region: string;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Takes traces by OTLP over HTTP as a collector does, and keeps what it was sent. */
export class OtlpReceiver {
  private readonly bodies: Buffer[] = [];
  private constructor(private readonly server: Server) {}

  static async start(): Promise<OtlpReceiver> {
    const server = createServer();
    const receiver = new OtlpReceiver(server);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const isTraces = request.method === 'POST' && request.url === '/v1/traces' && request.headers['content-type'] === 'application/x-protobuf';
        if (isTraces) receiver.bodies.push(request.headers['content-encoding'] === 'gzip' ? gunzipSync(Buffer.concat(parts)) : Buffer.concat(parts));
        response.writeHead(isTraces ? 200 : 400, { 'content-type': 'application/x-protobuf' });
        response.end(opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse.encode({}).finish());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  /** Everything that was sent, as bytes: to be searched for what must not be in it. */
  get everything(): Buffer {
    return Buffer.concat(this.bodies);
  }
  /** The spans of a trace, in the order they came. */
  trace(traceId: string): ReceivedSpan[] {
    const id = Buffer.from(traceId, 'hex');
    return this.bodies.filter((body) => body.includes(id)).flatMap(spansIn).filter((span) => span.traceId === traceId);
  }
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
const valueOf = ({ stringValue, intValue }: AnyValue): string | number => stringValue ?? Number(String(intValue));
const attributesOf = (list: readonly Attribute[]): Record<string, string | number> => Object.fromEntries(list.map(({ key, value }) => [key, valueOf(value)]));

function spansIn(body: Buffer): ReceivedSpan[] {
  return opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest.decode(body).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const { 'service.name': service = '', 'tongban.region': region = '' } = attributesOf(resource.attributes);
    return scopeSpans.flatMap(({ spans }) => spans.map((span): ReceivedSpan => ({
      traceId: hex(span.traceId), spanId: hex(span.spanId), parentId: hex(span.parentSpanId), name: span.name, kind: span.kind, service: String(service), region: String(region), failed: span.status?.code === 2, attributes: attributesOf(span.attributes),
    })));
  });
}
